public import SpecHarness

/// A format that a report is written in.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// What a terminal shows; lines are not wrapped.
  case text
  /// `spec/schemas/report.schema.json`.
  case json
  /// JUnit XML, as Jenkins and GitLab read it.
  case junit
  /// The Test Anything Protocol, version 14.
  case tap
  /// GitHub's Markdown, cut to what a job summary may have.
  case markdown
  /// Workflow commands of GitHub Actions.
  case github
  /// One page that needs no other file.
  case html
}

extension ReportDocument {
  /// The report in a format.
  ///
  /// - Parameters:
  ///   - format: any.
  ///   - known: the specification of the suite, for the texts of the requirements; without it, they have none.
  ///   - layout: how text looks.
  public func rendered(
    as format: ReportFormat, knowing known: Specification?, layout: TextLayout = TextLayout()
  ) -> String {
    let specification = specification(knowing: known)
    switch format {
    case .text: return Report(self, knowing: known).text(layout)
    case .json: return json()
    case .junit: return JUnitReport(document: self, specification: specification).text
    case .tap: return TAPReport(document: self, specification: specification).text
    case .markdown: return MarkdownReport(document: self, specification: specification).text
    case .github: return GitHubReport(document: self, specification: specification).text
    case .html: return ReportPage(document: self, specification: specification).text
    }
  }
}

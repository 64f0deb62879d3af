/// Writes the parts of a specification's document, such as `spec/keygen.md`, that come from its values.
package struct SpecMarkdown: Sendable {
  /// A part; the document holds each between a line `<!-- begin NAME -->` and a line `<!-- end NAME -->`.
  package enum Part: String, CaseIterable, Sendable {
    case overview
    case requirements
    case judging
    case silent
    case coverage
  }

  private let specification: Specification

  package init(_ specification: Specification) { self.specification = specification }

  /// The text of a part, without the marking lines; every line ends with a newline.
  package func text(of part: Part) -> String {
    switch part {
    case .overview: overviewTable
    case .requirements: specification.areas.map(section(of:)).joined(separator: "\n")
    case .judging: specification.judgingRules.map { "- **\($0.id).** \($0.text)\n" }.joined()
    case .silent: specification.notJudged.map { "- \($0)\n" }.joined()
    case .coverage: specification.document.map(coverage(of:)).joined(separator: "\n")
    }
  }

  /// One requirement as a section of its own.
  package func section(of requirement: Requirement) -> String {
    """
    ### \(requirement.id)

    *\(requirement.profile.rawValue) profile · \(requirement.level.word) · source: \(requirement.source)*

    > \(requirement.statement)

    **Why.** \(requirement.rationale)

    **Checked.** \(requirement.checked)

    """
  }

  /// All requirements in one table, with their statements.
  package var overviewTable: String {
    Self.table(
      ["Requirement", "Profile", "Level", "Statement"],
      specification.requirements.map { ["\($0.id)", $0.profile.rawValue, $0.level.word, $0.statement] })
  }

  private func section(of area: Area) -> String {
    let sections = area.requirements.map { section(of: $0) }
    return "## \(area.name): \(area.title)\n\n" + sections.joined(separator: "\n")
  }

  private func coverage(of section: DocumentSection) -> String {
    let rows = section.clauses.map { clause in
      [clause.name, clause.position, clause.gist, outcome(of: clause)]
    }
    return "### \(section.name): \(section.heading)\n\n"
      + Self.table(["Clause", "Position", "What it says", "Covered by"], rows)
  }

  private func outcome(of clause: Clause) -> String {
    switch clause.treatment {
    case .covered(let scope):
      let names = specification.requirements(from: clause).map(\.rawValue).joined(separator: ", ")
      return scope.map { "\(names) (\($0))" } ?? names
    case .excluded(let reason, let destination):
      return "*excluded*: \(reason); belongs to: \(destination)"
    }
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}

extension Level {
  /// The key word of RFC 2119.
  package var word: String { rawValue.uppercased() }
}

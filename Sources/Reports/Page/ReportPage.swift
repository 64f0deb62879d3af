internal import SpecHarness

/// The report as one page.
struct ReportPage {
  let document: ReportDocument
  let specification: Specification

  var text: String { "" }
}

internal import ArgumentParser
internal import Reports

/// `mirror report show`: a JSON report in any format.
struct ReportShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a JSON report as text, or write it in other formats.",
    discussion: """
      EXAMPLES
        mirror report show report.json
        mirror report show report.json --report html=report.html --report junit=report.xml

      EXIT STATUS
        0 written, whatever the verdict; 64 usage error
        66 the report cannot be read, or a path cannot be written
        70 output cannot be completed
      """)

  @Option(
    help: "Write FORMAT=PATH; PATH `-` is standard output. Formats: \(ReportRequest.formatNames).",
    transform: ReportRequest.init)
  var report: [ReportRequest] = []

  @Argument(help: "The JSON report; `-` is standard input.")
  var file: String

  func run() throws {
    let document = try ReportInput.read(file)
    let specification = ReportInput.specification(of: document)
    if report.isEmpty {
      return try printText(
        document.rendered(as: .text, knowing: specification, layout: Terminal.layout))
    }
    let files = try ReportFiles(report)
    guard files.write(document, knowing: specification) else { throw ExitCode(70) }
  }
}

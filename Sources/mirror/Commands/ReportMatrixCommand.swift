internal import ArgumentParser
internal import Reports

/// `mirror report matrix`: implementations × requirements, to publish.
struct ReportMatrixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Make a table of several JSON reports: implementations × requirements.",
    discussion: """
      A column is named after the report's command, or by NAME= in front of the file.

      EXAMPLES
        mirror report matrix Go=go.json Rust=rust.json > MATRIX.md
        mirror report matrix --format html *.json > matrix.html

      EXIT STATUS
        0 printed, whatever the verdicts; 64 usage error
        66 a report cannot be read, 70 output cannot be written
      """)

  /// How the table is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case markdown
    case html
  }

  @Option(help: "How to print it: markdown or html.")
  var format: Format = .markdown

  @Argument(help: "The JSON reports, as FILE or NAME=FILE.")
  var files: [String]

  func run() throws {
    var columns: [(name: String?, document: ReportDocument)] = []
    for word in files {
      let sign = word.firstIndex(of: "=").flatMap { word[..<$0].contains("/") ? nil : $0 }
      let file = sign.map { String(word[word.index(after: $0)...]) } ?? word
      columns.append((sign.map { String(word[..<$0]) }, try ReportInput.read(file)))
    }
    let matrix = ReportMatrix(
      columns, knowing: columns.first.flatMap { ReportInput.specification(of: $0.document) })
    try printText(format == .markdown ? matrix.markdown : matrix.html)
  }
}

internal import ArgumentParser
internal import Reports

/// `mirror report compare`: what got better or worse between two runs or two implementations.
struct ReportCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Tell what is better or worse in a second JSON report.",
    discussion: """
      Worse is: a requirement that failed in no way before and fails now, one that held and was not judged now, one of \
      the first that the second does not know, a failing requirement with a new kind of finding, or a new warning.

      EXAMPLES
        mirror report compare main.json branch.json
        mirror report compare go.json rust.json --format markdown

      EXIT STATUS
        0 nothing is worse, 1 something is worse, 64 usage error
        66 a report cannot be read, 70 output cannot be written
      """)

  /// How the comparison is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
    case json
  }

  @Option(help: "How to print it: text, markdown or json.")
  var format: Format = .text

  @Argument(help: "The JSON report to compare with; `-` is standard input.")
  var old: String

  @Argument(help: "The JSON report that is judged.")
  var new: String

  func run() throws {
    let comparison = ReportComparison(try ReportInput.read(old), try ReportInput.read(new), names: (old, new))
    switch format {
    case .text: try printText(comparison.text)
    case .markdown: try printText(comparison.markdown)
    case .json: try printText(comparison.json)
    }
    if comparison.isWorse { throw ExitCode(1) }
  }
}

internal import ArgumentParser
internal import SpecHarness

/// `mirror explain`: prints what a requirement says, why, and how it is checked.
struct ExplainCommand: ParsableCommand {
  /// How the text is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case markdown
  }

  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Print a requirement: its text, source, reason, and how it is checked.",
    discussion: """
      Without a name, the table of all requirements is printed.

      EXAMPLES
        mirror explain
        mirror explain KG-ROLL-1
        mirror explain kg-file-2 --format json

      EXIT STATUS
        0 printed, 64 usage error or unknown name, 70 output cannot be written
      """)

  @Option(help: "How to print it: text, json or markdown.")
  var format: Format = .text

  @Argument(help: "The name of a requirement, such as KG-FILE-2, in capitals or not.")
  var requirement: String?

  func run() throws {
    guard let requirement else { return try printText(table) }
    guard let id = RequirementID(caseInsensitive: requirement) else {
      printError("mirror: \(Self.unknown(requirement))")
      throw ExitCode(64)
    }
    let found = Catalog.requirement(id)
    switch format {
    case .text: try printText(SpecText.section(of: found, width: terminalWidth()))
    case .json: try printText(SpecJSON.record(of: found))
    case .markdown: try printText(SpecMarkdown.section(of: found))
    }
  }

  private var table: String {
    switch format {
    case .text: SpecText.table(width: terminalWidth())
    case .json: SpecJSON.catalog
    case .markdown: SpecMarkdown.overviewTable
    }
  }

  private static func unknown(_ text: String) -> String {
    let shown = text.prefix(64).debugDescription
    let nearest = RequirementID.nearest(to: text).map(\.rawValue)
    let advice =
      nearest.isEmpty
      ? "`mirror explain` lists all of them" : "did you mean \(nearest.joined(separator: ", "))?"
    return "no requirement is named \(shown); \(advice)"
  }
}

/// The columns of the terminal on standard output, within what is pleasant to read; 100 elsewhere.
private func terminalWidth() -> Int {
  min(max(Terminal.width(of: 1) ?? 100, 40), 100)
}

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
        mirror explain LG-STORE-9
        mirror explain --suite login
        mirror explain kg-file-2 --format json

      EXIT STATUS
        0 printed, 64 usage error or unknown name, 70 output cannot be written
      """)

  @Option(help: "How to print it: text, json or markdown.")
  var format: Format = .text

  @Option(help: "Whose table is printed without a name: keygen, login or store.")
  var suite: SuiteName = .keygen

  @Argument(help: "The name of a requirement, such as KG-FILE-2, in capitals or not.")
  var requirement: String?

  func run() throws {
    guard let requirement else { return try printText(table) }
    // A name belongs to one suite; only what `store` judges has two versions.
    let all = [suite.specification] + SuiteName.specifications
    guard let specification = all.first(where: { $0.requirement(named: requirement) != nil }),
      let found = specification.requirement(named: requirement)
    else {
      printError("mirror: \(Self.unknown(requirement))")
      throw ExitCode(64)
    }
    switch format {
    case .text: try printText(SpecText(specification).section(of: found, width: terminalWidth()))
    case .json: try printText(SpecJSON(specification).record(of: found))
    case .markdown: try printText(SpecMarkdown(specification).section(of: found))
    }
  }

  private var table: String {
    switch format {
    case .text: SpecText(suite.specification).table(width: terminalWidth())
    case .json: SpecJSON(suite.specification).catalog
    case .markdown: SpecMarkdown(suite.specification).overviewTable
    }
  }

  private static func unknown(_ text: String) -> String {
    let shown = text.prefix(64).debugDescription
    let nearest = SuiteName.specifications.flatMap { $0.nearest(to: text) }.prefix(3).map(\.rawValue)
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

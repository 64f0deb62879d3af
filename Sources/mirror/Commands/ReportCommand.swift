internal import ArgumentParser
internal import KeygenSuite
internal import Reports
internal import SpecHarness
internal import SystemSupport

/// `mirror report`: what can be done with JSON reports.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Merge, show, compare and tabulate the JSON reports of `mirror conform`.",
    subcommands: [
      ReportMergeCommand.self, ReportShowCommand.self, ReportCompareCommand.self, ReportMatrixCommand.self,
    ])
}

/// A JSON report that a command reads.
enum ReportInput {
  /// - Parameter path: the file; `-` is standard input.
  /// - Throws: exit status 66 with a message when it cannot be read or is no report.
  static func read(_ path: String) throws(ExitCode) -> ReportDocument {
    do {
      let limit = ReportDocument.sizeLimit
      let bytes = try path == "-" ? Input.standardInput(limit: limit) : Input.file(path, limit: limit)
      return try ReportDocument(json: bytes, file: path == "-" ? "standard input" : path)
    } catch {
      printError("mirror: \(error)")
      throw ExitCode(66)
    }
  }

  /// The specifications of all suites.
  static let specifications = SuiteName.all

  /// The specification that a report is about, if this program knows it.
  static func specification(of document: ReportDocument) -> Specification? {
    // Two suites share their requirements; an older report does not say which one it is of.
    if let suite = document.suite.suite.flatMap(SuiteName.init) { return suite.specification }
    return specifications.first { specification in
      document.results.first.map { $0.requirement.rawValue.hasPrefix(specification.prefix + "-") } ?? false
    }
  }
}

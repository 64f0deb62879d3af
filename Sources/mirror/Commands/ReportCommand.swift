internal import ArgumentParser

/// `mirror report`: what is done with reports afterwards.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Join and compare reports of the suite, and show them in other formats.",
    subcommands: [ReportMergeCommand.self])
}

internal import ArgumentParser
internal import MirrorReference
internal import SpecHarness
internal import StrictFormats

/// `mirror inspect`: judges key files that exist already.
struct InspectCommand: ParsableCommand {
  /// How the outcome is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Judge key files that exist already: form, modes, key material, identifier.",
    discussion: """
      Each PATH is a directory that holds privkey.json and pubkey.json, or one of the two files. A private and a \
      public file given together are judged as a pair.

      EXAMPLES
        mirror inspect ./keys/registry
        mirror inspect /etc/registry/pubkey.json

      EXIT STATUS
        0 conformant, 1 not conformant, 64 usage error
        66 a path is missing or unreadable
        70 output cannot be written
      """)

  @Option(help: "How to print the outcome: text or json.")
  var format: Format = .text

  @Argument(help: "Directories or files to look at.")
  var path: [String]

  func run() throws {
    ProcessGuards.protectSecrets()
    let outcomes: [Inspector.Outcome]
    do {
      outcomes = try Inspector(paths: path).run()
    } catch {
      printError("mirror: \(error)")
      throw ExitCode(66)
    }
    switch format {
    case .text: try printText(outcomes.map { $0.text() + "\n" }.joined())
    case .json: try printText(Inspector.json(outcomes) + "\n")
    }
    if outcomes.contains(where: { !$0.isConformant }) { throw ExitCode(1) }
  }
}

internal import ArgumentParser
internal import KeygenSuite
internal import LoginSuite
internal import MirrorReference
internal import Reports
internal import SpecHarness
internal import StrictFormats

/// `mirror inspect`: judges key files and Docker configurations that exist already.
struct InspectCommand: ParsableCommand {
  /// How the outcome is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Judge key files and Docker configurations that exist already.",
    discussion: """
      Each PATH is a directory that holds privkey.json and pubkey.json, or one of the two files. A private and a \
      public file given together are judged as a pair. With - standard input is judged, without a mode.

      Other files get a sentence that says what they are: PEM, a bare JWK, an RSA key, and the like. Modes are judged \
      where a file has one of the two names or is a JWK set. With --profile hardened both modes have to be exact \
      (KG-FILE-4), and what only that profile asks for counts in the exit status.

      A Docker configuration (config.json) is judged by what spec/login.md asks of the tokens in it and of its mode. Public \
      sets that are given beside it verify the tokens: each has to be signed by one of their keys.

      EXAMPLES
        mirror inspect ./keys/registry
        mirror inspect /etc/registry/pubkey.json
        mirror inspect ~/.docker/config.json ./keys/registry/pubkey.json
        curl -s https://registry.example.com/jwks.json | mirror inspect -

      EXIT STATUS
        0 conformant, 1 not conformant, 64 usage error
        66 a path is missing or unreadable; the others are judged all the same
        70 output cannot be written
      """)

  @Option(help: "How to print the outcome: text or json.")
  var format: Format = .text

  @Option(help: "The profile to judge by: documented or hardened.")
  var profile: Profile = .documented

  @Argument(help: "Directories or files to look at; - for standard input.")
  var path: [String]

  func validate() throws {
    if path.count(where: { $0 == Inspector.standardInput }) > 1 {
      throw ValidationError("Standard input can be read only once: give - once.")
    }
  }

  func run() throws {
    ProcessGuards.protectSecrets()
    let inspection = Inspector(paths: path, profile: profile, others: [DockerConfigJudge()]).run()
    switch format {
    case .text: try printText(inspection.outcomes.map { $0.text() + "\n" }.joined())
    case .json: try printText(inspection.json() + "\n")
    }
    for error in inspection.errors { printError("mirror: \(error)") }
    if !inspection.errors.isEmpty { throw ExitCode(66) }
    if inspection.outcomes.contains(where: { !$0.isConformant }) { throw ExitCode(1) }
  }
}

internal import ArgumentParser
internal import MirrorLogin
internal import MirrorReference

/// `mirror public`: the public half of a private set.
struct PublicCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "public",
    abstract: "Print the public JWK set of a private one.",
    discussion: """
      The private set is read, checked ("x" must belong to "d") and not changed; nothing of "d" is printed.

      EXAMPLE
        mirror public ./keys/registry/privkey.json > pubkey.json

      EXIT STATUS
        0 the public set is on standard output
        1 refused, 64 usage error
        66 the private set is missing or unreadable
        70 output cannot be written
      """)

  @Argument(help: ArgumentHelp("The private JWK set, or - for standard input.", valueName: "privkey"))
  var path: String

  func run() throws {
    ProcessGuards.protectSecrets()
    let text: String
    do throws(LoginError) { text = try PublicSet.text(ofPrivateSetAt: path) } catch {
      printError("mirror: \(error)")
      throw ExitCode(error.kind == .input ? 66 : 1)
    }
    try printText(text)
  }
}

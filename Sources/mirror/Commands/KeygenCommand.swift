internal import ArgumentParser
internal import SpecHarness
internal import SystemSupport

struct KeygenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make an Ed25519 key pair as two JWK sets.",
    usage: "mirror keygen [-o DIR] [--backend sodium|openssl] [--format text|json] [-q]",
    discussion: """
      Writes privkey.json (mode 0600) and pubkey.json (mode 0644), complete or not at all. An existing \
      file is never overwritten: delete both, or choose another directory, to rotate.

      EXAMPLE
        mirror keygen -o ./keys/registry

      EXIT STATUS
        0 the pair is written
        1 refused or failed, with a message
        64 usage error
      """
  )

  @Option(
    name: [.customShort("o"), .customLong("output-dir")],
    help: ArgumentHelp("The directory to write to; it is created if missing.", valueName: "dir"))
  var directory = "."

  @Option(help: "The cryptographic library.")
  var backend = KeygenRequest.Backend.sodium

  @Option(help: "How to say where the files are.")
  var format = KeygenRequest.Format.text

  @Flag(name: .shortAndLong, help: "Print nothing on success.")
  var quiet = false

  @Argument(help: ArgumentHelp("Nothing: the directory is named by -o.", visibility: .hidden))
  var stray: [String] = []

  func validate() throws {
    if let word = stray.first {
      throw ValidationError(
        "Unexpected argument '\(word)'. To name the output directory, write: mirror keygen -o \(shellQuoted(word))"
      )
    }
    if directory.isEmpty { throw ValidationError("The output directory must not be empty.") }
  }

  func run() throws {
    let request = KeygenRequest(directory: directory, backend: backend, format: format, isQuiet: quiet)
    throw ExitCode(request.run())
  }
}

extension KeygenCommand {
  /// What to write instead of a directory that is joined to its flag, as in `-odir`, which the parser takes for a
  /// cluster of flags.
  ///
  /// - Parameter arguments: those after `keygen`.
  /// - Returns: nil when there is nothing of the kind.
  static func advice(on arguments: ArraySlice<String>) -> String? {
    let words = arguments.prefix { $0 != "--" }
    guard let word = words.first(where: { $0.hasPrefix("-o") && $0.count > 2 && !$0.hasPrefix("-o=") }) else {
      return nil
    }
    let directory = shellQuoted(String(word.dropFirst(2)))
    return "Unknown option '\(word)'. The directory is a word of its own: mirror keygen -o \(directory)"
  }
}

extension KeygenRequest.Backend: ExpressibleByArgument {}
extension KeygenRequest.Format: ExpressibleByArgument {}

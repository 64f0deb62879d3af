internal import ArgumentParser
internal import CStartup
internal import Glibc
internal import SpecHarness

/// The program's entry: synchronous, because an asynchronous one costs more time than a whole `keygen`.
@main
enum Main {
  static func main() {
    mirror_finish_startup()
    let arguments = readArguments()
    if isCredentialHelper { runCredentialHelper(arguments) }
    if arguments.first == "keygen", let request = KeygenRequest(plain: arguments.dropFirst()) {
      exit(request.run())
    }
    if arguments.first == "keygen", let advice = KeygenCommand.advice(on: arguments.dropFirst()) {
      KeygenCommand.exit(withError: ValidationError(advice))
    }
    if arguments.first == "login", let request = LoginRequest(plain: arguments.dropFirst()) {
      exit(request.run())
    }
    if arguments.first == "credential-helper",
      let request = CredentialHelperRequest(plain: arguments.dropFirst())
    {
      exit(request.run())
    }
    MirrorCommand.main(Array(arguments))
  }

  /// Whether the program was called by the name under which Docker clients look for a credential helper.
  private static var isCredentialHelper: Bool {
    guard let own = mirror_argument(0) else { return false }
    return strcmp(
      strrchr(own, 0x2F).map { UnsafePointer($0 + 1) } ?? own, CredentialHelperRequest.programName) == 0
  }

  private static func runCredentialHelper(_ arguments: ArraySlice<String>) -> Never {
    if let request = CredentialHelperRequest(plain: arguments) { exit(request.run()) }
    MirrorCommand.main(["credential-helper"] + arguments)
    exit(EXIT_SUCCESS)
  }

  /// The arguments after the program's name; they must be text, since paths among them are printed.
  private static func readArguments() -> ArraySlice<String> {
    switch RawArguments.read() {
    case .success(let arguments): return arguments[...]
    case .failure(let failure):
      MirrorCommand.exit(withError: ValidationError("Argument \(failure.position) is not valid UTF-8."))
    }
  }
}

/// The command that holds all others.
struct MirrorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mirror",
    abstract: "Make Ed25519 key pairs for JWK-based registry authentication, and test programs that do.",
    version: Product.version,
    // One line for each file of Commands/.
    subcommands: [
      KeygenCommand.self,
      ConformCommand.self,
      InspectCommand.self,
      ReportCommand.self,
      ExplainCommand.self,
      CrosscheckCommand.self,
      VerifyCommand.self,
      LoginCommand.self,
      CredentialHelperCommand.self,
      PublicCommand.self,
      JWKSCommand.self,
    ]
  )
}

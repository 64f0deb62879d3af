internal import ArgumentParser
internal import Crosscheck
internal import Glibc
internal import MirrorReference
internal import SystemSupport

/// `mirror verify`: a token against a public key set, judged by both libraries.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify a JWT against a public JWK set; libsodium and OpenSSL must both accept.",
    discussion: """
      The key is found by the token's "kid". The only algorithm is EdDSA; a header with "crit" or "b64" is refused, \
      and so is a key set that holds a private key. "exp" and "nbf" are checked where the token has them, with \
      60 seconds of leeway; a token without "exp" does not expire. A token may have 1 MiB, a key set 4 MiB.

      Container registries refuse a token without "exp", and one whose "exp", "nbf" or "iat" is not written as a \
      whole number (1800000000.5, 18e8). Here such a token gets a warning on standard error; --strict refuses it.

      Without --iss, "iss" is not compared. Without --aud, "aud" is not compared either, and a token meant for \
      somebody else is accepted: RFC 7519, section 4.1.3, asks a verifier to refuse it, so give --aud wherever \
      tokens have an audience.

      The key set is a regular file, or an open descriptor (/dev/stdin, /dev/fd/N, as `<(...)` gives it), which is \
      read to its end; other FIFOs and devices are refused.

      EXAMPLES
        mirror verify --jwks pubkey.json --aud registry.example.com "$TOKEN"
        mirror verify --jwks pubkey.json - < token.jwt

      EXIT STATUS
        0 verified, the claims are on standard output
        1 refused, 64 usage error
        66 the key set or the input is missing or unreadable
        70 output cannot be written
      """)

  @Option(help: ArgumentHelp("The public JWK set.", valueName: "path"))
  var jwks: String

  @Option(help: "What the claim \"aud\" must be or hold.")
  var aud: String?

  @Option(help: "What the claim \"iss\" must be.")
  var iss: String?

  @Option(help: ArgumentHelp("The time to judge by (default: the clock's).", valueName: "rfc3339"))
  var now: String?

  @Flag(help: "Refuse what container registries refuse, too: no exp, times that are no whole numbers.")
  var strict = false

  @Argument(help: "The token, or - for standard input.")
  var token: String

  func validate() throws {
    if let now, Timestamp.seconds(now) == nil {
      throw ValidationError("--now takes a time such as 2026-11-23T20:00:00Z (RFC 3339).")
    }
  }

  func run() throws {
    // A private set is refused, but only once it has been read.
    ProcessGuards.protectSecrets()
    do {
      let verifier = TokenVerifier(
        keys: try KeySet(Input.file(jwks, limit: 1 << 22)), audience: aud, issuer: iss,
        now: now.flatMap(Timestamp.seconds) ?? Int64(time(nil)), isStrict: strict)
      let verified = try verifier.verify(readToken())
      for warning in verified.warnings { printError("mirror: warning: \(warning)") }
      try printText(verified.claims + "\n")
    } catch let error as InputError {
      printError("mirror: \(error)")
      throw ExitCode(error.isTooLarge ? 1 : 66)
    } catch let error as KeySetError {
      printError("mirror: \(jwks): \(error)")
      throw ExitCode(1)
    } catch let error as TokenError {
      printError("mirror: token refused: \(error)")
      throw ExitCode(1)
    }
  }

  /// The token's bytes; one line break at the end of standard input is not part of it.
  private func readToken() throws -> [UInt8] {
    guard token == "-" else { return Array(token.utf8) }
    var bytes = try Input.standardInput(limit: Token.mostBytes + 2)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return bytes
  }
}

internal import Glibc

/// The public half of a private JWK set.
package enum PublicSet {
  private static let sizeLimit = 1 << 20

  /// Reads a private set and gives the public one, with its `alg` and `use` where the private one has them.
  ///
  /// - Parameter path: the private set; `-` is standard input.
  /// - Throws: `LoginError` when it is missing, or no Ed25519 private set with one key that belongs together.
  package static func text(ofPrivateSetAt path: String) throws(LoginError) -> String {
    let name = path == "-" ? "standard input" : path
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw LoginError("cannot open \(name): \(reason(errno))", kind: .input) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    let content: SecretBuffer
    do throws(ReadFailure) { content = try readAll(descriptor, limit: sizeLimit, expected: 512) } catch {
      throw LoginError("cannot read \(name): \(error.reason)", kind: error.kind)
    }
    return try content.withUnsafeBytes { (bytes) throws(LoginError) in
      do throws(KeyDefect) { return try PrivateKeySet.read(bytes).publicSet() } catch {
        throw LoginError("\(name) is refused: \(error.reason)")
      }
    }
  }
}

internal import CSodium
public import Ed25519

/// Ed25519 by libsodium.
public struct SodiumBackend: Ed25519Backend {
  /// Makes the backend; the library is initialised at its first use.
  public init() {}

  /// The library's name and version, such as `libsodium 1.0.18`.
  public var name: String { "\(Library.name) \(String(cString: sodium_version_string()))" }

  /// Derives the public key of a seed (RFC 8032 §5.1.5).
  public func publicKey(of seed: borrowing Seed) throws(Ed25519Error) -> [UInt8] {
    try SodiumSigner(seed: seed).publicKey
  }

  /// Signs a message (RFC 8032 §5.1.6) with a secret key that is rebuilt from the seed.
  public func sign(_ message: [UInt8], with seed: borrowing Seed) throws(Ed25519Error) -> [UInt8] {
    try SodiumSigner(seed: seed).sign(message)
  }

  /// Verifies a signature (RFC 8032 §5.1.7); wrong lengths are rejected.
  public func verify(
    _ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]
  ) throws(Ed25519Error) -> Bool {
    try verifier(publicKey: publicKey).verify(signature, of: message)
  }

  /// Prepares a seed for signing many messages.
  public func signer(seed: borrowing Seed) throws(Ed25519Error) -> SodiumSigner {
    try SodiumSigner(seed: seed)
  }

  /// Prepares a public key for verifying many signatures.
  ///
  /// - Parameter publicKey: of any length; with a length other than 32 bytes every signature is rejected.
  public func verifier(publicKey: [UInt8]) throws(Ed25519Error) -> SodiumVerifier {
    try SodiumVerifier(publicKey: publicKey)
  }
}

/// The library as a whole.
enum Library {
  static let name = "libsodium"

  // A static is initialised once, by whichever thread comes first.
  private static let isReady = sodium_init() >= 0

  static func initialise() throws(Ed25519Error) {
    guard isReady else { throw failure("sodium_init", "the library could not be initialised") }
  }

  static func failure(_ operation: String, _ reason: String) -> Ed25519Error {
    Ed25519Error(library: name, operation: operation, reason: reason)
  }
}

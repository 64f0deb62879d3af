internal import CLibcrypto
public import Ed25519

/// Ed25519 by OpenSSL's libcrypto.
public struct OpenSSLBackend: Ed25519Backend {
  /// Makes the backend; the library is initialised at its first use.
  public init() {}

  /// The library's name and version, such as `libcrypto 3.0.17`.
  public var name: String { "\(Library.name) \(String(cString: OpenSSL_version(OPENSSL_VERSION_STRING)))" }

  /// Derives the public key of a seed (RFC 8032 §5.1.5).
  public func publicKey(of seed: borrowing Seed) throws(Ed25519Error) -> [UInt8] {
    try OpenSSLSigner(seed: seed).publicKey()
  }

  /// Signs a message (RFC 8032 §5.1.6).
  public func sign(_ message: [UInt8], with seed: borrowing Seed) throws(Ed25519Error) -> [UInt8] {
    try OpenSSLSigner(seed: seed).sign(message)
  }

  /// Verifies a signature (RFC 8032 §5.1.7); wrong lengths are rejected.
  public func verify(
    _ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]
  ) throws(Ed25519Error) -> Bool {
    try OpenSSLVerifier(publicKey: publicKey).verify(signature, of: message)
  }

  /// Prepares a seed for signing many messages with one key object.
  public func signer(seed: borrowing Seed) throws(Ed25519Error) -> OpenSSLSigner {
    try OpenSSLSigner(seed: seed)
  }

  /// Prepares a public key for verifying many signatures with one key object.
  ///
  /// - Parameter publicKey: of any length; with a length other than 32 bytes every signature is rejected. Any 32
  ///   bytes are taken: OpenSSL decodes the point when it verifies.
  public func verifier(publicKey: [UInt8]) throws(Ed25519Error) -> OpenSSLVerifier {
    try OpenSSLVerifier(publicKey: publicKey)
  }
}

/// The library as a whole.
enum Library {
  static let name = "libcrypto"

  /// What Ed25519 does not need, and what would cost ten times as much as a signature: the configuration file, which
  /// could also name code to load, the tables of all ciphers and digests, and the texts of errors.
  private static let isReady =
    OPENSSL_init_crypto(
      UInt64(
        OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS
          | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS), nil) == 1

  /// Starts the library, once, before anything else is asked of it.
  static func initialise() throws(Ed25519Error) {
    guard isReady else { throw failure("OPENSSL_init_crypto") }
  }

  /// An error with the newest reason in this thread's error queue, which is emptied.
  static func failure(_ operation: String) -> Ed25519Error {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    return Ed25519Error(library: name, operation: operation, reason: text(of: code))
  }

  private static func text(of code: UInt) -> String {
    guard code != 0 else { return "no reason given" }
    // ERR_error_string_n cuts the text to the buffer and always ends it with a zero.
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress else { return "error \(code)" }
      ERR_error_string_n(code, start, buffer.count)
      return String(cString: start)
    }
  }
}

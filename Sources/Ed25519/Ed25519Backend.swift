/// An implementation of Ed25519 as RFC 8032 §5.1 defines it ("pure": no prehash, no context).
///
/// A backend is stateless and may be used from several threads at once.
public protocol Ed25519Backend: Sendable {
  /// The library's name and version, such as `libsodium 1.0.18`.
  var name: String { get }

  /// Fills a new seed with 32 random bytes.
  ///
  /// - Returns: the private key of RFC 8032 §5.1.5, which is the `d` of RFC 8037 §2.
  /// - Throws: `Ed25519Error` when there is no entropy.
  func generateSeed() throws(Ed25519Error) -> Seed

  /// Derives the public key of a seed (RFC 8032 §5.1.5).
  ///
  /// - Parameter seed: the private key, 32 bytes.
  /// - Returns: the encoded point A, 32 bytes: the `x` of RFC 8037 §2.
  func publicKey(of seed: borrowing Seed) throws(Ed25519Error) -> [UInt8]

  /// Signs a message (RFC 8032 §5.1.6).
  ///
  /// - Returns: R followed by S, 64 bytes.
  func sign(_ message: [UInt8], with seed: borrowing Seed) throws(Ed25519Error) -> [UInt8]

  /// Verifies a signature (RFC 8032 §5.1.7).
  ///
  /// - Parameters:
  ///   - signature: of any length; a length other than 64 bytes is rejected.
  ///   - publicKey: of any length; a length other than 32 bytes is rejected.
  /// - Returns: whether the library accepts.
  func verify(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) throws(Ed25519Error) -> Bool
}

/// A private key that a library has prepared once, for signing many messages (RFC 8032 §5.1.6).
///
/// Its secret memory is wiped at the end of its life.
public protocol Ed25519Signer: ~Copyable {
  /// Signs a message without copying it.
  ///
  /// - Parameters:
  ///   - message: of any length, also empty.
  ///   - signature: 64 bytes to be written: R followed by S.
  /// - Throws: `Ed25519Error` when `signature` is not 64 bytes long or the library fails.
  borrowing func sign(
    _ message: UnsafeRawBufferPointer, into signature: UnsafeMutableRawBufferPointer
  ) throws(Ed25519Error)
}

/// A public key that a library has prepared once, for verifying many signatures (RFC 8032 §5.1.7).
public protocol Ed25519Verifier: ~Copyable {
  /// Verifies a signature without copying it or the message.
  ///
  /// - Parameter signature: of any length; a length other than 64 bytes is rejected.
  /// - Returns: whether the library accepts.
  borrowing func verify(
    _ signature: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer
  ) throws(Ed25519Error) -> Bool
}

extension Ed25519Signer where Self: ~Copyable {
  /// Signs a message.
  ///
  /// - Returns: R followed by S, 64 bytes.
  @inlinable
  public borrowing func sign(_ message: [UInt8]) throws(Ed25519Error) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: Ed25519Length.signature)
    try signature.withUnsafeMutableBufferPointer { (signature) throws(Ed25519Error) in
      try message.withUnsafeBufferPointer { (message) throws(Ed25519Error) in
        try sign(UnsafeRawBufferPointer(message), into: UnsafeMutableRawBufferPointer(signature))
      }
    }
    return signature
  }
}

extension Ed25519Verifier where Self: ~Copyable {
  /// Verifies a signature; a length other than 64 bytes is rejected.
  @inlinable
  public borrowing func verify(
    _ signature: [UInt8], of message: [UInt8]
  ) throws(Ed25519Error) -> Bool {
    try signature.withUnsafeBufferPointer { (signature) throws(Ed25519Error) in
      try message.withUnsafeBufferPointer { (message) throws(Ed25519Error) in
        try verify(UnsafeRawBufferPointer(signature), of: UnsafeRawBufferPointer(message))
      }
    }
  }
}

/// The lengths of RFC 8032 §5.1 in bytes.
public enum Ed25519Length {
  /// An encoded public key.
  public static let publicKey = 32
  /// A signature, R followed by S.
  public static let signature = 64
}

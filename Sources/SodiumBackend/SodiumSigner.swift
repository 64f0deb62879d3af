internal import CSodium
public import Ed25519

/// A private key in libsodium's form: the seed, followed by the public key derived from it.
///
/// libsodium signs with the public half as it finds it, and a wrong one gives the private key away; so this form
/// is made here from the seed and never taken from outside.
public struct SodiumSigner: ~Copyable, Ed25519Signer {
  private static let secretCount = 64

  private let secret: UnsafeMutablePointer<UInt8>

  /// The public key derived from the seed, 32 bytes.
  public let publicKey: [UInt8]

  /// Derives libsodium's secret key from a seed (RFC 8032 §5.1.5).
  ///
  /// - Throws: `Ed25519Error` when the library could not be initialised.
  init(seed: borrowing Seed) throws(Ed25519Error) {
    try Library.initialise()
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.secretCount)
    var derived = [UInt8](repeating: 0, count: Ed25519Length.publicKey)
    let status = seed.withUnsafeBytes { seed in
      bytes(seed).map { crypto_sign_seed_keypair(&derived, memory, $0) } ?? -1
    }
    guard status == 0 else {
      Self.wipe(memory)
      throw Library.failure("crypto_sign_seed_keypair", "returned \(status)")
    }
    secret = memory
    publicKey = derived
  }

  deinit { Self.wipe(secret) }

  /// Signs a message (RFC 8032 §5.1.6).
  ///
  /// - Parameter signature: 64 bytes to be written.
  public borrowing func sign(
    _ message: UnsafeRawBufferPointer, into signature: UnsafeMutableRawBufferPointer
  ) throws(Ed25519Error) {
    guard let target = signature.baseAddress, signature.count == Ed25519Length.signature else {
      throw Library.failure("crypto_sign_detached", "a signature takes 64 bytes, not \(signature.count)")
    }
    let status = crypto_sign_detached(
      target.assumingMemoryBound(to: UInt8.self), nil, bytes(message), UInt64(message.count), secret)
    guard status == 0 else { throw Library.failure("crypto_sign_detached", "returned \(status)") }
  }

  private static func wipe(_ memory: UnsafeMutablePointer<UInt8>) {
    sodium_memzero(memory, secretCount)
    memory.deallocate()
  }
}

/// A public key and libsodium's verification.
public struct SodiumVerifier: Ed25519Verifier, Sendable {
  private let publicKey: [UInt8]

  /// Takes a public key as it is: libsodium decodes it anew for every signature.
  init(publicKey: [UInt8]) throws(Ed25519Error) {
    try Library.initialise()
    self.publicKey = publicKey
  }

  /// Verifies a signature (RFC 8032 §5.1.7).
  ///
  /// - Parameter signature: of any length; a length other than 64 bytes is rejected.
  public func verify(
    _ signature: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer
  ) throws(Ed25519Error) -> Bool {
    // libsodium takes no lengths and would read beyond the end.
    guard signature.count == Ed25519Length.signature, publicKey.count == Ed25519Length.publicKey,
      let start = bytes(signature)
    else { return false }
    return crypto_sign_verify_detached(start, bytes(message), UInt64(message.count), publicKey) == 0
  }
}

/// The start of a buffer; never nil for a buffer with bytes in it.
private func bytes(_ buffer: UnsafeRawBufferPointer) -> UnsafePointer<UInt8>? {
  buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
}

internal import CLibcrypto
public import Ed25519

/// A private key object of libcrypto.
public struct OpenSSLSigner: ~Copyable, Ed25519Signer {
  private let key: KeyObject

  /// Imports a seed (RFC 8032 §5.1.5); libcrypto derives the public key from it.
  init(seed: borrowing Seed) throws(Ed25519Error) {
    key = try seed.withUnsafeBytes { (bytes) throws(Ed25519Error) in try KeyObject(privateKey: bytes) }
  }

  /// The public key derived from the seed, 32 bytes.
  public borrowing func publicKey() throws(Ed25519Error) -> [UInt8] {
    var derived = [UInt8](repeating: 0, count: Ed25519Length.publicKey)
    var count = derived.count
    guard EVP_PKEY_get_raw_public_key(key.pointer, &derived, &count) == 1, count == derived.count else {
      throw Library.failure("EVP_PKEY_get_raw_public_key")
    }
    return derived
  }

  /// Signs a message (RFC 8032 §5.1.6).
  ///
  /// - Parameter signature: 64 bytes to be written.
  public borrowing func sign(
    _ message: UnsafeRawBufferPointer, into signature: UnsafeMutableRawBufferPointer
  ) throws(Ed25519Error) {
    guard let target = signature.baseAddress, signature.count == Ed25519Length.signature else {
      throw Ed25519Error(
        library: Library.name, operation: "EVP_DigestSign",
        reason: "a signature takes 64 bytes, not \(signature.count)")
    }
    let context = try DigestContext()
    guard EVP_DigestSignInit(context.pointer, nil, nil, nil, key.pointer) == 1 else {
      throw Library.failure("EVP_DigestSignInit")
    }
    var count = signature.count
    let status = EVP_DigestSign(
      context.pointer, target.assumingMemoryBound(to: UInt8.self), &count,
      message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count)
    guard status == 1, count == signature.count else { throw Library.failure("EVP_DigestSign") }
  }
}

/// A public key object of libcrypto.
public struct OpenSSLVerifier: ~Copyable, Ed25519Verifier {
  /// Nothing when the key offered has a wrong length.
  private let key: KeyObject?

  /// Imports a public key of any length.
  init(publicKey: [UInt8]) throws(Ed25519Error) {
    key = publicKey.count == Ed25519Length.publicKey ? try KeyObject(publicKey: publicKey) : nil
  }

  /// Verifies a signature (RFC 8032 §5.1.7).
  ///
  /// - Parameter signature: of any length; a length other than 64 bytes is rejected.
  public borrowing func verify(
    _ signature: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer
  ) throws(Ed25519Error) -> Bool {
    guard signature.count == Ed25519Length.signature, let pointer = keyPointer else { return false }
    let context = try DigestContext()
    guard EVP_DigestVerifyInit(context.pointer, nil, nil, nil, pointer) == 1 else {
      throw Library.failure("EVP_DigestVerifyInit")
    }
    let status = EVP_DigestVerify(
      context.pointer, signature.baseAddress?.assumingMemoryBound(to: UInt8.self), signature.count,
      message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count)
    guard status >= 0 else { throw Library.failure("EVP_DigestVerify") }
    // A rejected signature leaves its reason in the queue, where a later failure would find it.
    if status == 0 { ERR_clear_error() }
    return status == 1
  }

  private var keyPointer: OpaquePointer? {
    borrowing get {
      switch key {
      case .some(let key): key.pointer
      case .none: nil
      }
    }
  }
}

public import Ed25519

/// An Ed25519 key pair with the name that its two JWK sets share.
public struct KeyPair: ~Copyable {
  /// The private key of RFC 8032 §5.1.5.
  public let seed: Seed
  /// The public key, 32 bytes.
  public let publicKey: [UInt8]
  /// The `kid` (RFC 7517 §4.5).
  public let keyID: UUIDv6

  /// Puts a key pair together; the caller answers for `publicKey` being that of `seed`.
  init(seed: consuming Seed, publicKey: [UInt8], keyID: UUIDv6) {
    self.seed = seed
    self.publicKey = publicKey
    self.keyID = keyID
  }

  /// Makes a new key pair from the kernel's entropy and the system's clock.
  ///
  /// - Parameter backend: derives the public key.
  /// - Throws: `Ed25519Error` when there is no entropy or the backend fails.
  public static func generate(with backend: some Ed25519Backend) throws(Ed25519Error) -> KeyPair {
    let seed = try backend.generateSeed()
    let publicKey = try backend.publicKey(of: seed)
    var random: UInt64 = 0
    try withUnsafeMutableBytes(of: &random) { (bytes) throws(Ed25519Error) in
      try KernelEntropy.fill(bytes)
    }
    var generator = UUIDv6Generator()
    let keyID = generator.next(now: UUIDv6Generator.clock(), random: random)
    return KeyPair(seed: seed, publicKey: publicKey, keyID: keyID)
  }
}

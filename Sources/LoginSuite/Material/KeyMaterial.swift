internal import Ed25519
internal import OpenSSLBackend
internal import SodiumBackend
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// A key pair that the suite has made for a subject to sign with.
package struct KeyMaterial: Sendable, Equatable {
  /// The private value, 32 bytes.
  let seed: [UInt8]
  /// The public key, 32 bytes.
  let publicKey: [UInt8]
  /// What both sets carry as `kid`.
  let kid: String

  /// Makes a pair; the same number gives the same pair.
  ///
  /// - Throws: `CaseFailure` when the two libraries do not derive one public key.
  init(_ number: UInt64) throws(CaseFailure) {
    var random = SplitMix64(seed: SplitMix64.mix(number, 0x6c6f_6769_6e))
    seed = random.bytes(32)
    var bytes = random.bytes(16)
    bytes[6] = 0x60 | bytes[6] & 0x0f
    bytes[8] = 0x80 | bytes[8] & 0x3f
    kid = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex(bytes[$0]) }.joined(separator: "-")
    guard let secret = Seed(seed), let one = try? SodiumBackend().publicKey(of: secret),
      let other = try? OpenSSLBackend().publicKey(of: secret), one == other
    else { throw .untraced("no key pair could be made for the subject to sign with") }
    publicKey = one
  }

  private init(_ other: KeyMaterial, publicKey: [UInt8]) {
    seed = other.seed
    kid = other.kid
    self.publicKey = publicKey
  }

  /// The same private value beside a public key that is not its own.
  func with(publicKey: [UInt8]) -> KeyMaterial { KeyMaterial(self, publicKey: publicKey) }

  /// The members of the key; the private ones only where they are asked for.
  private func members(isPrivate: Bool) -> String {
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\",\"kid\":\"\(kid)\","
      + "\"x\":\"\(Base64URL.encode(publicKey))\""
      + (isPrivate ? ",\"d\":\"\(Base64URL.encode(seed))\"}" : "}")
  }

  /// The private set, as `keygen` writes it.
  var privateSet: [UInt8] { Self.set([self], isPrivate: true) }
  var publicSet: [UInt8] { Self.set([self], isPrivate: false) }

  /// A set of several keys.
  ///
  /// - Parameter others: further keys, without their private values.
  static func set(_ keys: [KeyMaterial], isPrivate: Bool = true, public others: [KeyMaterial] = []) -> [UInt8]
  {
    let members = keys.map { $0.members(isPrivate: isPrivate) } + others.map { $0.members(isPrivate: false) }
    return Array("{\"keys\":[\(members.joined(separator: ","))]}\n".utf8)
  }
}

internal import CSodium
internal import Ed25519

/// The JWK sets (RFC 7517 §5) of a key pair, with the members of RFC 8037 §2.
extension KeyPair {
  /// The set that is kept secret.
  borrowing func privateSet() -> SecretBytes {
    var bytes = SecretBytes()
    appendHead(to: &bytes)
    bytes.append(#"","d":""#)
    seed.withUnsafeBytes { bytes.appendBase64URL($0) }
    bytes.append("\"}]}\n")
    return bytes
  }

  /// The set to share.
  borrowing func publicSet() -> [UInt8] {
    var bytes: [UInt8] = []
    appendHead(to: &bytes)
    bytes.append("\"}]}\n")
    return bytes
  }

  /// What both sets begin with, up to the end of the value of `x`.
  private borrowing func appendHead(to bytes: inout some TextBuffer & ~Copyable) {
    bytes.append(#"{"keys":[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":""#)
    bytes.append(keyID.text)
    bytes.append(#"","x":""#)
    publicKey.withUnsafeBytes { bytes.appendBase64URL($0) }
  }

  /// The key's thumbprint (RFC 7638 §3 with the members of RFC 8037 §2): SHA-256 in base64url.
  public borrowing func thumbprint() -> String {
    var members: [UInt8] = []
    members.append(#"{"crv":"Ed25519","kty":"OKP","x":""#)
    publicKey.withUnsafeBytes { members.appendBase64URL($0) }
    members.append("\"}")
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    _ = crypto_hash_sha256(&digest, members, UInt64(members.count))
    var text: [UInt8] = []
    digest.withUnsafeBytes { text.appendBase64URL($0) }
    return String(decoding: text, as: UTF8.self)
  }
}

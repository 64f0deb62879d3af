internal import Ed25519
internal import OpenSSLBackend
internal import SodiumBackend

/// A token that may be shown nowhere, and what may be said of it.
package final class Token {
  let bytes: SecretBuffer
  /// Nothing where the token was given, not signed here.
  package let claims: Claims?

  init(_ bytes: consuming SecretBuffer, claims: Claims?) {
    self.bytes = bytes
    self.claims = claims
  }
}

/// Signs tokens: JWTs in compact serialization (RFC 7515 §7.1, RFC 7519) with EdDSA (RFC 8037 §3.1).
enum TokenSigner {
  /// Signs by libsodium.
  ///
  /// - Parameter isVerified: whether libcrypto must accept the signature, too.
  /// - Throws: `Ed25519Error` when a library fails.
  static func sign(
    _ claims: Claims, with key: SigningKey, isVerified: Bool
  ) throws(Ed25519Error) -> Token {
    var token = SecretBuffer(capacity: 2048)
    var part = SecretBuffer()
    part.append(#"{"alg":"EdDSA","typ":"JWT","kid":"#)
    part.appendJSONString(key.keyID)
    part.append("}")
    part.withUnsafeBytes { token.appendBase64URL($0) }
    token.append(UInt8(ascii: "."))
    part.removeAll()
    claims.append(to: &part)
    part.withUnsafeBytes { token.appendBase64URL($0) }
    var signature = [UInt8](repeating: 0, count: Ed25519Length.signature)
    try token.withUnsafeBytes { (message) throws(Ed25519Error) in
      try signature.withUnsafeMutableBufferPointer { (signature) throws(Ed25519Error) in
        try SodiumBackend().signer(seed: key.seed)
          .sign(message, into: UnsafeMutableRawBufferPointer(signature))
      }
      if isVerified { try verify(signature, of: message, by: key) }
    }
    token.append(UInt8(ascii: "."))
    signature.withUnsafeBytes { token.appendBase64URL($0) }
    return Token(token, claims: claims)
  }

  private static func verify(
    _ signature: [UInt8], of message: UnsafeRawBufferPointer, by key: SigningKey
  ) throws(Ed25519Error) {
    let backend = OpenSSLBackend()
    let accepts = try signature.withUnsafeBufferPointer { (signature) throws(Ed25519Error) in
      try backend.verifier(publicKey: key.publicKey).verify(UnsafeRawBufferPointer(signature), of: message)
    }
    guard accepts else {
      throw Ed25519Error(
        library: backend.name, operation: "EVP_DigestVerify", reason: "it rejects what libsodium has signed")
    }
  }
}

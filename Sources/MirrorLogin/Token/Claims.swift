internal import Ed25519
internal import Glibc

/// The seven registered claims of a token (RFC 7519 §4.1).
package struct Claims: Sendable, Equatable {
  /// How long before its issue a token is valid, in seconds: for verifiers whose clocks are behind.
  package static let allowance: Int64 = 30

  package let issuer: String
  package let subject: String
  package let audiences: [String]
  /// In seconds since 1970, like `expiry`.
  package let issuedAt: Int64
  package let expiry: Int64
  /// 128 random bits in hexadecimal.
  package let tokenID: String

  /// Settles the claims of a new token.
  ///
  /// - Parameters:
  ///   - lifetime: in seconds.
  ///   - now: in seconds since 1970.
  /// - Throws: `Ed25519Error` when there is no entropy.
  init(_ claims: SignedClaims, lifetime: Int64, now: Int64) throws(Ed25519Error) {
    issuer = claims.issuer
    subject = claims.subject
    audiences = claims.audiences
    issuedAt = now
    expiry = now + lifetime
    tokenID = try Self.randomID()
  }

  private static func randomID() throws(Ed25519Error) -> String {
    var random: (UInt64, UInt64) = (0, 0)
    try withUnsafeMutableBytes(of: &random) { (bytes) throws(Ed25519Error) in
      try KernelEntropy.fill(bytes)
    }
    return [random.0, random.1].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }

  /// The claims as JSON on one line.
  package func json() -> String {
    var buffer = SecretBuffer()
    append(to: &buffer)
    return buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  func append(to buffer: inout SecretBuffer) {
    buffer.append(#"{"iss":"#)
    buffer.appendJSONString(issuer)
    buffer.append(#","sub":"#)
    buffer.appendJSONString(subject)
    buffer.append(#","aud":["#)
    for (index, audience) in audiences.enumerated() {
      if index > 0 { buffer.append(",") }
      buffer.appendJSONString(audience)
    }
    buffer.append(#"],"exp":\#(expiry),"nbf":\#(issuedAt - Self.allowance),"iat":\#(issuedAt),"jti":"#)
    buffer.appendJSONString(tokenID)
    buffer.append("}")
  }
}

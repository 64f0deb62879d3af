internal import Ed25519
internal import OpenSSLBackend
internal import SodiumBackend
internal import StrictFormats

/// Verifies tokens by a key set; both libraries must accept.
package struct TokenVerifier: Sendable {
  /// The difference of clocks that is put up with, in seconds.
  package static let leeway: Int64 = 60

  private let keys: KeySet
  private let audience: String?
  private let issuer: String?
  private let now: Int64

  /// Makes a verifier.
  ///
  /// - Parameters:
  ///   - audience: what `aud` must be or hold; with nothing, `aud` is not looked at.
  ///   - issuer: what `iss` must be; with nothing, `iss` is not looked at.
  ///   - now: the time in seconds since 1970.
  package init(keys: KeySet, audience: String?, issuer: String?, now: Int64) {
    self.keys = keys
    self.audience = audience
    self.issuer = issuer
    self.now = now
  }

  /// Verifies a token in compact serialization.
  ///
  /// - Returns: the claims, as JSON text on several lines.
  /// - Throws: `TokenError`; nothing of the claims is to be believed then.
  package func verify(_ text: [UInt8]) throws(TokenError) -> String {
    let token = try Token(text)
    let key: KeySet.Key
    do throws(KeySetError) { key = try keys.key(token.kid) } catch {
      throw TokenError(description: "header.kid: \(error)")
    }
    try verifySignature(token, by: key)
    try verifyTimes(token.claims)
    try verifyNames(token.claims)
    return token.claims.serialized(pretty: true)
  }

  private func verifySignature(_ token: Token, by key: KeySet.Key) throws(TokenError) {
    let signed = Signed(
      publicKey: key.publicKey, message: token.signedBytes, signature: token.signature)
    var verdicts: [(name: String, accepts: Bool)] = []
    do throws(Ed25519Error) {
      for backend in [SodiumBackend(), OpenSSLBackend()] as [any Ed25519Backend] {
        let accepts = try backend.verify(signed.signature, of: signed.message, by: signed.publicKey)
        verdicts.append((backend.name, accepts))
      }
    } catch {
      throw TokenError(description: "signature: \(error)")
    }
    if verdicts.allSatisfy(\.accepts) { return }
    let explanation = Explanation(signed)
    guard verdicts.contains(where: \.accepts) else {
      throw TokenError(description: "signature: rejected by both libraries; \(explanation)")
    }
    let answers = verdicts.map { "\($0.name) \($0.accepts ? "accepts" : "rejects")" }
    throw TokenError(
      description: "signature: the libraries disagree: \(answers.joined(separator: ", ")); \(explanation)")
  }

  private func verifyTimes(_ claims: JSONValue) throws(TokenError) {
    if let expiry = try date(claims, "exp"), !expiry.isAfter(now - Self.leeway) {
      throw TokenError(description: "claims.exp: the token has expired")
    }
    if let start = try date(claims, "nbf"), start.isAfter(now + Self.leeway) {
      throw TokenError(description: "claims.nbf: the token is not valid yet")
    }
    // An issue time says nothing about validity, but it must be a time.
    _ = try date(claims, "iat")
  }

  private func verifyNames(_ claims: JSONValue) throws(TokenError) {
    let issued = claims["iss"]
    if let issued, issued.stringValue == nil {
      throw TokenError(description: "claims.iss: expected a string, found \(issued.kind)")
    }
    if let issuer, issued != .string(issuer) {
      throw TokenError(description: "claims.iss: expected \(quoted(issuer)), found \(describe(issued))")
    }
    let intended = claims["aud"]
    if let intended, !isAudience(intended) {
      throw TokenError(description: "claims.aud: expected a string or an array of strings")
    }
    guard let audience else { return }
    let wanted = JSONValue.string(audience)
    guard let intended, intended == wanted || intended.arrayValue?.contains(wanted) == true else {
      throw TokenError(description: "claims.aud: expected \(quoted(audience)), found \(describe(intended))")
    }
  }

  private func isAudience(_ value: JSONValue) -> Bool {
    value.stringValue != nil || value.arrayValue?.allSatisfy { $0.stringValue != nil } == true
  }

  private func date(_ claims: JSONValue, _ name: String) throws(TokenError) -> NumericDate? {
    guard let value = claims[name] else { return nil }
    guard case .number(let literal) = value else {
      throw TokenError(description: "claims.\(name): expected a number, found \(value.kind)")
    }
    return NumericDate(literal: literal)
  }

  private func describe(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text): quoted(text)
    case .array(let items): "[\(items.prefix(10).map { describe($0) }.joined(separator: ", "))]"
    case .some(let other): other.kind
    case .none: "no such claim"
    }
  }
}

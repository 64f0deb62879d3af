internal import Ed25519
internal import OpenSSLBackend
internal import SodiumBackend
internal import StrictFormats
internal import SystemSupport

/// Verifies tokens by a key set; both libraries must accept.
package struct TokenVerifier: Sendable {
  /// The difference of clocks that is put up with, in seconds.
  package static let leeway: Int64 = 60

  private let keys: KeySet
  private let audience: String?
  private let issuer: String?
  private let now: Int64
  private let isStrict: Bool

  /// Makes a verifier.
  ///
  /// - Parameters:
  ///   - audience: what `aud` must be or hold; with nothing, `aud` is not looked at.
  ///   - issuer: what `iss` must be; with nothing, `iss` is not looked at.
  ///   - now: the time in seconds since 1970.
  ///   - isStrict: whether a token that container registries refuse is refused here, too.
  package init(keys: KeySet, audience: String?, issuer: String?, now: Int64, isStrict: Bool = false) {
    self.keys = keys
    self.audience = audience
    self.issuer = issuer
    self.now = now
    self.isStrict = isStrict
  }

  /// A token that both libraries accept.
  package struct Verified: Sendable, Equatable {
    /// The claims, as JSON text on several lines.
    package let claims: String
    /// Why a container registry refuses the token all the same; the claim and the reason, one line each.
    package let warnings: [String]
  }

  /// Verifies a token in compact serialization.
  ///
  /// - Returns: the claims, and what speaks against the token elsewhere.
  /// - Throws: `TokenError`; nothing of the claims is to be believed then.
  package func verify(_ text: [UInt8]) throws(TokenError) -> Verified {
    let token = try Token(text)
    let key: KeySet.Key
    do throws(KeySetError) { key = try keys.key(token.kid) } catch {
      throw TokenError(description: "header.kid: \(error)")
    }
    try verifySignature(token, by: key)
    try verifyTimes(token.claims)
    try verifyNames(token.claims)
    let warnings = try registryObjections(token.claims)
    if isStrict, let warning = warnings.first { throw TokenError(description: warning) }
    return Verified(claims: token.claims.serialized(pretty: true), warnings: warnings)
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
      throw TokenError(
        description: "claims.exp: the token expired at \(Timestamp.text(expiry.seconds)); \(clock)")
    }
    if let start = try date(claims, "nbf"), start.isAfter(now + Self.leeway) {
      throw TokenError(
        description: "claims.nbf: the token is not valid before \(Timestamp.text(start.seconds)); \(clock)")
    }
    // An issue time says nothing about validity, but it must be a time.
    _ = try date(claims, "iat")
  }

  private var clock: String { "it is now \(Timestamp.text(now)), and \(Self.leeway) s of leeway are given" }

  /// What the registry of the CNCF (distribution) refuses: no `exp`, and times that are not written as whole numbers.
  private func registryObjections(_ claims: JSONValue) throws(TokenError) -> [String] {
    var warnings: [String] = []
    if claims["exp"] == nil {
      warnings.append("claims.exp: the token has none and never expires; a registry refuses it")
    }
    for name in ["exp", "nbf", "iat"] {
      guard let date = try date(claims, name), !date.isInteger else { continue }
      warnings.append("claims.\(name): the time is not written as a whole number; a registry refuses it")
    }
    return warnings
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

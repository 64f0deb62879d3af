internal import Crosscheck
internal import Glibc
internal import SpecHarness
internal import StrictFormats

extension CompactToken {
  /// Judges a token of which nothing is known but what it says.
  ///
  /// No value of it is shown: a broken program may have put anything there.
  func judge(for host: String, by keys: [KeySet.Key], into judgements: inout Judgements) {
    guard
      judgements.expect(
        .tok1, flaw == nil, "the token for \(host) is no JWS in compact serialization",
        expected: "three parts in canonical base64url, the first two of them JSON objects",
        observed: flaw ?? "")
    else { return }
    judgements.expect(
      .tok1, header?["alg"] == .string("EdDSA"), "the token for \(host) has another `alg`",
      expected: "\"alg\": \"EdDSA\"", observed: header?["alg"] == nil ? "no `alg`" : "another value")
    judgeSignature(host, keys, into: &judgements)
    judgements.expect(
      .tok2, header?["kid"]?.stringValue?.isEmpty == false, "the token for \(host) names no key",
      expected: "the pair's `kid` in its header", observed: kind(header?["kid"], "kid"))
    for name in ["iss", "sub"] {
      judgements.expect(
        .tok3, claims?[name]?.stringValue?.isEmpty == false, "the token for \(host) has no `\(name)`",
        expected: "a text as it was configured", observed: kind(claims?[name], name))
    }
    judgements.expect(
      .tok3, claims?["aud"]?.stringValue != nil || claims?["aud"]?.arrayValue?.count == 1,
      "the token for \(host) is not for one audience", expected: "a text, or a list of one",
      observed: kind(claims?["aud"], "aud"))
    judgeTimes(host, into: &judgements)
  }

  /// A claim that is a time, in seconds since 1970.
  func seconds(_ claim: String) -> Double? {
    guard case .number(let literal)? = claims?[claim] else { return nil }
    return strtod(literal, nil)
  }

  private func judgeSignature(_ host: String, _ keys: [KeySet.Key], into judgements: inout Judgements) {
    guard !keys.isEmpty else { return }
    judgements.expect(
      .tok1, keys.contains { rejections(by: $0.publicKey).isEmpty },
      "no key of the public sets verifies the token for \(host)",
      expected: "a signature by one of their keys",
      observed: "rejected with \(keys.count) key\(keys.count == 1 ? "" : "s")")
    guard let signer = keys.first(where: { rejections(by: $0.publicKey).isEmpty }), let kid = signer.kid
    else { return }
    judgements.expect(
      .tok2, header?["kid"] == .string(kid),
      "the token for \(host) names another key than the one that signed it",
      expected: "the pair's `kid` in its header", observed: kind(header?["kid"], "kid"))
  }

  private func judgeTimes(_ host: String, into judgements: inout Judgements) {
    let (issued, start, end) = (seconds("iat"), seconds("nbf"), seconds("exp"))
    judgements.expect(
      .tok4, end.map { $0 > issued ?? -.infinity } ?? false, "the token for \(host) has no lifetime",
      expected: "an `exp` behind its `iat`",
      observed: end == nil ? kind(claims?["exp"], "exp") : "`exp` before `iat`")
    judgements.expect(
      .tok5, issued != nil, "the token for \(host) has no `iat`", expected: "the time at which it was made",
      observed: kind(claims?["iat"], "iat"))
    judgements.expect(
      .tok5, start.map { $0 <= issued ?? .infinity } ?? false,
      "`nbf` of the token for \(host) is missing or late",
      expected: "a time not later than `iat`",
      observed: start == nil ? kind(claims?["nbf"], "nbf") : "`nbf` behind `iat`")
    judgements.expect(
      .tok5, claims?["jti"]?.stringValue?.isEmpty == false, "the token for \(host) has no `jti`",
      expected: "a text that no other token has", observed: kind(claims?["jti"], "jti"))
  }

  private func kind(_ value: JSONValue?, _ name: String) -> String {
    value.map { "`\(name)` is \($0.kind)" } ?? "no `\(name)`"
  }
}

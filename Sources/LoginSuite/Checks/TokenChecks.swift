internal import Crosscheck
internal import Ed25519
internal import Glibc
internal import OpenSSLBackend
internal import SodiumBackend
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// LG-TOK-1 to 5: what a stored token says.
enum TokenChecks {
  static let requirements: [RequirementID] = [.tok1, .tok2, .tok3, .tok4, .tok5]

  /// The libraries that judge, with their versions.
  static var libraries: [String] { [SodiumBackend().name, OpenSSLBackend().name] }

  /// Judges the token that a run has made for a host.
  ///
  /// - Parameters:
  ///   - readings: what the clocks may have told the run, in nanoseconds since 1970.
  /// - Returns: what is compared over many runs.
  static func judge(
    _ text: String, for request: HostRequest, readings: ClosedRange<Int64>, into judgements: inout Judgements
  ) -> TokenFacts? {
    let token = CompactToken(Array(text.utf8))
    judgeForm(token, request, into: &judgements)
    if let header = token.header {
      judgements.expect(
        .tok2, header["kid"] == .string(request.key.kid), "the header does not carry the pair's `kid`",
        expected: "\"kid\": \"\(request.key.kid)\"", observed: describe("kid", header["kid"]))
    }
    guard let claims = token.claims else { return nil }
    judgeNames(claims, request, into: &judgements)
    judgeExpiry(claims, request, readings, into: &judgements)
    return judgeTimes(claims, readings, into: &judgements)
  }

  private static func judgeForm(
    _ token: CompactToken, _ request: HostRequest, into judgements: inout Judgements
  ) {
    let expected =
      "a JWS in compact serialization, `alg` EdDSA, with a signature that the public set verifies"
    guard
      judgements.expect(
        .tok1, token.flaw == nil, "the token is no JWS in compact serialization", expected: expected,
        observed: token.flaw ?? "")
    else { return }
    let algorithm = token.header?["alg"]
    guard
      judgements.expect(
        .tok1, algorithm == .string("EdDSA"), "the token's `alg` is another one", expected: expected,
        observed: describe("alg", algorithm))
    else { return }
    let rejections = token.rejections(by: request.key.publicKey)
    judgements.expect(
      .tok1, rejections.isEmpty, "the signature does not verify with the public set", expected: expected,
      observed: "rejected by \(rejections.joined(separator: " and ")), for \(request.host)")
  }

  private static func judgeNames(
    _ claims: JSONValue, _ request: HostRequest, into judgements: inout Judgements
  ) {
    for (name, wanted) in [("iss", request.issuer), ("sub", request.subject)] {
      guard let wanted else { continue }
      judgements.expect(
        .tok3, claims[name] == .string(wanted), "`\(name)` is not as configured",
        expected: "\"\(name)\": \"\(wanted)\"",
        observed: describe(name, claims[name]))
    }
    let audience = request.audience ?? request.host
    let found = claims["aud"]
    judgements.expect(
      .tok3, found == .string(audience) || found == .array([.string(audience)]),
      request.audience == nil ? "`aud` is not the host" : "`aud` is not as configured",
      expected: "\"aud\": \"\(audience)\", or a list of just it", observed: describe("aud", found))
  }

  private static func judgeExpiry(
    _ claims: JSONValue, _ request: HostRequest, _ readings: ClosedRange<Int64>,
    into judgements: inout Judgements
  ) {
    let lifetime = Double(request.seconds)
    let earliest = Double(readings.lowerBound) / 1e9 + lifetime - 2
    let latest = Double(readings.upperBound) / 1e9 + lifetime + 2
    let time = date(claims["exp"])
    judgements.expect(
      .tok4, time.map { $0 >= earliest && $0 <= latest } ?? false,
      "`exp` does not lie the configured lifetime after the run",
      expected: "\(request.lifetime), \(request.seconds) s after the run, give or take 2 s",
      observed: time.map {
        "\(Int(max(-9e15, min(9e15, $0 - Double(readings.lowerBound) / 1e9)))) s after its start"
      }
        ?? describe("exp", claims["exp"]))
  }

  private static func judgeTimes(
    _ claims: JSONValue, _ readings: ClosedRange<Int64>, into judgements: inout Judgements
  ) -> TokenFacts? {
    let earliest = Double(readings.lowerBound) / 1e9 - 1
    let latest = Double(readings.upperBound) / 1e9 + 1
    let issued = date(claims["iat"])
    judgements.expect(
      .tok5, issued.map { $0 >= earliest && $0 <= latest } ?? false,
      issued == nil ? flaw("iat", claims["iat"], "number") : "`iat` does not lie within the run",
      expected: "the time of the run, give or take a second", observed: describe("iat", claims["iat"]))
    let start = date(claims["nbf"])
    // One of them may be cut to whole seconds.
    let bound = issued.map { $0 + 1 } ?? latest
    judgements.expect(
      .tok5, start.map { $0 < bound } ?? false,
      start == nil ? flaw("nbf", claims["nbf"], "number") : "`nbf` is later than `iat`",
      expected: "a time not later than `iat`",
      observed: "\(describe("nbf", claims["nbf"])), \(describe("iat", claims["iat"]))")
    let identifier = claims["jti"]?.stringValue
    judgements.expect(
      .tok5, identifier?.isEmpty == false,
      identifier == nil ? flaw("jti", claims["jti"], "string") : "`jti` is empty",
      expected: "a string that no other token has",
      observed: describe("jti", claims["jti"]))
    return identifier.map { TokenFacts(identifier: $0) }
  }

  /// What is wrong with a claim that is not of its type.
  private static func flaw(_ name: String, _ value: JSONValue?, _ type: String) -> String {
    value == nil ? "`\(name)` is missing" : "`\(name)` is no \(type)"
  }

  private static func date(_ value: JSONValue?) -> Double? {
    guard case .number(let literal)? = value else { return nil }
    return strtod(literal, nil)
  }

  private static func describe(_ name: String, _ value: JSONValue?) -> String {
    switch value {
    case .string(let text): "\"\(name)\": \"\(printable(Array(text.utf8.prefix(100))))\""
    case .number(let text): "\"\(name)\": \(text.prefix(40))"
    case .array(let items): "\"\(name)\": a list of \(items.count)"
    case .some(let other): "\"\(name)\": \(other.kind)"
    case .none: "no `\(name)`"
    }
  }
}

/// What a token says that no other may say.
package struct TokenFacts: Sendable, Equatable {
  let identifier: String

  static let caseName = "pool/identifiers"

  /// LG-TOK-5: no `jti` comes twice.
  static func judge(_ facts: [TokenFacts]) -> Judgements {
    var judgements = Judgements()
    guard facts.count > 1 else {
      judgements.markUndecided(.tok5, "fewer than two tokens have a `jti` to compare")
      return judgements
    }
    judgements.expect(
      .tok5, Set(facts.map(\.identifier)).count == facts.count,
      "tokens of different runs carry the same `jti`",
      expected: "a `jti` that is new in every run",
      observed: "\(facts.count) tokens, \(Set(facts.map(\.identifier)).count) different ones")
    return judgements
  }
}

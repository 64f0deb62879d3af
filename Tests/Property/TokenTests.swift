import Crosscheck
import Ed25519
import OpenSSLBackend
import SodiumBackend
import StrictFormats
import SystemSupport
import Testing

/// A key and the tokens that it signs, good and bad.
struct TokenMaker: Sendable {
  let secret: [UInt8]
  let kid: String

  init(byte: UInt8 = 9, kid: String = "k1") {
    secret = [UInt8](repeating: byte, count: 32)
    self.kid = kid
  }

  var publicKey: [UInt8] {
    get throws {
      guard let seed = Seed(secret) else { return [] }
      return try SodiumBackend().publicKey(of: seed)
    }
  }

  func jwk(_ more: String = "") throws -> String {
    """
    {"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":"\(kid)","x":"\(Base64URL.encode(try publicKey))"\(more)}
    """
  }

  func keySet(_ more: String = "") throws -> String { "{\"keys\":[\(try jwk(more))]}" }

  func sign(_ signed: String) throws -> String {
    guard let seed = Seed(secret) else { return "" }
    return signed + "." + Base64URL.encode(try OpenSSLBackend().sign(Array(signed.utf8), with: seed))
  }

  func token(header: String? = nil, claims: String = "{}") throws -> String {
    let header = header ?? "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"\(kid)\"}"
    return try sign(Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8)))
  }
}

@Suite("Tokens and key sets")
struct TokenTests {
  private static let maker = TokenMaker()
  private static let now: Int64 = 1_800_000_000

  private static func verify(
    _ token: String, keys: String? = nil, audience: String? = nil, issuer: String? = nil
  ) throws -> String {
    let keys = try KeySet(Array((keys ?? maker.keySet()).utf8))
    return try TokenVerifier(keys: keys, audience: audience, issuer: issuer, now: now).verify(
      Array(token.utf8)
    ).claims
  }

  /// Why a token is refused, or nothing when it is accepted.
  private static func refusal(
    _ token: String, keys: String? = nil, audience: String? = nil, issuer: String? = nil
  ) -> String? {
    do {
      _ = try verify(token, keys: keys, audience: audience, issuer: issuer)
      return nil
    } catch { return "\(error)" }
  }

  @Test("A good token gives its claims as they are")
  func good() throws {
    let claims = #"{"sub":"é","exp":1800000060.5,"nbf":1800000000,"aud":["a","b"],"iss":"me","n":1e400}"#
    let text = try Self.verify(Self.maker.token(claims: claims), audience: "b", issuer: "me")
    #expect(try StrictJSON.read(Array(text.utf8)) == StrictJSON.read(Array(claims.utf8)))
  }

  @Test(
    "Headers other than those of EdDSA are refused",
    arguments: [
      (#"{"kid":"k1"}"#, "no member \"alg\""), (#"{"alg":"none","kid":"k1"}"#, "found \"none\""),
      (#"{"alg":"HS256","kid":"k1"}"#, "found \"HS256\""),
      (#"{"alg":"eddsa","kid":"k1"}"#, "found \"eddsa\""),
      (#"{"alg":"Ed25519","kid":"k1"}"#, "only \"EdDSA\""), (#"{"alg":["EdDSA"],"kid":"k1"}"#, "an array"),
      (#"{"alg":"EdDSA"}"#, "no member \"kid\""), (#"{"alg":"EdDSA","kid":1}"#, "expected a string"),
      (#"{"alg":"EdDSA","kid":"k2"}"#, "the kid \"k2\""),
      (#"{"alg":"EdDSA","kid":"k1","crit":[]}"#, "header.crit"),
      (#"{"alg":"EdDSA","kid":"k1","b64":false}"#, "header.b64"),
      (#"{"alg":"EdDSA","kid":"k1","typ":1}"#, "typ"),
      (#"{"alg":"none","alg":"EdDSA","kid":"k1"}"#, "a second member"), (#"["EdDSA"]"#, "expected an object"),
      (#"{"alg":"EdDSA","kid":"k1"}x"#, "the end of the text"), ("", "a JSON value"),
    ])
  func headers(_ header: String, _ part: String) throws {
    let reason = try #require(Self.refusal(try Self.maker.token(header: header)))
    #expect(reason.contains(part), "\(reason)")
  }

  @Test(
    "Times are compared exactly, with 60 seconds of leeway",
    arguments: [
      (#"{"exp":1799999940}"#, false), (#"{"exp":1799999940.0}"#, false), (#"{"exp":1799999940.001}"#, true),
      (#"{"exp":1799999941}"#, true), (#"{"exp":1e10}"#, true), (#"{"exp":1E-2}"#, false),
      (#"{"exp":18e8}"#, true), (#"{"exp":-1}"#, false), (#"{"exp":0}"#, false),
      (#"{"exp":1e999999999999}"#, true),
      (#"{"exp":-1e999999999999}"#, false), (#"{"exp":0e999}"#, false), (#"{"exp":"1900000000"}"#, false),
      (#"{"exp":null}"#, false), (#"{"exp":99999999999999999999999999}"#, true),
      (#"{"exp":1.8e-99999999}"#, false),
      (#"{"nbf":1800000060}"#, true), (#"{"nbf":1800000060.5}"#, false), (#"{"nbf":1800000061}"#, false),
      (#"{"nbf":1e99}"#, false), (#"{"nbf":-1e99}"#, true), (#"{"nbf":[]}"#, false), (#"{"iat":"x"}"#, false),
      (#"{"iat":1900000000}"#, true), (#"{}"#, true),
    ])
  func times(_ claims: String, _ isAccepted: Bool) throws {
    let reason = Self.refusal(try Self.maker.token(claims: claims))
    #expect((reason == nil) == isAccepted, "\(reason ?? "accepted")")
  }

  @Test(
    "What a registry refuses is a warning, and strictly a refusal",
    arguments: [
      ("{}", "claims.exp: "), (#"{"exp":1900000000.5}"#, "claims.exp: "), (#"{"exp":19e8}"#, "claims.exp: "),
      (#"{"exp":1900000000.0}"#, "claims.exp: "), (#"{"exp":1900000000,"nbf":1.5}"#, "claims.nbf: "),
      (#"{"exp":1900000000,"iat":1e3}"#, "claims.iat: "),
      (#"{"exp":1900000000,"nbf":1,"iat":1700000000}"#, nil),
    ] as [(String, String?)])
  func registryRules(_ claims: String, _ start: String?) throws {
    let keys = try KeySet(Array(Self.maker.keySet().utf8))
    let token = Array(try Self.maker.token(claims: claims).utf8)
    let verified = try TokenVerifier(keys: keys, audience: nil, issuer: nil, now: Self.now).verify(token)
    #expect(verified.warnings.map { $0.hasPrefix(start ?? "-") } == (start == nil ? [] : [true]))
    let strict = TokenVerifier(keys: keys, audience: nil, issuer: nil, now: Self.now, isStrict: true)
    do throws(TokenError) {
      _ = try strict.verify(token)
      #expect(start == nil)
    } catch {
      #expect(error.description == verified.warnings.first)
    }
  }

  @Test("An expired token, and one that is not valid yet, are refused with the times")
  func refusedTimes() throws {
    let leeway = "it is now 2027-01-15T08:00:00Z, and 60 s of leeway are given"
    #expect(
      Self.refusal(try Self.maker.token(claims: #"{"exp":1795464000.9}"#))
        == "claims.exp: the token expired at 2026-11-23T20:00:00Z; \(leeway)")
    #expect(
      Self.refusal(try Self.maker.token(claims: #"{"nbf":1e20}"#))
        == "claims.nbf: the token is not valid before a time after the year 9999; \(leeway)")
  }

  @Test("Moments are written as they are read")
  func writtenTimes() {
    var seconds: Int64 = -62_135_596_800
    while seconds <= 253_402_300_799 {
      #expect(Timestamp.seconds(Timestamp.text(seconds)) == seconds)
      seconds += 86_400 * 173 + 4_567
    }
    #expect(Timestamp.text(951_825_600) == "2000-02-29T12:00:00Z")
    #expect(Timestamp.text(-1) == "1969-12-31T23:59:59Z")
    #expect(Timestamp.text(253_402_300_799) == "9999-12-31T23:59:59Z")
    #expect(Timestamp.text(.min) == "a time before the year 1")
  }

  @Test("Audience and issuer must be as asked for, and be there")
  func names() throws {
    func audience(_ claims: String) throws -> Bool {
      Self.refusal(try Self.maker.token(claims: claims), audience: "a") == nil
    }
    #expect(try audience(#"{"aud":"a"}"#))
    #expect(try audience(#"{"aud":["b","a"]}"#))
    for claims in [
      #"{"aud":"b"}"#, #"{"aud":["b"]}"#, #"{"aud":[]}"#, "{}", #"{"aud":["a",1]}"#, #"{"aud":"A"}"#,
    ] {
      #expect(try !audience(claims), "\(claims)")
    }
    #expect(Self.refusal(try Self.maker.token(claims: #"{"aud":7}"#)) != nil)
    #expect(Self.refusal(try Self.maker.token(claims: #"{"iss":"i"}"#), issuer: "i") == nil)
    for claims in [#"{"iss":"I"}"#, "{}", #"{"iss":["i"]}"#] {
      #expect(Self.refusal(try Self.maker.token(claims: claims), issuer: "i") != nil, "\(claims)")
    }
  }

  @Test("Every change of one character, and every other shape, is refused")
  func tampering() throws {
    let token = try Self.maker.token(claims: #"{"sub":"a"}"#)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    for index in token.utf8.indices {
      let offset = token.utf8.distance(from: token.utf8.startIndex, to: index)
      var bytes = Array(token.utf8)
      bytes[offset] =
        alphabet[(Int(bytes[offset]) + offset) % 64] == bytes[offset]
        ? UInt8(ascii: "~") : alphabet[(Int(bytes[offset]) + offset) % 64]
      #expect(Self.refusal(String(decoding: bytes, as: UTF8.self)) != nil, "character \(offset)")
    }
    let parts = token.split(separator: ".").map(String.init)
    let shapes = [
      "", ".", "..", "...", token + ".", "." + token, token + "=", token + "\n", " " + token,
      parts[0] + "." + parts[1], parts[0] + "." + parts[1] + ".", parts[0] + ".." + parts[2],
      parts[0] + "=." + parts[1] + "." + parts[2], token + "." + parts[2],
      parts[1] + "." + parts[0] + "." + parts[2],
      try Self.maker.sign(parts[0] + "=." + parts[1]), try Self.maker.sign("." + parts[1]),
    ]
    for shape in shapes { #expect(Self.refusal(shape) != nil, "\(shape)") }
  }

  @Test("Tokens of many MiB are refused without being parsed")
  func large() throws {
    let reason = Self.refusal(String(repeating: "A", count: 8 << 20))
    #expect(reason?.contains("more than a token may have") == true)
    let dots = Self.refusal(String(repeating: ".", count: 1 << 20))
    #expect(dots?.contains("expected three parts") == true)
  }

  @Test("A signature that only one library accepts is a named disagreement")
  func disagreement() throws {
    // The neutral point as the key: S B = R fits any message, and only OpenSSL lets it pass.
    let neutral =
      "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k1\",\"x\":\""
      + Base64URL.encode([1] + [UInt8](repeating: 0, count: 31)) + "\"}]}"
    let header = Base64URL.encode(Array(#"{"alg":"EdDSA","kid":"k1"}"#.utf8))
    let signed = header + "." + Base64URL.encode(Array("{}".utf8))
    let base = [0x58] + [UInt8](repeating: 0x66, count: 31)
    let signature = base + [1] + [UInt8](repeating: 0, count: 31)
    let reason = try #require(Self.refusal(signed + "." + Base64URL.encode(signature), keys: neutral))
    #expect(reason.contains("the libraries disagree"), "\(reason)")
    #expect(reason.contains("A is of small order"), "\(reason)")
  }

  @Test("Key sets that are private, malformed or ambiguous are refused")
  func keySets() throws {
    let maker = Self.maker
    let token = try maker.token()
    let jwk = try maker.jwk()
    let x = Base64URL.encode(try maker.publicKey)
    let refused: [(String, String)] = [
      (try maker.keySet(#","d":"AA""#), "a private member"),
      (try maker.keySet(#","d":null"#), "a private member"),
      ("{\"keys\":[\(jwk),{\"kty\":\"RSA\",\"d\":\"x\"}]}", "keys[1].d"),
      ("{\"keys\":[\(jwk),\(jwk)]}", "2 keys of the set"), ("{\"keys\":[]}", "no Ed25519 key"),
      ("{}", "no member \"keys\""), ("[]", "expected an object"), ("{\"keys\":{}}", "expected an array"),
      ("{\"keys\":[1]}", "keys[0]: expected an object"), (jwk, "no member \"keys\""), ("", "not strict JSON"),
      ("{\"keys\":[\(jwk)]} x", "not strict JSON"),
      (try maker.keySet(#","kid":"k1""#), "a second member"),
      ("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k1\"}]}", "no member \"x\""),
      ("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k1\",\"x\":\"\(x)=\"}]}", "padding"),
      (
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k1\",\"x\":\"AA\"}]}",
        "1 bytes instead of 32"
      ),
      (
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":1,\"x\":\"\(x)\"}]}",
        "kid: expected a string"
      ),
      (
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"none\",\"kid\":\"k1\",\"x\":\"\(x)\"}]}",
        "alg"
      ),
      ("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"k1\",\"x\":\"\(x)\"}]}", "no Ed25519 key"),
      (
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"enc\",\"kid\":\"k1\",\"x\":\"\(x)\"}]}",
        "no Ed25519"
      ),
    ]
    for (keys, part) in refused {
      let reason = try #require(Self.refusal(token, keys: keys), "\(keys)")
      #expect(reason.contains(part), "\(reason)")
    }
    #expect(Self.refusal(token, keys: try maker.keySet(#","more":[{}]"#)) == nil)
    let other = try TokenMaker(byte: 3, kid: "k2").jwk()
    #expect(Self.refusal(token, keys: "{\"keys\":[{\"kty\":\"EC\"},\(other),\(jwk)]}") == nil)
  }

  @Test(
    "Times of RFC 3339 are read, and no others",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-23T20:00:00Z", 1_795_464_000),
      ("2027-01-15T08:00:00Z", 1_800_000_000),
      ("2027-01-15T09:00:00.75+01:00", 1_800_000_000), ("2027-01-14t23:30:00-08:30", 1_800_000_000),
      ("2000-02-29T12:00:00z", 951_825_600), ("1969-12-31T23:59:59Z", -1),
      ("0001-01-01T00:00:00Z", -62_135_596_800),
      ("9999-12-31T23:59:59Z", 253_402_300_799), ("2016-12-31T23:59:60Z", 1_483_228_800),
      ("2027-01-15", nil), ("2027-01-15T08:00:00", nil), ("2027-02-29T00:00:00Z", nil),
      ("1900-02-29T00:00:00Z", nil),
      ("2027-13-01T00:00:00Z", nil), ("2027-01-15T24:00:00Z", nil), ("2027-01-15T08:00:00.Z", nil), ("", nil),
      ("2027-01-15T08:00:00+1:00", nil), ("2027-01-15T08:00:00Z ", nil), ("27-01-15T08:00:00Z", nil),
    ] as [(String, Int64?)])
  func timestamps(_ text: String, _ seconds: Int64?) {
    #expect(Timestamp.seconds(text) == seconds)
  }
}

import Testing
import YAML

@testable import MirrorLogin

@Suite("Login: the configuration")
struct LoginConfigTests {
  @Test("Durations are read as Go reads them", arguments: goDurations)
  func durations(text: String, nanoseconds: Int64?) {
    #expect(GoDuration(text)?.nanoseconds == nanoseconds)
  }

  @Test("A lifetime is rounded up to whole seconds")
  func rounding() {
    #expect(GoDuration("500ms")?.secondsRoundedUp == 1)
    #expect(GoDuration("1.5h")?.secondsRoundedUp == 5_400)
    #expect(GoDuration("1ns")?.secondsRoundedUp == 1)
    #expect(GoDuration("2s")?.secondsRoundedUp == 2)
  }

  static let documented = """
    # config.yaml
    apiVersion: mirror.plugin.fluxcd.io/v1beta1
    kind: Config
    hosts:
      - host: registry.example.com
        credential:
          jwkPath: ./keys/registry/privkey.json
          iss: https://my-issuer.example
          sub: ci-pusher
          # aud: registry.example.com   # optional, defaults to the host
          exp: 8760h                     # ~1 year

    """

  /// Reads a text, and gives what it says or why it is refused.
  private func read(_ text: String, _ values: [String: String] = [:]) -> Result<LoginConfig, LoginError> {
    let bytes = Array(text.utf8)
    do throws(LoginError) {
      let config = try bytes.withUnsafeBufferPointer { (bytes) throws(LoginError) in
        try ConfigReader.read(
          UnsafeRawBufferPointer(bytes), file: "config.yaml", substitution: Substitution { values[$0] })
      }
      return .success(config)
    } catch {
      return .failure(error)
    }
  }

  private func refusal(_ text: String) -> String? {
    if case .failure(let error) = read(text) { error.description } else { nil }
  }

  private func credential(_ text: String, _ values: [String: String] = [:]) throws -> HostCredential {
    try #require(try read(text, values).get().hosts.first?.credential)
  }

  @Test("The document's configuration is read as it means")
  func document() throws {
    let credential = try credential(Self.documented)
    #expect(
      credential.source
        == .keyFile(
          "./keys/registry/privkey.json",
          SignedClaims(
            issuer: "https://my-issuer.example", subject: "ci-pusher", audiences: ["registry.example.com"],
            lifetime: 31_536_000)))
    #expect(credential.username == nil)
    #expect(credential.place == "config.yaml:7: hosts[0].credential.jwkPath")
  }

  @Test("The older name of the API and the newer form are read alike")
  func versions() throws {
    let older = Self.documented.replacing("mirror.plugin.fluxcd.io", with: "mirror.fluxcd.io")
    #expect(try credential(older) == credential(Self.documented))
    let newer = Self.documented.replacing("v1beta1", with: "v1beta2").replacing("iss:", with: "issuer:")
      .replacing("sub:", with: "subject:").replacing("exp:", with: "expiration:")
      .replacing("      jwkPath", with: "      type: jwt\n      audiences: [a, b]\n      jwkPath")
    guard case .keyFile(_, let claims) = try credential(newer).source else {
      Issue.record("another source")
      return
    }
    #expect(claims.audiences == ["a", "b"])
    #expect(claims.lifetime == 31_536_000)
  }

  @Test("Without exp a token lives for 60 seconds")
  func defaultLifetime() throws {
    let text = Self.documented.split(separator: "\n").filter { !$0.contains("exp:") }
      .joined(separator: "\n")
    guard case .keyFile(_, let claims) = try credential(text).source else {
      Issue.record("another source")
      return
    }
    #expect(claims.lifetime == 60)
  }

  @Test("A username stands beside the host or in the credential")
  func usernames() throws {
    let beside = Self.documented.replacing("    credential:", with: "    username: me\n    credential:")
    let inside = Self.documented.replacing("      sub:", with: "      username: me\n      sub:")
    #expect(try credential(beside).username == "me")
    #expect(try credential(inside).username == "me")
    let both = beside.replacing("      sub:", with: "      username: me\n      sub:")
    #expect(refusal(both)?.contains("hosts[0].credential.username") == true)
  }

  @Test("Artifacts and charts are ignored, and hosts without a credential kept")
  func ignored() throws {
    let text =
      Self.documented + """
          - host: other.example
            tls:
              serverAuth:
                fromPath: ca.pem
          - host: third.example
            maxChunkSize: 5120
        artifacts:
          - source: a
            destination: b
        charts: []

        """
    let hosts = try read(text).get().hosts
    #expect(hosts.map(\.host) == ["registry.example.com", "other.example", "third.example"])
    #expect(hosts.map { $0.credential == nil } == [false, true, true])
  }

  @Test("Variables stand for their values in keys and values")
  func substitution() throws {
    let text = Self.documented.replacing("ci-pusher", with: "\"a ${WHO} $HOME $$ $${WHO}\"")
      .replacing("iss:", with: "${KEY}:")
    guard case .keyFile(_, let claims) = try credential(text, ["WHO": "b: [c", "KEY": "iss"]).source else {
      Issue.record("another source")
      return
    }
    #expect(claims.subject == "a b: [c $HOME $$ ${WHO}")
    #expect(claims.issuer == "https://my-issuer.example")
  }

  @Test("What a variable holds is text, whatever it looks like")
  func substitutedNumber() throws {
    let text = Self.documented.replacing("ci-pusher", with: "${WHO}")
    guard case .keyFile(_, let claims) = try credential(text, ["WHO": "123"]).source else {
      Issue.record("another source")
      return
    }
    #expect(claims.subject == "123")
  }

  /// Changes of the documented configuration, and what the refusal must say.
  static let refused: [(from: String, to: String, says: String)] = [
    ("kind: Config", "kind: Confg", "config.yaml:3: kind: expected \"Config\""),
    ("kind: Config", "", "kind: is missing"),
    ("v1beta1", "v1", "config.yaml:2: apiVersion"),
    ("apiVersion", "apiversion", "config.yaml:2: apiversion: unknown field; did you mean \"apiVersion\"?"),
    ("iss:", "iis:", "config.yaml:8: hosts[0].credential.iis: unknown field; did you mean \"iss\"?"),
    ("iss:", "issuer:", "did you mean \"iss\"?"),
    ("jwkPath:", "jwkpath:", "did you mean \"jwkPath\"?"),
    ("exp: 8760h", "exp: 5 minutes", "config.yaml:11: hosts[0].credential.exp: \"5 minutes\" is no duration"),
    ("exp: 8760h", "exp: 0s", "is no positive duration"),
    ("exp: 8760h", "exp: -1h", "is no positive duration"),
    ("exp: 8760h", "exp: 60", "is no duration"),
    ("exp: 8760h", "exp: [1h]", "hosts[0].credential.exp: expected a duration"),
    ("exp: 8760h", "exp:", "hosts[0].credential.exp"),
    (
      "sub: ci-pusher", "sub: 12", "config.yaml:9: hosts[0].credential.sub: expected a string, found a number"
    ),
    ("sub: ci-pusher", "sub: true", "found a boolean"),
    ("sub: ci-pusher", "sub: {a: b}", "found a mapping"),
    ("sub: ci-pusher", "sub: \"\"", "is empty"),
    ("sub: ci-pusher", "sub: ~", "found null"),
    ("      sub: ci-pusher\n", "", "hosts[0].credential.sub: is missing"),
    ("      iss: https://my-issuer.example\n", "", "hosts[0].credential.iss: is missing"),
    ("sub: ci-pusher", "sub: a\n      sub: b", "config.yaml:10: the key \"sub\" is there already, on line 9"),
    ("sub: ci-pusher", "sub: a\n      value: b", "expected exactly one of"),
    ("jwkPath: ./keys/registry/privkey.json", "tls: 1", "unknown field"),
    ("jwkPath: ./keys/registry/privkey.json", "value: abc", "goes with jwkPath or jwkValue only"),
    ("host: registry.example.com", "host: https://registry.example.com/", "leave out the scheme"),
    ("host: registry.example.com", "host: a b", "expected a host"),
    ("host: registry.example.com", "host: \"\"", "is empty"),
    ("  - host: registry.example.com\n", "  - hots: registry.example.com\n", "did you mean \"host\"?"),
    ("    credential:\n", "    credential:\n      - a\n", ""),
    ("    credential:\n", "\tcredential:\n", "config.yaml:6: not YAML"),
    ("exp: 8760h", "exp: 8760h\n---\na: b", "a second document"),
    ("sub: ci-pusher", "sub: *nobody", "stands for nothing"),
    ("sub: ci-pusher", "sub: !secret a", "the tag"),
    ("sub: ci-pusher", "sub: ${NOBODY}", "config.yaml:9: the environment variable NOBODY is not set"),
    ("sub: ci-pusher", "sub: ${a-b}", "expected the name of an environment variable"),
    ("sub: ci-pusher", "sub: ${open", "without its '}'"),
    ("sub: ci-pusher", "username: a:b\n      sub: x", "must not hold a colon"),
    ("sub: ci-pusher", "aud: [a]\n      sub: x", "hosts[0].credential.aud: expected a string, found a list"),
    ("hosts:", "hosts: []\nother:", "unknown field"),
  ]

  @Test("A wrong configuration is refused with its place", arguments: refused)
  func refusals(from: String, to: String, says: String) throws {
    #expect(Self.documented.contains(from))
    let text = Self.documented.replacing(from, with: to)
    let message = try #require(refusal(text), "\(text) is accepted")
    #expect(message.hasPrefix("config.yaml:"))
    #expect(message.contains(says), "\(message)")
  }

  @Test("A configuration with nothing to do is refused")
  func nothing() {
    #expect(refusal("") == "config.yaml:1: there is no document in it")
    #expect(refusal("# only a comment\n") == "config.yaml:1: there is no document in it")
    #expect(refusal("[]")?.contains("expected a mapping, found a list") == true)
    let head = "apiVersion: mirror.plugin.fluxcd.io/v1beta1\nkind: Config\n"
    #expect(refusal(head) == "config.yaml:1: hosts: is missing")
    #expect(refusal(head + "hosts: []\n") == "config.yaml:3: hosts: names no host")
    #expect(refusal(head + "hosts:\n")?.contains("expected a list, found null") == true)
    #expect(refusal(head + "hosts:\n  - host: a\n")?.contains("credential: is missing") == true)
  }

  @Test("Two entries of one host are refused")
  func duplicateHost() {
    let entry = "  - host: a.example\n    maxChunkSize: 1\n"
    let text = "apiVersion: mirror.plugin.fluxcd.io/v1beta1\nkind: Config\nhosts:\n" + entry + entry
    #expect(refusal(text) == "config.yaml:6: hosts[1].host: the host a.example is there already, on line 4")
  }

  @Test("Aliases that explode, deep nesting and bytes that are no text are refused")
  func hostile() {
    var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
    for level in 1..<12 {
      let alias = "*a\(level - 1)"
      bomb +=
        "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ","))]\n"
    }
    #expect(refusal(bomb)?.contains("nodes") == true)
    #expect(refusal(String(repeating: "[", count: 100_000))?.hasPrefix("config.yaml:") == true)
    #expect(refusal("a: &a [*a]")?.contains("stands for nothing") == true)
    #expect(refusal("\u{0}")?.contains("not YAML") == true)
    #expect(refusal("\"\(String(repeating: "a", count: 900))\": b")?.contains("…") == true)
  }

  @Test("No text makes the reader trap")
  func fuzz() {
    let parts = [
      "apiVersion: mirror.plugin.fluxcd.io/v1beta1\n", "kind: Config\n", "hosts:\n", "  - host: a\n",
      "    credential:\n", "      jwkPath: k\n", "      iss: i\n", "      sub: s\n", "      exp: 1h\n", "- ",
      ": ",
      "&a ", "*a ", "{", "}", "[", "]", "|\n", ">", "!!str ", "\"", "'", "\t", "${A}", "$", "---\n", "...\n",
      "%YAML 1.2\n", "\u{FEFF}", "\u{85}", "é", "\\x",
    ]
    forAll(Make.element(parts).array(mean: 12, most: 60), count: 600) { chosen in
      switch read(chosen.joined(), ["A": "b"]) {
      case .success(let config): !config.hosts.isEmpty
      case .failure(let error): error.description.hasPrefix("config.yaml:")
      }
    }
  }
}

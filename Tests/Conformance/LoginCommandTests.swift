import FaultInjection
import Glibc
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("mirror login as a user calls it")
struct LoginCommandTests {
  private static let host = "registry.example.com"
  private let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    #expect(try workshop.mirror("keygen", "-q", "-o", "keys").ending == .exited(0))
  }

  private func put(_ path: String, _ content: [UInt8], mode: mode_t = 0o644) throws {
    unlink(path)
    try FileSystem.write(path, content, mode: mode)
  }

  /// Writes a configuration of one host whose credential has some lines.
  @discardableResult
  private func configure(_ lines: String..., name: String = "config.yaml") throws -> String {
    let text =
      "apiVersion: mirror.plugin.fluxcd.io/v1beta1\nkind: Config\nhosts:\n  - host: \(Self.host)\n    credential:\n"
      + lines.map { "      \($0)\n" }.joined()
    try put(workshop.path(name), Array(text.utf8))
    return name
  }

  private func configureKey(_ path: String = "keys/privkey.json", _ more: String...) throws {
    let text = (["jwkPath: \(path)", "iss: i", "sub: s"] + more).joined(separator: "\n      ")
    try configure(text)
  }

  private func login(_ arguments: String..., environment: [String] = []) throws -> RunResult {
    let executable = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    return try workshop.run(
      [executable, "login", "-f", "config.yaml", "--docker-config", "docker"] + arguments
    ) {
      // The first of two settings of one name would count.
      $0.environment = environment + $0.environment
    }
  }

  private var dockerConfig: JSONValue? {
    FileSystem.read(workshop.path("docker/config.json"), limit: 1 << 20).flatMap { try? StrictJSON.read($0) }
  }

  private var entry: JSONValue? { dockerConfig?["auths"]?[Self.host] }

  @Test("The token is one that mirror verify accepts, and is not told")
  func token() throws {
    try configureKey("./keys/privkey.json", "aud: you", "exp: 1h30m")
    let result = try login()
    #expect(result.ending == .exited(0), "\(result.errors)")
    #expect(result.output == "✔ stored credential for \(Self.host) in docker/config.json\n")
    let token = try #require(entry?["registrytoken"]?.stringValue)
    #expect(!result.output.contains(token) && !result.errors.contains(token))
    let verified = try workshop.mirror(
      "verify", "--jwks", "keys/pubkey.json", "--aud", "you", "--iss", "i", token)
    #expect(verified.ending == .exited(0), "\(verified.errors)")
    let claims = try StrictJSON.read(verified.standardOutput)
    func number(_ name: String) -> Int? {
      if case .number(let text)? = claims[name] { Int(text) } else { nil }
    }
    let issued = try #require(number("iat"))
    #expect(abs(issued - time(nil)) <= 2)
    #expect(number("exp") == issued + 5_400)
    #expect(number("nbf") == issued - 30)
    #expect(claims["sub"] == .string("s"))
    #expect(claims["aud"] == .array([.string("you")]))
    #expect(claims["jti"]?.stringValue?.utf8.count == 32)
    #expect(try login().ending == .exited(0))
    #expect(entry?["registrytoken"]?.stringValue != token)
  }

  @Test("Each way to give the arguments does the same")
  func ways() throws {
    try configureKey()
    for arguments in [
      ["login", "-f", "config.yaml", "--docker-config", "docker", "--dry-run"],
      ["login", "--config=config.yaml", "--docker-config=docker", "--dry-run", "--host", Self.host],
      ["login", "--config", "config.yaml", "--docker-config", "docker", "--dry-run", "--host=\(Self.host)"],
    ] {
      let short = try workshop.mirror(arguments)
      // With this the argument parser reads what is otherwise read without it.
      let long = try workshop.mirror(arguments + ["--"])
      #expect(short.ending == .exited(0) && long.ending == .exited(0))
      #expect(short.lines.first == long.lines.first)
      #expect(short.lines.first == "• would store registrytoken for \(Self.host) in docker/config.json")
      #expect(short.output.contains(#""iss":"i","sub":"s","aud":["\#(Self.host)"]"#))
    }
    #expect(!FileSystem.exists(workshop.path("docker")))
  }

  @Test(
    "What makes no sense is refused, with nothing written",
    arguments: [
      ["--frob"], ["more"], ["--format", "xml"], ["--helper", "--plaintext"], ["--host"], ["--host="],
    ])
  func usage(arguments: [String]) throws {
    try configureKey()
    let result = try workshop.mirror(["login", "-f", "config.yaml", "--docker-config", "docker"] + arguments)
    #expect(result.ending == .exited(64))
    #expect(!result.errors.isEmpty)
    #expect(!FileSystem.exists(workshop.path("docker")))
  }

  @Test("An unknown host, and what is not there, are refused before anything is written")
  func missing() throws {
    try configureKey()
    let unknown = try login("--host", "registry.exmaple.com")
    #expect(unknown.ending == .exited(1))
    #expect(unknown.errors.contains("did you mean \(Self.host)?"))
    #expect(
      try workshop.mirror("login", "-f", "none.yaml", "--docker-config", "docker").ending == .exited(66))
    try configureKey("keys/none.json")
    let key = try login()
    #expect(key.ending == .exited(66))
    #expect(
      key.errors.hasPrefix("mirror: config.yaml:6: hosts[0].credential.jwkPath: cannot open keys/none.json"))
    #expect(!FileSystem.exists(workshop.path("docker")))
  }

  @Test("No host is stored when one is refused")
  func allOrNothing() throws {
    try configureKey()
    let text = try #require(FileSystem.read(workshop.path("config.yaml"), limit: 10_000))
    let second = "  - host: second.example\n    credential:\n      fromEnv: NOBODY\n"
    try put(workshop.path("config.yaml"), text + Array(second.utf8))
    #expect(try login().ending == .exited(1))
    #expect(!FileSystem.exists(workshop.path("docker")))
    #expect(try login(environment: ["NOBODY=abc"]).ending == .exited(0))
    #expect(dockerConfig?["auths"]?["second.example"]?["registrytoken"] == .string("abc"))
  }

  // MARK: Keys

  private func refusalOfKey(_ text: String) throws -> String {
    try put(workshop.path("bad.json"), Array(text.utf8), mode: 0o600)
    try configureKey("bad.json")
    let result = try login()
    #expect(result.ending == .exited(1), "\(text)")
    #expect(!FileSystem.exists(workshop.path("docker")))
    return result.errors
  }

  @Test("A key that does not fit is refused, and nothing of it is told")
  func keys() throws {
    let text = String(
      decoding: try #require(FileSystem.read(workshop.path("keys/privkey.json"), limit: 10_000)),
      as: UTF8.self)
    let key = try #require(try StrictJSON.read(Array(text.utf8))["keys"]?.arrayValue?.first)
    let secret = try #require(key["d"]?.stringValue)
    let point = try #require(key["x"]?.stringValue)
    let kid = try #require(key["kid"]?.stringValue)
    let bare = key.serialized(pretty: false)
    let cases: [(text: String, says: String)] = [
      (text.replacing(point, with: secret), "\"x\" does not belong to \"d\""),
      (text.replacing(",\"d\":\"\(secret)\"", with: ""), "it has no \"d\""),
      ("{\"keys\":[\(bare),\(bare)]}", "it holds 2 keys"), ("{\"keys\":[]}", "it holds 0 keys"),
      (text + "x", "no strict JSON"), ("\(secret)", "no strict JSON"), ("{\"\(secret)\"", "no strict JSON"),
      (text.replacing(kid, with: secret), "\"kid\" holds the private value"),
      (text.replacing("Ed25519", with: secret), "no Ed25519 key"),
      (text.replacing("EdDSA", with: secret), "\"alg\" is not EdDSA"),
      (text.replacing("\"sig\"", with: "\"\(secret)\""), "\"use\" is not sig"),
      (text.replacing("\"kid\":\"\(kid)\",", with: ""), "no \"kid\""),
      (text.replacing(secret, with: secret + "="), "no canonical base64url"),
      (text.replacing("\"d\"", with: "\"d\":\"\(secret)\",\"d\""), "there twice"), ("[]", "no strict JSON"),
    ]
    for (text, says) in cases {
      let message = try refusalOfKey(text)
      #expect(message.contains(says), "\(message)")
      #expect(!message.contains(secret) && !message.contains(secret.dropLast(10)))
    }
    try put(workshop.path("bad.json"), Array(bare.utf8), mode: 0o600)
    #expect(try login().ending == .exited(0), "a bare JWK is taken")
  }

  @Test(
    "A private set that others can read is refused, unless it is allowed",
    arguments: [0o640, 0o604] as [mode_t])
  func looseKey(mode: mode_t) throws {
    chmod(workshop.path("keys/privkey.json"), mode)
    try configureKey()
    let result = try login()
    #expect(result.ending == .exited(1))
    #expect(result.errors.contains("chmod 600 keys/privkey.json"))
    #expect(try login("--allow-loose-key").ending == .exited(0))
  }

  @Test("Paths may not leave the configuration's directory")
  func confinement() throws {
    let script = """
      mkdir in && mkdir out && cp keys/privkey.json out/key.json && cp keys/privkey.json in/key.json
      ln -s ../out/key.json in/away.json && ln -s ../out in/way && ln -s key.json in/near.json
      ln -s "$PWD/in/key.json" in/absolute.json
      """
    #expect(try workshop.shell(script).ending == .exited(0))
    func run(_ path: String) throws -> RunResult {
      try configureKey(path)
      #expect(rename(workshop.path("config.yaml"), workshop.path("in/config.yaml")) == 0)
      return try workshop.mirror("login", "-f", "in/config.yaml", "--docker-config", "docker")
    }
    for path in [
      "../out/key.json", "away.json", "way/key.json", workshop.path("out/key.json"), "/etc/passwd",
    ] {
      let result = try run(path)
      #expect(result.ending == .exited(1), "\(path)")
      #expect(result.errors.contains("out of the configuration's directory"), "\(result.errors)")
    }
    for path in ["key.json", "./key.json", "near.json", "absolute.json", workshop.path("in/key.json")] {
      #expect(try run(path).ending == .exited(0), "\(path)")
    }
  }

  // MARK: Pairs and helpers

  @Test("A pair goes through the configured helper, by its standard input")
  func helper() throws {
    try configureKey("keys/privkey.json", "username: me")
    let helper = try workshop.script(
      "docker-credential-test",
      #"printf '%s' "$*" >>\#(workshop.root)/arguments; cat >\#(workshop.root)/input"#)
    #expect(FileSystem.exists(helper))
    try FileSystem.makeDirectory(workshop.path("docker"))
    try FileSystem.write(
      workshop.path("docker/config.json"),
      Array(#"{"auths":{"\#(Self.host)":{"auth":"b2xk"}},"credsStore":"test"}"#.utf8))
    let path = ["PATH=\(workshop.root):/usr/bin:/bin"]
    let result = try login(environment: path)
    #expect(result.ending == .exited(0), "\(result.errors)")
    #expect(result.output == "✔ stored credential for \(Self.host) via the \"test\" credential helper\n")
    #expect(entry == .object([]))
    let input = try StrictJSON.read(try #require(FileSystem.read(workshop.path("input"), limit: 10_000)))
    #expect(input["ServerURL"] == .string(Self.host) && input["Username"] == .string("me"))
    #expect(input["Secret"]?.stringValue?.split(separator: ".").count == 3)
    #expect(FileSystem.read(workshop.path("arguments"), limit: 100) == Array("store".utf8))
    let plain = try login("--plaintext", environment: path)
    #expect(plain.output == "✔ stored credential for \(Self.host) in docker/config.json\n")
    #expect(entry?["auth"]?.stringValue != nil)
  }

  @Test("A helper that fails or is missing is told, without the token, and the file stays")
  func failingHelper() throws {
    try configureKey("keys/privkey.json", "username: me")
    _ = try workshop.script("docker-credential-test", "cat; exit 3")
    try FileSystem.makeDirectory(workshop.path("docker"))
    let text = Array(#"{"credHelpers":{"\#(Self.host)":"test"}}"#.utf8)
    try put(workshop.path("docker/config.json"), text)
    let failing = try login(environment: ["PATH=\(workshop.root):/usr/bin:/bin"])
    #expect(failing.ending == .exited(1))
    #expect(failing.errors.contains("exit status 3") && !failing.errors.contains("eyJ"))
    let missing = try login()
    #expect(missing.ending == .exited(1))
    #expect(missing.errors.contains("docker-credential-test"))
    #expect(FileSystem.read(workshop.path("docker/config.json"), limit: 1_000) == text)
  }

  @Test("The credential helper answers get and list, and explains store and erase")
  func protocolAnswers() throws {
    try configureKey("keys/privkey.json", "username: me", "exp: 8760h")
    let executable = try #require(Workshop.executable)
    #expect(symlink(executable, workshop.path("docker-credential-mirror")) == 0)
    func ask(_ verb: String, _ input: String) throws -> RunResult {
      try workshop.shell("printf '%s' '\(input)' | ./docker-credential-mirror \(verb)") {
        $0.environment.append("FLUX_MIRROR_CONFIG=config.yaml")
      }
    }
    for server in [Self.host, "https://\(Self.host)", "https://\(Self.host)/v1/\n"] {
      let pair = try StrictJSON.read(try ask("get", server).standardOutput)
      #expect(pair["Username"] == .string("me"))
      let token = try #require(pair["Secret"]?.stringValue)
      let verified = try workshop.mirror("verify", "--jwks", "keys/pubkey.json", "--aud", Self.host, token)
      let claims = try StrictJSON.read(verified.standardOutput)
      guard case .number(let issued)? = claims["iat"], case .number(let expiry)? = claims["exp"] else {
        Issue.record("no times")
        return
      }
      #expect(try #require(Int(expiry)) == #require(Int(issued)) + 60)
    }
    let other = try ask("get", "other.example")
    #expect(other.ending == .exited(1))
    #expect(other.output == "credentials not found in native keychain\n")
    #expect(try ask("list", "").output == "{\"\(Self.host)\":\"me\"}\n")
    #expect(try ask("store", "{}").ending == .exited(1))
    #expect(try ask("erase", Self.host).output.contains("nothing to erase"))
    #expect(try ask("frob", "").ending == .exited(64))
  }
}

/// A flaw in a configuration that works without it.
struct ConfigurationFlaw: Sendable {
  let name: String
  let reason: String
  /// Whether it is tried as the second of two hosts, too.
  var second = false
  let change: @Sendable (inout Setting) -> Void

  private static func inHost(
    _ name: String, _ reason: String, _ change: @escaping @Sendable (inout HostRequest) -> Void
  ) -> ConfigurationFlaw {
    ConfigurationFlaw(name: name, reason: reason, second: true) { setting in
      if let last = setting.hosts.indices.last { change(&setting.hosts[last]) }
    }
  }

  /// Tried in the only host alone.
  private static func alone(
    _ name: String, _ reason: String, _ change: @escaping @Sendable (inout HostRequest) -> Void
  ) -> ConfigurationFlaw {
    ConfigurationFlaw(name: name, reason: reason) { change(&$0.hosts[0]) }
  }

  private static func text(_ name: String, _ reason: String, _ text: @escaping @Sendable (String) -> String)
    -> ConfigurationFlaw
  {
    ConfigurationFlaw(name: name, reason: reason) { setting in
      setting.configurationText = text(ConfigurationText.of(setting.hosts))
    }
  }

  // MARK: LG-CONF-3

  static let all: [ConfigurationFlaw] = [
    ConfigurationFlaw(name: "missing", reason: "the configuration is missing") {
      $0.configurationArgument = "./no-such-file.yaml"
    },
    text("not-yaml", "the configuration is not YAML") { $0 + "\t\"unclosed: [\n  - : }\n" },
    text("tab-indentation", "the configuration is indented by a tab") {
      $0.replacing("  - host", with: "\t- host")
    },
    text("only-text", "the configuration is only a line of text") { _ in "this is no configuration\n" },
    ConfigurationFlaw(name: "other-kind", reason: "`kind` is another one") {
      $0.configurationText = ConfigurationText.of($0.hosts, kind: "Secret")
    },
    ConfigurationFlaw(name: "kind-in-small-letters", reason: "`kind` is `config`") {
      $0.configurationText = ConfigurationText.of($0.hosts, kind: "config")
    },
    ConfigurationFlaw(name: "longer-kind", reason: "`kind` is `ConfigX`") {
      $0.configurationText = ConfigurationText.of($0.hosts, kind: "ConfigX")
    },
    text("no-hosts", "there is no `hosts`") { text in
      String(text[..<(text.firstRange(of: "hosts:")?.lowerBound ?? text.endIndex)])
    },
    text("hosts-empty", "`hosts` is empty") { text in
      String(text[..<(text.firstRange(of: "  - host:")?.lowerBound ?? text.endIndex)])
    },
    text("no-host", "an item of `hosts` names no host") {
      $0.replacing("  - host: registry.example.com\n    credential", with: "  - credential")
    },
    inHost("key-missing", "the key file is missing") { $0.keyPath = "./keys/registry/no-such-file.json" },
    inHost("exp-zero", "`exp` is 0s") { $0.lifetime = "0s" },
    inHost("exp-negative", "`exp` is negative") { $0.lifetime = "-1h" },
    inHost("exp-no-unit", "`exp` has no unit") { $0.lifetime = "3600" },
    inHost("exp-words", "`exp` is no duration") { $0.lifetime = "soon" },
    inHost("exp-unit", "`exp` has a unit that is none") { $0.lifetime = "8760x" },
  ]

  // MARK: LG-CONF-4

  static let strict: [ConfigurationFlaw] = [
    text("unknown-field-at-top", "a field at the top is not known") {
      $0.replacing("hosts:", with: "colour: blue\nhosts:")
    },
    inHost("unknown-field-in-host", "a field of a host is not known") { $0.hostLines = ["colour: blue"] },
    inHost("unknown-field-in-credential", "a field of a credential is not known") {
      $0.credentialLines = ["colour: blue"]
    },
    inHost("misspelt-audience", "`aud` is misspelt") { $0.credentialLines = ["audd: registry.example.com"] },
    text("unknown-field-with-x", "a field at the top is not known, one that begins with `x`") {
      $0.replacing("hosts:", with: "x-colour: blue\nhosts:")
    },
    text("unknown-field-without-value", "a field at the top without a value is not known") {
      $0.replacing("hosts:", with: "colour:\nhosts:")
    },
    text("unknown-mapping-at-top", "a field at the top with fields of its own is not known") {
      $0.replacing("hosts:", with: "colours:\n  first: blue\nhosts:")
    },
    alone("unknown-field-with-x-in-host", "a field of a host is not known, one that begins with `x`") {
      $0.hostLines = ["x-colour: blue"]
    },
    alone("unknown-field-without-value-in-credential", "a field of a credential without a value is not known")
    {
      $0.credentialLines = ["colour:"]
    },
    alone("unknown-mapping-in-credential", "a field of a credential with fields of its own is not known") {
      $0.credentialLines = ["colours:", "  first: blue"]
    },
    text("duplicate-key-at-top", "`kind` stands there twice") {
      $0.replacing("kind: Config", with: "kind: Config\nkind: Config")
    },
    inHost("duplicate-key-in-credential", "`sub` stands there twice") {
      $0.credentialLines = ["sub: somebody-else"]
    },
    inHost("duplicate-key-in-host", "`host` stands there twice in one item") {
      $0.hostLines = ["host: another.example.com"]
    },
    ConfigurationFlaw(name: "duplicate-host", reason: "a host is there twice") { setting in
      let first = setting.hosts[0]
      setting.hosts.append(first.with { $0.subject = "somebody-else" })
    },
    ConfigurationFlaw(
      name: "duplicate-host-apart", reason: "a host is there twice, with another one in between"
    ) {
      let first = $0.hosts[0]
      $0.hosts += [
        first.with { $0.host = "another.example.com" }, first.with { $0.subject = "somebody-else" },
      ]
    },
    ConfigurationFlaw(name: "same-host-again", reason: "a host is there twice, word for word") {
      $0.hosts.append($0.hosts[0])
    },
    inHost("no-issuer", "`iss` is missing") { $0.issuer = nil },
    inHost("no-subject", "`sub` is missing") { $0.subject = nil },
  ]
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-CONF-1 to 5: what a configuration may say, and what it may not.
enum ConfigurationCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    [
      document("as-printed", suite, withAudience: false),
      document("with-audience", suite, withAudience: true),
      otherDirectory(suite), severalHosts(suite),
    ] + bad(suite) + strict(suite) + ConfinementCases.all(suite)
  }

  // MARK: LG-CONF-1 and 2

  private static func document(_ name: String, _ suite: CredentialSuite, withAudience: Bool) -> TestCase {
    TestCase("config/\(name)", SuccessChecks.judged(suite) + [.conf1]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting {
        $0.hosts[0].host = "registry.example.com"
        $0.configurationText = ConfigurationText.document(withAudience: withAudience)
      }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      SuccessChecks.judge(
        try experiment.run(setting, in: sandbox), setting, old: DockerConfigText.rich, shows: .conf1,
        "the document's configuration\(withAudience ? " with `aud`" : "")", &experiment)
    }
  }

  /// The working directory holds another key at the same relative path.
  private static func otherDirectory(_ suite: CredentialSuite) -> TestCase {
    TestCase("config/other-directory", SuccessChecks.judged(suite) + [.conf1]) {
      experiment throws(CaseFailure) in
      let decoy = try KeyMaterial(2)
      let setting = try experiment.setting {
        $0.configuration = "elsewhere/settings/config.yaml"
        $0.configurationArgument = "../elsewhere/settings/config.yaml"
      }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      try experiment.make { () throws(FileSystem.Failure) in
        try Setting.makeDirectories("work/keys/registry/privkey.json", in: sandbox)
        try FileSystem.write(sandbox.path("work/keys/registry/privkey.json"), decoy.privateSet, mode: 0o600)
      }
      let observation = try experiment.run(setting, in: sandbox)
      let content = SuccessChecks.content(observation, setting).flatMap { StoredConfiguration($0) }
      let token = content?.token(setting.hosts[0].host).map { CompactToken(Array($0.utf8)) }
      if let token, token.isSigned(byOneOf: [decoy]) {
        return experiment.judgements.violate(
          .conf1, "a relative `jwkPath` starts at the working directory",
          expected: "the configuration's directory",
          observed: "a token signed with the key in the working directory")
      }
      SuccessChecks.judge(
        observation, setting, old: DockerConfigText.rich, shows: .conf1,
        "a relative `jwkPath` of a configuration in another directory", &experiment)
    }
  }

  private static func severalHosts(_ suite: CredentialSuite) -> TestCase {
    TestCase("config/several-hosts", SuccessChecks.judged(suite) + [.conf2]) {
      experiment throws(CaseFailure) in
      let other = try KeyMaterial(3)
      let setting = try experiment.setting { setting in
        let first = setting.hosts[0]
        setting.hosts = [
          first,
          HostRequest(suite.hosts[1], other).with {
            $0.keyPath = "./keys/second/privkey.json"
            $0.issuer = "https://other-issuer.example"
            $0.subject = "second-pusher"
            $0.lifetime = "90s"
            $0.seconds = 90
          },
          first.with {
            $0.host = suite.hosts[3]
            $0.subject = "third-pusher"
            $0.lifetime = "36h"
            $0.seconds = 36 * 3600
          },
        ]
      }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      let observation = try experiment.run(setting, in: sandbox)
      judgeEach(observation, setting, &experiment)
    }
  }

  /// What goes wrong with several hosts only is LG-CONF-2's.
  private static func judgeEach(
    _ observation: Observation, _ setting: Setting, _ experiment: inout Experiment
  ) {
    guard experiment.baseline.succeeds, !experiment.baseline.violations.contains(.store1) else {
      return experiment.judgements.markUndecided(.conf2, "runs for one host do not store its token either")
    }
    let stored = SuccessChecks.content(observation, setting).flatMap { StoredConfiguration($0) }
    var tokens = Judgements()
    for request in setting.hosts {
      guard let token = stored?.token(request.host) else { continue }
      _ = TokenChecks.judge(
        token, for: request, readings: observation.result.clockReadings,
        into: &tokens)
    }
    let missing = setting.hostNames.filter { !SuccessChecks.holds(stored, $0, setting) }
    let wrong = Set(tokens.all.filter(\.isViolated).map(\.requirement)).subtracting(
      experiment.baseline.violations
    )
    .subtracting([.tok5])
    experiment.judgements.expect(
      .conf2, observation.ending.isSuccess && missing.isEmpty && wrong.isEmpty,
      "several hosts do not get a token of their own each",
      expected: "a token for each of three hosts, with its own key and claims",
      observed: missing.isEmpty
        ? "\(observation.summary)\(wrong.isEmpty ? "" : "; tokens violate \(wrong.sorted().map(\.rawValue).joined(separator: ", "))")"
        : "\(observation.summary); nothing for \(list(missing))")
    SecretChecks.judge(observation, setting, stored, into: &experiment.judgements)
  }

  // MARK: LG-CONF-3

  /// A flaw in a configuration of one host; `second` says whether it is tried as the second of two hosts, too.
  private struct Flaw {
    let name: String
    let reason: String
    var second = false
    let change: @Sendable (inout Setting) -> Void
  }

  private static func inHost(
    _ name: String, _ reason: String, _ change: @escaping @Sendable (inout HostRequest) -> Void
  ) -> Flaw {
    Flaw(name: name, reason: reason, second: true) { setting in
      if let last = setting.hosts.indices.last { change(&setting.hosts[last]) }
    }
  }

  private static func text(_ name: String, _ reason: String, _ text: @escaping @Sendable (String) -> String)
    -> Flaw
  {
    Flaw(name: name, reason: reason) { setting in
      setting.configurationText = text(ConfigurationText.of(setting.hosts))
    }
  }

  private static let flaws: [Flaw] = [
    Flaw(name: "missing", reason: "the configuration is missing") {
      $0.configurationArgument = "./no-such-file.yaml"
    },
    text("not-yaml", "the configuration is not YAML") { $0 + "\t\"unclosed: [\n  - : }\n" },
    text("tab-indentation", "the configuration is indented by a tab") {
      $0.replacing("  - host", with: "\t- host")
    },
    text("only-text", "the configuration is only a line of text") { _ in "this is no configuration\n" },
    Flaw(name: "other-kind", reason: "`kind` is another one") {
      $0.configurationText = ConfigurationText.of($0.hosts, kind: "Secret")
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

  private static func bad(_ suite: CredentialSuite) -> [TestCase] {
    flaws.flatMap { flaw in
      [refusal(flaw, .conf3, suite, isSecond: false)]
        + (flaw.second ? [refusal(flaw, .conf3, suite, isSecond: true)] : [])
    }
  }

  // MARK: LG-CONF-4

  private static let strictFlaws: [Flaw] = [
    text("unknown-field-at-top", "a field at the top is not known") {
      $0.replacing("hosts:", with: "colour: blue\nhosts:")
    },
    inHost("unknown-field-in-host", "a field of a host is not known") { $0.hostLines = ["colour: blue"] },
    inHost("unknown-field-in-credential", "a field of a credential is not known") {
      $0.credentialLines = ["colour: blue"]
    },
    inHost("misspelt-audience", "`aud` is misspelt") { $0.credentialLines = ["audd: registry.example.com"] },
    text("duplicate-key-at-top", "`kind` stands there twice") {
      $0.replacing("kind: Config", with: "kind: Config\nkind: Config")
    },
    inHost("duplicate-key-in-credential", "`sub` stands there twice") {
      $0.credentialLines = ["sub: somebody-else"]
    },
    Flaw(name: "duplicate-host", reason: "a host is there twice") { setting in
      let first = setting.hosts[0]
      setting.hosts.append(first.with { $0.subject = "somebody-else" })
    },
    inHost("no-issuer", "`iss` is missing") { $0.issuer = nil },
    inHost("no-subject", "`sub` is missing") { $0.subject = nil },
  ]

  private static func strict(_ suite: CredentialSuite) -> [TestCase] {
    strictFlaws.flatMap { flaw in
      [refusal(flaw, .conf4, suite, isSecond: false)]
        + (flaw.second ? [refusal(flaw, .conf4, suite, isSecond: true)] : [])
    }
  }

  private static func refusal(
    _ flaw: Flaw, _ requirement: RequirementID, _ suite: CredentialSuite, isSecond: Bool
  ) -> TestCase {
    TestCase(
      "config/\(flaw.name)\(isSecond ? "-of-two" : "")", [requirement, .cli1, .sec1, .sec2]
    ) { experiment throws(CaseFailure) in
      let other = try KeyMaterial(3)
      let setting = try experiment.setting { setting in
        if isSecond {
          setting.hosts.append(
            HostRequest(suite.hosts[1], other).with { $0.keyPath = "./keys/second/privkey.json" })
        }
        flaw.change(&setting)
      }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      if flaw.name == "key-missing" {
        FileSystem.removeTree(sandbox.path("work/keys/registry/no-such-file.json"))
      }
      RefusalChecks.judge(
        try experiment.run(setting, in: sandbox), setting, requirement,
        reason: flaw.reason + (isSecond ? ", of the second of two hosts" : ""), into: &experiment.judgements)
    }
  }
}

internal import FaultInjection
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// LG-CONF-1 to 5: what a configuration may say, and what it may not.
enum ConfigurationCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    [
      document("as-printed", suite, withAudience: false),
      document("with-audience", suite, withAudience: true),
      otherDirectory(suite), severalHosts(suite), severalAudiences(suite),
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

  /// Only the first host has an `aud`.
  private static func severalAudiences(_ suite: CredentialSuite) -> TestCase {
    TestCase("config/several-audiences", [.conf2, .sec1, .sec2]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting { setting in
        let first = setting.hosts[0]
        setting.hosts = [
          first.with { $0.audience = "first-audience.example" }, first.with { $0.host = suite.hosts[1] },
          first.with { $0.host = suite.hosts[3] },
        ]
      }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.bare)
      let observation = try experiment.run(setting, in: sandbox)
      let stored = SuccessChecks.content(observation, setting).flatMap { StoredConfiguration($0) }
      // Whether `aud` is known, and whether several hosts are stored, is judged in other cases.
      let strangers = setting.hosts.dropFirst().filter { request in
        let claims = stored?.token(request.host).map { CompactToken(Array($0.utf8)) }?.claims
        let found = claims?["aud"]
        return found == .string("first-audience.example")
          || found?.arrayValue?.contains(.string("first-audience.example")) == true
      }
      experiment.judgements.expect(
        .conf2, strangers.isEmpty, "a host without `aud` gets that of another host",
        expected: "each host as its own `aud`, where none is configured",
        observed: "the `aud` of \(setting.hosts[0].host) in the token for \(list(strangers.map(\.host)))")
      SecretChecks.judge(observation, setting, stored, into: &experiment.judgements)
    }
  }

  // MARK: LG-CONF-3

  private static func bad(_ suite: CredentialSuite) -> [TestCase] {
    ConfigurationFlaw.all.flatMap { flaw in
      [refusal(flaw, .conf3, suite, isSecond: false)]
        + (flaw.second ? [refusal(flaw, .conf3, suite, isSecond: true)] : [])
    }
  }

  // MARK: LG-CONF-4

  private static func strict(_ suite: CredentialSuite) -> [TestCase] {
    ConfigurationFlaw.strict.flatMap { flaw in
      [refusal(flaw, .conf4, suite, isSecond: false)]
        + (flaw.second ? [refusal(flaw, .conf4, suite, isSecond: true)] : [])
    }
  }

  private static func refusal(
    _ flaw: ConfigurationFlaw, _ requirement: RequirementID, _ suite: CredentialSuite, isSecond: Bool
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

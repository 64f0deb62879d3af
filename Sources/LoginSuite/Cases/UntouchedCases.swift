internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-CLI-2, LG-CONF-3, LG-CONF-4 and LG-FAIL-4: what a refusal must not make, remove or change anywhere.
enum UntouchedCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    guard suite.kind == .login else { return [damaged(suite)] }
    return refusals.flatMap { refusal in [false, true].map { judged(refusal, isThere: $0, suite) } }
      + [damaged(suite)]
  }

  private struct Refusal: Sendable {
    let name: String
    let reason: String
    let requirement: RequirementID
    let change: @Sendable (inout Setting) -> Void
  }

  private static let refusals: [Refusal] = [
    Refusal(name: "unknown-flag", reason: "a flag is not known", requirement: .cli2) {
      $0.trailing = ["--no-such-flag"]
    },
    Refusal(name: "missing", reason: "the configuration is missing", requirement: .conf3) {
      $0.configurationArgument = "./no-such-file.yaml"
    },
    Refusal(name: "key-missing", reason: "the key file is missing", requirement: .conf3) {
      $0.configurationText = ConfigurationText.of(
        $0.hosts.map { $0.with { $0.keyPath = "./keys/registry/no-such-file.json" } })
    },
    Refusal(name: "exp-zero", reason: "`exp` is 0s", requirement: .conf3) { $0.hosts[0].lifetime = "0s" },
    Refusal(name: "unknown-field", reason: "a field is not known", requirement: .conf4) {
      $0.hosts[0].credentialLines = ["colour: blue"]
    },
  ]

  /// - Parameter isThere: whether there is a `config.json`, which others may read, or not even its directory.
  private static func judged(_ refusal: Refusal, isThere: Bool, _ suite: CredentialSuite) -> TestCase {
    TestCase(
      "untouched/\(refusal.name)\(isThere ? "" : "-without-directory")",
      [refusal.requirement, .cli1, .sec1, .sec2]
    ) { experiment throws(CaseFailure) in
      let setting = try experiment.setting { refusal.change(&$0) }
      let sandbox = try experiment.stage(
        setting, old: isThere ? DockerConfigText.rich : nil, mode: 0o644, makesDirectory: isThere)
      let observation = try experiment.run(setting, in: sandbox)
      RefusalChecks.judge(
        observation, setting, refusal.requirement, reason: refusal.reason, into: &experiment.judgements)
      judge(observation, setting, refusal.requirement, "although \(refusal.reason)", &experiment)
    }
  }

  /// What is left beside a damaged `config.json`.
  private static func damaged(_ suite: CredentialSuite) -> TestCase {
    TestCase("untouched/damaged", [.fail4]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting()
      let sandbox = try experiment.stage(setting, old: Array("{\"auths\": {\"other.example\": ".utf8))
      let observation = try experiment.run(setting, in: sandbox)
      judge(observation, setting, .fail4, "although config.json is damaged", &experiment)
    }
  }

  /// Compares the whole sandbox.
  private static func judge(
    _ observation: Observation, _ setting: Setting, _ requirement: RequirementID, _ moment: String,
    _ experiment: inout Experiment
  ) {
    guard observation.ending.isRefusal else { return }
    let usual = experiment.baseline.extras
    let made = observation.changes.created.filter { !isUsual($0, usual, setting) }
    // What becomes of config.json itself is judged by what it holds.
    let changed = observation.touched.filter { $0 != setting.configPath && !isUsual($0, usual, setting) }
    experiment.judgements.expect(
      requirement, made.isEmpty && (changed.isEmpty || requirement == .fail4),
      requirement == .fail4
        ? "a refusal leaves other files behind" : "a refusal makes or changes something", moment: moment,
      expected: "nothing made or changed, but for what a successful run leaves, too",
      observed: [("made", made), ("changed", changed)].filter { !$0.1.isEmpty }
        .map { "\($0.0): \(list($0.1))" }.joined(separator: "; "))
  }

  /// Whether successful runs leave it, too: a lock file, or what a run-time system keeps somewhere else.
  private static func isUsual(_ path: String, _ usual: Set<String>, _ setting: Setting) -> Bool {
    if usual.contains(path) { return true }
    if path == setting.directory || path.hasPrefix(setting.directory + "/") { return false }
    let parent = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    return usual.contains { $0.hasPrefix(parent + "/") && !parent.isEmpty }
  }
}

internal import FaultInjection
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// What must hold of every run that had no reason to fail.
enum SuccessChecks {
  static func judged(_ suite: CredentialSuite) -> [RequirementID] {
    let stored: [RequirementID] = [.cli1, .store1, .store3, .store4, .sec1, .sec2]
    return suite.kind == .login ? stored + TokenChecks.requirements : stored
  }

  /// Judges a run.
  ///
  /// - Parameters:
  ///   - old: what `config.json` held before.
  ///   - shows: what is violated when the run refuses or fails.
  ///   - what: what was special about the run, as a message begins.
  /// - Returns: whether it stored everything and says so.
  @discardableResult
  static func judge(
    _ observation: Observation, _ setting: Setting, old: [UInt8]?, shows: RequirementID, _ what: String,
    _ experiment: inout Experiment
  ) -> Bool {
    let content = content(observation, setting)
    let stored = content.flatMap { StoredConfiguration($0) }
    let missing = setting.hostNames.filter { !holds(stored, $0, setting) }
    defer {
      SecretChecks.judge(observation, setting, stored, into: &experiment.judgements)
    }
    guard observation.ending.isSuccess else {
      // What never works shows nothing of a particular configuration.
      if !missing.isEmpty, !experiment.baseline.succeeds, ![.cli1, .conf1, .store1, .store2].contains(shows) {
        experiment.judgements.markUndecided(shows, "no run of the subject succeeds")
        return false
      }
      let deed = missing.isEmpty ? "stored the token, but says that it failed" : "\(what) does not work"
      experiment.judgements.expect(
        missing.isEmpty ? .cli1 : shows, false, deed,
        expected: "exit status 0 and the token of every host stored",
        observed: observation.summary)
      return false
    }
    if shows != .store1, missing.isEmpty { experiment.judgements.hold(shows) }
    if missing.isEmpty { experiment.judgements.hold(.cli1) }
    experiment.judgements.expect(
      .store1, missing.isEmpty, "success is reported, and no token is where clients look for it",
      expected: setting.suite.kind == .login
        ? "auths[HOST].registrytoken in \(setting.configPath)"
        : "the secret below auths[HOST] in \(setting.configPath)",
      observed: describe(content, stored, missing, setting))
    if let old, let stored { judgeRest(old, stored, setting, into: &experiment.judgements) }
    guard missing.isEmpty else { return false }
    for request in setting.hosts {
      guard let token = stored?.token(request.host) else { continue }
      let facts = TokenChecks.judge(
        token, for: request, readings: observation.result.clockReadings,
        into: &experiment.judgements)
      if let facts { experiment.samples.append(facts) }
    }
    return true
  }

  /// What `config.json` holds after a run, a link followed.
  static func content(_ observation: Observation, _ setting: Setting) -> [UInt8]? {
    guard let entry = observation.after[setting.configPath] else { return nil }
    if case .symbolicLink = entry.kind {
      return FileSystem.resolve(observation.sandbox.path(setting.configPath)).flatMap {
        FileSystem.read($0, limit: Snapshot.contentLimit)
      }
    }
    return entry.content
  }

  /// Whether a configuration holds what the run was to store for a host.
  static func holds(_ stored: StoredConfiguration?, _ host: String, _ setting: Setting) -> Bool {
    guard let stored else { return false }
    if setting.suite.kind == .login { return stored.token(host)?.isEmpty == false }
    guard let entry = stored.entry(host) else { return false }
    return setting.secrets[0].encoding(in: Array(entry.serialized(pretty: false).utf8)) != nil
  }

  private static func describe(
    _ content: [UInt8]?, _ stored: StoredConfiguration?, _ missing: [String], _ setting: Setting
  ) -> String {
    guard let content else { return "no config.json" }
    if let twice = StoredConfiguration.repeatedName(in: content) {
      let name = setting.hostNames.contains(twice) ? "the entry of \(twice)" : "a member"
      return "config.json: \(name) is there twice, and it depends on the reader which one counts"
    }
    guard stored != nil else { return "config.json: \(StoredConfiguration.flaw(of: content) ?? "")" }
    return "nothing for \(list(missing))"
  }

  /// LG-STORE-3 and LG-STORE-4.
  private static func judgeRest(
    _ old: [UInt8], _ stored: StoredConfiguration, _ setting: Setting, into judgements: inout Judgements
  ) {
    guard let before = StoredConfiguration(old) else { return }
    let names = setting.hostNames
    let (one, other) = (before.without(names), stored.without(names))
    let lost = JSONComparison.losses(from: one, to: other)
    judgements.expect(
      .store3, lost.isEmpty, "other entries or members are lost or changed",
      expected: "everything else keeps its value",
      observed: "lost or changed: \(list(lost))")
    // What is lost was not rewritten.
    let rewritten = JSONComparison.rewritings(from: one, to: other).filter { text in
      !lost.contains { text.hasPrefix($0) }
    }
    judgements.expect(
      .store4, rewritten.isEmpty, "other members are written otherwise",
      expected: "numbers as they were written, and members in their order",
      observed: list(rewritten, limit: 3))
  }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-FAIL-1 to 4 by faults of the environment, which need no tracing: limits and permissions.
enum LimitCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    sizes.map { size($0, suite) } + [readOnly(suite)]
  }

  private static let judged: [RequirementID] = [.fail1, .fail2, .fail3, .fail4, .sec1, .sec2]

  private static let sizes: [(name: String, size: @Sendable (CredentialBaseline) -> Int)] = [
    ("zero", { _ in 0 }), ("one", { _ in 1 }), ("half", { $0.size / 2 }), ("less-one", { $0.size - 1 }),
  ]

  private static func size(
    _ limit: (name: String, size: @Sendable (CredentialBaseline) -> Int), _ suite: CredentialSuite
  ) -> TestCase {
    fault("limit/file-size-\(limit.name)", "files may not grow (\(limit.name))") { setting, baseline in
      setting.fileSizeLimit = Int64(max(0, limit.size(baseline)))
    }
  }

  private static func readOnly(_ suite: CredentialSuite) -> TestCase {
    fault("limit/read-only-directory", "the directory is read-only", mode: 0o555) { setting, _ in
      setting.obeysPermissions = true
    }
  }

  private static func fault(
    _ name: String, _ phrase: String, mode: UInt32? = nil,
    _ change: @escaping @Sendable (inout Setting, CredentialBaseline) -> Void
  ) -> TestCase {
    TestCase(name, judged) { experiment throws(CaseFailure) in
      guard experiment.baseline.succeeds else {
        return experiment.judgements.markUndecided(.fail1, "no run of the subject succeeds")
      }
      let plain = try experiment.setting()
      // What a run without a limit leaves is the measure.
      let alone = try experiment.stage(plain, old: DockerConfigText.rich)
      let clean = try experiment.run(plain, in: alone)
      let measure = StoreMeasure(
        SuccessChecks.content(clean, plain), hosts: plain.hostNames, kind: experiment.suite.kind,
        usual: Set(clean.changes.created))
      var setting = plain
      change(&setting, experiment.baseline)
      let sandbox = try experiment.stage(plain, old: DockerConfigText.rich)
      if let mode {
        try experiment.make { () throws(FileSystem.Failure) in
          try FileSystem.setMode(sandbox.path(plain.directory), mode)
        }
      }
      let observation = try experiment.run(setting, in: sandbox)
      let state = StoreState(
        observation.after[plain.configPath]?.content, old: DockerConfigText.rich, measure, plain)
      judge(observation, state, measure, plain, phrase, &experiment)
      if mode != nil {
        try experiment.make { () throws(FileSystem.Failure) in
          try FileSystem.setMode(sandbox.path(plain.directory), 0o700)
        }
      }
      guard observation.ending.isRefusal, !state.isOther else { return }
      let again = try experiment.run(plain, in: sandbox)
      let now = StoreState(again.after[plain.configPath]?.content, old: nil, measure, plain)
      experiment.judgements.expect(
        .fail3, again.ending.isSuccess && now == .new, "a retry after a failed run does not succeed",
        moment: phrase,
        expected: "exit status 0 and the token stored", observed: again.summary)
    }
  }

  private static func judge(
    _ observation: Observation, _ state: StoreState, _ measure: StoreMeasure, _ setting: Setting,
    _ phrase: String,
    _ experiment: inout Experiment
  ) {
    let text = if case .other(let text) = state { text } else { "" }
    experiment.judgements.expect(
      .fail1, !state.isOther, "config.json is neither the old file nor the complete new one", moment: phrase,
      expected: "the old file, or the new and complete one",
      observed: "\(observation.ending); config.json is \(text)")
    if observation.ending.isSuccess {
      experiment.judgements.expect(
        .fail2, state == .new, "success is reported, and the token is not stored", moment: phrase,
        expected: "a status other than 0 and a message, or the new file", observed: observation.summary)
    } else {
      experiment.judgements.expect(
        .fail2, observation.ending.isRefusal && observation.result.standardError.contains { $0 > 32 },
        observation.ending.isRefusal
          ? "failed without a message" : "a failure makes the command crash or hang", moment: phrase,
        expected: "a status other than 0 and a message on standard error, in finite time",
        observed: observation.summary)
      let left = observation.changes.created.filter {
        !measure.usual.contains($0) && observation.after[$0]?.kind != .directory
      }
      if observation.ending.isRefusal {
        experiment.judgements.expect(
          .fail4, left.isEmpty, "other files are left of a failed run", moment: phrase,
          expected: "no temporary or lock file that a successful run would not leave", observed: list(left))
      }
    }
    SecretChecks.judge(
      observation, setting,
      observation.after[setting.configPath]?.content.flatMap { StoredConfiguration($0) }, moment: phrase,
      // What a run left that had to be ended says nothing of its care.
      judgesFiles: !observation.ending.isEndless,
      into: &experiment.judgements)
  }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-8 and 9 where it matters: a run is held between its look at the file and its own change, while another one goes
/// through, or waits.
enum InterleavingCase {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    guard suite.hosts.count > 1 else { return [] }
    let moments = Moment.allCases.map { moment in
      // Only one is held for long: it finds those who go on without the lock when they have waited for some time.
      let isLong = moment == .beforeReplacing
      return TestCase(
        "race/held-\(moment.rawValue)", [.store8, .store9], order: isLong ? .waiting : .usual, cost: 3
      ) { experiment throws(CaseFailure) in
        try judge(
          moment, old: DockerConfigText.rich, seconds: isLong ? HeldRun.long : HeldRun.short(experiment),
          &experiment)
      }
    }
    return moments + [
      TestCase("race/held-new-file", [.store8, .store9], cost: 3) { experiment throws(CaseFailure) in
        try judge(.beforeReplacing, old: nil, seconds: HeldRun.short(experiment), &experiment)
      }
    ]
  }

  /// Where a run is held.
  enum Moment: String, CaseIterable {
    case afterReading = "after-reading"
    case beforeReplacing = "before-replacing"
    case beforeReading = "before-reading"

    /// The call before which the run is held, among those of a recorded run.
    func target(_ recording: Recording, _ purposes: Purposes) -> TracedCall? {
      let calls = recording.calls
      let config = PathRole.watched(.config)
      let last = calls.lastIndex { call in
        call.succeeded && call.changes && call.name.roles.last == config
          && [.rename, .link, .open, .write].contains(call.kind)
      }
      let opened = calls.firstIndex {
        $0.kind == .open && $0.succeeded && $0.name.roles == [config] && !$0.changes
      }
      switch self {
      case .beforeReplacing:
        guard let last else { return nil }
        // Of a file that is written in place, the first call that changes it.
        let first = calls.firstIndex { $0.succeeded && $0.changes && $0.name.roles.last == config }
        return calls[calls[last].kind == .rename || calls[last].kind == .link ? last : first ?? last]
      case .beforeReading: return opened.map { calls[$0] }
      case .afterReading:
        let read = calls.lastIndex { $0.kind == .read && $0.succeeded && $0.name.roles == [config] } ?? opened
        guard let read else { return nil }
        return calls[(read + 1)...].first { purposes.isSubject($0) && $0.kind != .read }
      }
    }
  }

  private static func judge(
    _ moment: Moment, old: [UInt8]?, seconds: Double, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    let first = try experiment.setting()
    let alone = try experiment.stage(first, old: old)
    guard let recorded = try TraceCases.record(first, in: alone, &experiment) else {
      return markUndecided(TraceCases.notStored, &experiment)
    }
    let purposes = Purposes(recorded.run.recording, files: recorded.run.watchedFiles)
    guard let target = moment.target(recorded.run.recording, purposes) else {
      return markUndecided("no call of the subject was seen at which to hold it", &experiment)
    }
    let second = try first.forHost(1)
    let sandbox = try experiment.stage(first, old: old)
    try experiment.make { () throws(FileSystem.Failure) in try second.place(in: sandbox) }
    guard let gate = Gate() else { throw HeldRun.noGate(sandbox) }
    let context = experiment.context
    let held = HeldRun(first, in: sandbox, before: target, context, waits: HeldRun.longest)
    let beside = HeldRun.launch(second, in: sandbox, context, waits: HeldRun.longest)
    let isDone = DoneFlag()
    let outcomes = parallelMap([0, 1], jobs: 2) { index -> HeldRun.Side in
      if index == 0 {
        let recording = held.run {
          gate.open()
          // One that goes through is awaited; one that waits for the first is not.
          isDone.wait(seconds)
        }
        gate.open()
        return .traced(recording)
      }
      let result = Result { () throws(LaunchFailure) in try PlainRun(beside, gate: gate).finish() }
      isDone.set()
      return .plain(result)
    }
    guard let recording = outcomes[0].recording, let result = recording.result, recording.hit != nil else {
      return markUndecided("\(target.name) did not come up again in the same way", &experiment)
    }
    let other = try outcomes[1].result()
    experiment.noteRun()
    experiment.noteRun()
    TraceCases.judge(recording, isNew: old == nil, into: &experiment.judgements)
    RaceJudge.judgeEntries(
      sandbox, [(first, result), (second, other)], recorded.run, "held before \(target.name)",
      isNew: old == nil, into: &experiment.judgements)
  }

  private static func markUndecided(_ reason: String, _ experiment: inout Experiment) {
    for requirement in [RequirementID.store8, .store9] {
      experiment.judgements.markUndecided(requirement, reason)
    }
  }
}

internal import FaultInjection
internal import Glibc
internal import SpecHarness
internal import Synchronization
internal import SystemSupport

/// LG-STORE-8 and 9 where it matters: a run is held between its look at the file and its own change, while another one goes
/// through, or waits.
enum InterleavingCase {
  /// The longest that a run is held, in seconds.
  private static let longest = 4.5

  static func all(_ suite: CredentialSuite) -> [TestCase] {
    guard suite.hosts.count > 1 else { return [] }
    return Moment.allCases.map { moment in
      TestCase("race/held-\(moment.rawValue)", [.store8, .store9]) { experiment throws(CaseFailure) in
        try judge(moment, &experiment)
      }
    }
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

  private static func judge(_ moment: Moment, _ experiment: inout Experiment) throws(CaseFailure) {
    let first = try experiment.setting()
    let alone = try experiment.stage(first, old: DockerConfigText.rich)
    guard let recorded = try TraceCases.record(first, in: alone, &experiment) else {
      return markUndecided(TraceCases.notStored, &experiment)
    }
    let purposes = Purposes(recorded.run.recording, files: recorded.run.watchedFiles)
    guard let target = moment.target(recorded.run.recording, purposes) else {
      return markUndecided("no call of the subject was seen at which to hold it", &experiment)
    }
    let second = try first.forHost(1)
    let sandbox = try experiment.stage(first, old: DockerConfigText.rich)
    try experiment.make { () throws(FileSystem.Failure) in try second.place(in: sandbox) }
    guard let pair = try run(first, held: target, beside: second, in: sandbox, experiment.context) else {
      return markUndecided("\(target.name) did not come up again in the same way", &experiment)
    }
    experiment.noteRun()
    experiment.noteRun()
    TraceCases.judge(pair.recording, into: &experiment.judgements)
    RaceJudge.judgeEntries(
      sandbox, [(first, pair.held), (second, pair.other)], recorded.run, "held before \(target.name)",
      into: &experiment.judgements)
  }

  private static func markUndecided(_ reason: String, _ experiment: inout Experiment) {
    for requirement in [RequirementID.store8, .store9] {
      experiment.judgements.markUndecided(requirement, reason)
    }
  }

  private struct Pair {
    let recording: Recording
    let held: RunResult
    let other: RunResult
  }

  /// Runs both; nothing when the first never came to the call.
  private static func run(
    _ first: Setting, held target: TracedCall, beside second: Setting, in sandbox: Sandbox,
    _ context: CaseContext
  ) throws(CaseFailure) -> Pair? {
    guard let gate = Gate() else {
      throw .sandbox(FileSystem.Failure(operation: "make a pipe for", path: sandbox.root, errno: errno))
    }
    let isDone = DoneFlag()
    let invocation = first.invocation(in: sandbox)
    let place = TracedRun.place(of: invocation, in: sandbox, sandbox.snapshot())
    var launch = context.launch(invocation, in: sandbox)
    launch.deadline = context.deadline + 2 * longest
    var options = TraceOptions()
    options.watchesReads = true
    // One that goes through is awaited; one that waits for the first is not.
    let patience = min(longest, max(0.5, 20 * context.baseline.seconds))
    options.meanwhile = {
      gate.open()
      let end = monotonicSeconds() + patience
      while !isDone.isSet, monotonicSeconds() < end { usleep(2_000) }
    }
    let plan = FaultPlan(target: target.name, fault: .concurrentWriter)
    var beside = context.launch(second.invocation(in: sandbox), in: sandbox)
    beside.deadline = context.deadline + 2 * longest
    let outcomes = parallelMap([0, 1], jobs: 2) { [launch, beside, options] index -> Side in
      if index == 0 {
        let recording = TracedRunner().run(launch, at: place, options: options, plan: plan)
        gate.open()
        return .traced(recording)
      }
      let result = Result { () throws(LaunchFailure) in try PlainRun(beside, gate: gate).finish() }
      isDone.set()
      return .plain(result)
    }
    guard case .traced(let recording)? = outcomes.first, case .plain(let plain)? = outcomes.last,
      let held = recording.result, recording.hit != nil
    else { return nil }
    switch plain {
    case .success(let other): return Pair(recording: recording, held: held, other: other)
    case .failure(let failure): throw .launch(failure)
    }
  }

  private enum Side: Sendable {
    case traced(Recording)
    case plain(Result<RunResult, LaunchFailure>)
  }
}

/// Something that is so from a moment on, for all threads.
final class DoneFlag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  func set() { value.store(true, ordering: .releasing) }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// What only the calls of a run show: KG-FILE-5, KG-FILE-6, KG-KEY-4, what lies outside the sandbox, and what a refusal
/// does for an instant.
package enum TraceCases {
  /// The cases; to be run only where calls can be traced.
  package static func all() -> [TestCase] {
    [modes, flushes, OutsideCase.outside, EntropyCase.entropy] + RefusalTraceCases.all()
  }

  /// A recorded run that had no reason to fail, with the facts of its pair.
  struct Recorded {
    let run: TracedRun
    let seed: [UInt8]
    let purposes: Purposes
    var search: SecretSearch { SecretSearch(seed: seed) }
  }

  /// What came of a recorded run that had no reason to fail.
  enum Outcome {
    case pair(Recorded)
    /// There is none that could be looked at.
    case nothing(because: NoPair)

    var recorded: Recorded? { if case .pair(let recorded) = self { recorded } else { nil } }
  }

  /// Why there is no pair.
  struct NoPair: CustomStringConvertible {
    let text: String
    /// Whether the subject ended by itself, in a run that was seen to its end, or would never have made a pair.
    let isOwnEnd: Bool
    var description: String { text }
  }

  /// Records a run; one that reaches its deadline gets more time, since a traced run on a busy machine is slow.
  static func record(
    _ setting: Setting, madeBeforehand: Bool? = nil, options: TraceOptions = .observing,
    _ experiment: inout Experiment
  ) throws(CaseFailure) -> Outcome {
    guard experiment.baseline.succeeds else {
      return .nothing(because: NoPair(text: "no run of the subject made a pair", isOwnEnd: false))
    }
    var deadline = experiment.context.deadline
    var run = try traced(setting, madeBeforehand, options, deadline: deadline, &experiment)
    var isStuck = false
    while run.observation.ending == .timedOut, deadline < 8 * experiment.context.deadline, !isStuck {
      deadline *= 2
      let refused = run.recording.refusedDraws
      run = try traced(setting, madeBeforehand, options, deadline: deadline, &experiment)
      // Who has more time, and asks more often for what is never had, would do so for ever.
      isStuck = refused > 1 && run.recording.refusedDraws * 2 >= refused * 3
    }
    if let recorded = recorded(run, experiment) { return .pair(recorded) }
    let ending =
      run.recording.unavailableReason.map { "\($0)" }
      ?? "\(run.observation.ending), and no pair that is whole"
    let isOwnEnd =
      run.recording.unavailableReason == nil && (isStuck || !run.observation.ending.isEndless)
    return .nothing(
      because: NoPair(text: "the traced run made no pair to look at: \(ending)", isOwnEnd: isOwnEnd))
  }

  /// What a traced run made; nil where it made no pair.
  ///
  /// - Parameter isCutShort: whether it may have been ended by a fault, since nothing but its key is asked for.
  static func recorded(
    _ run: TracedRun, isCutShort: Bool = false, _ experiment: Experiment
  ) -> Recorded? {
    let observation = run.observation
    guard run.recording.unavailableReason == nil, observation.madePair,
      observation.ending.isSuccess || isCutShort && run.recording.hit != nil
    else { return nil }
    var ignored = Judgements()
    let facts = PairChecks.judge(observation, into: &ignored)
    guard let seed = facts.seed else { return nil }
    let purposes = Purposes(
      run.recording, files: run.watchedFiles,
      recognize: experiment.context.suite.contentRecognizer(for: observation))
    return Recorded(run: run, seed: seed, purposes: purposes)
  }

  private static func traced(
    _ setting: Setting, _ madeBeforehand: Bool?, _ options: TraceOptions, deadline: Double,
    _ experiment: inout Experiment
  ) throws(CaseFailure) -> TracedRun {
    let sandbox = try experiment.makeSandbox(setting.directory, madeBeforehand: madeBeforehand)
    let invocation = setting.invocation(in: sandbox, experiment.baseline)
    let request = TracedRun.Request(invocation, options: options, deadline: deadline)
    return try TracedRun(request, in: sandbox, &experiment)
  }

  // MARK: KG-FILE-5

  private static let modes = TestCase("trace/modes", [.file5]) { experiment throws(CaseFailure) in
    // The umask that takes nothing away shows what the program asks for.
    let recorded: Recorded
    switch try record(Setting { $0.umask = 0 }, &experiment) {
    case .pair(let pair): recorded = pair
    case .nothing(let reason): return experiment.judgements.markUndecided(.file5, reason.text)
    }
    let recording = recorded.run.recording
    let observation = recorded.run.observation
    func isAt(_ file: KeyFile, _ history: FileHistory) -> Bool {
      observation.entry(file).map { $0.device == history.device && $0.inode == history.inode } ?? false
    }
    // A copy in the public set is KG-JWK-5's.
    let holders = recording.histories.filter { history in
      isAt(.privateSet, history)
        || !isAt(.publicSet, history)
          && history.contents.contains { recorded.search.encoding(in: $0) != nil }
    }
    let loose = holders.first { $0.loose != nil }
    if loose == nil {
      if !holders.contains(where: { isAt(.privateSet, $0) }) {
        return experiment.judgements.markUndecided(.file5, "privkey.json was not seen while it was made")
      }
      if recording.isCut {
        return experiment.judgements.markUndecided(.file5, "the run writes more than can be looked at")
      }
    }
    experiment.judgements.expect(
      .file5, loose == nil, "a file that holds the private value can be opened by others",
      expected:
        "no instant at which it has a mode looser than 0600, under any umask, not even while it is empty",
      observed: loose.map { describe($0, recording) } ?? "")
  }

  private static func describe(_ history: FileHistory, _ recording: Recording) -> String {
    guard let look = history.loose else { return "" }
    let call =
      recording.calls.indices.contains(look.call)
      ? " \(look.before ? "before" : "after") \(recording.calls[look.call].name)" : ""
    let name = history.path.lastIndex(of: "/").map { history.path[history.path.index(after: $0)...] }
    return "\(name ?? history.path[...]) with mode \(octal(look.mode))\(call), \(look.size) bytes long, "
      + "under umask 0000"
  }

  // MARK: KG-FILE-6

  private static let flushes = TestCase("trace/flushes", [.file6]) { experiment throws(CaseFailure) in
    let recorded: Recorded
    switch try record(Setting(), &experiment) {
    case .pair(let pair): recorded = pair
    case .nothing(let reason): return experiment.judgements.markUndecided(.file6, reason.text)
    }
    let calls = recorded.run.recording.calls
    for file in KeyFile.allCases {
      let order = FlushOrder(
        calls, file.label, recorded.purposes, success: Array(file.successPrefix.utf8))
      experiment.judgements.expect(
        .file6, order.contentIsFlushed, "\(file.name) is not flushed before success is reported",
        expected: "fsync(2) or the like on \(file.name) after its last write and before the success line",
        observed: order.description)
      experiment.judgements.expect(
        .file6, order.nameIsFlushed, "the name \(file.name) is not flushed before success is reported",
        expected: "fsync(2) or the like on the directory after the name appeared and before the success line",
        observed: order.description)
    }
  }
}

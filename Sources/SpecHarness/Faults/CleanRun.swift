internal import FaultInjection

/// What a run without a fault does and leaves: the measure for all the others.
struct CleanRun: Sendable {
  let recording: Recording
  let purposes: Purposes
  /// The calls that faults go into, in order.
  let calls: [TracedCall]
  /// The modes of the two files.
  let modes: [KeyFile: UInt32]
  /// What is wrong with the pair even so; a fault is not blamed for it.
  let flaws: Set<RequirementID>
  /// Whether it leaves files outside its sandbox, too, which is KG-FILE-1's.
  let leavesOutside: Bool
  /// What it removes or changes though it did not make it, which is no matter of its rollback.
  let touched: Set<String>
  /// In seconds.
  let elapsed: Double

  /// Records the subject until two runs agree.
  ///
  /// - Returns: nothing when the subject does not end under the tracer as it should, or when its calls cannot be seen; the
  ///   reason then stands in `obstacle`.
  init?(
    _ scenario: FaultScenario, _ experiment: inout Experiment, obstacle: inout String
  ) throws(CaseFailure) {
    var request = TracedRun.Request(
      setting: scenario.setting, deadline: experiment.context.deadline)
    request.options.observes = true
    var last: TracedRun?
    var agrees = false
    for _ in 0..<4 where !agrees {
      let run = try TracedRun(request, in: scenario.makeSandbox(&experiment), &experiment)
      if let found = run.recording.obstacle {
        obstacle = "\(found)"
        return nil
      }
      if run.observation.ending == .timedOut, request.deadline < 8 * experiment.context.deadline {
        // The machine may be busy; the deadline of the suite was measured for a run of its own.
        request.deadline *= 2
        obstacle = "the subject does not succeed while it is traced: \(run.observation.summary)"
        continue
      }
      if run.recording.lacksCalls {
        obstacle = "the subject makes more calls than can be kept"
        return nil
      }
      let isAsExpected =
        scenario == .refusing
        ? run.observation.ending.isRefusal
        : run.observation.ending.isSuccess && run.observation.madePair
      guard isAsExpected else {
        obstacle = "the subject does not succeed while it is traced: \(run.observation.summary)"
        return nil
      }
      agrees = last.map { Self.names($0.recording) == Self.names(run.recording) } ?? false
      last = run
    }
    guard let last else { return nil }
    let observation = last.observation
    var judgements = Judgements()
    let facts = PairChecks.judge(observation, into: &judgements)
    purposes = Purposes(
      last.recording, search: facts.seed.map { SecretSearch(seed: $0) },
      publicContent: observation.content(.publicSet))
    flaws = Set(RequirementID.allCases.filter { judgements.violates($0) })
    touched = Set(observation.touched)
    modes = KeyFile.allCases.reduce(into: [:]) { $0[$1] = observation.entry($1)?.mode }
    elapsed = Double(observation.result.elapsed) / 1e9
    calls = last.recording.calls.filter { [purposes] in purposes.isSubject($0) }
    recording = last.recording
    leavesOutside = !last.madeOutside.isEmpty
    if scenario != .refusing, let file = Self.unseen(recording) {
      obstacle =
        "the making of \(file.name) was not seen among the subject's calls, although the file is there"
      return nil
    }
  }

  /// A file of the pair whose making the recording lacks.
  private static func unseen(_ recording: Recording) -> KeyFile? {
    KeyFile.allCases.first { file in
      let role: PathRole = file == .privateSet ? .privateKey : .publicKey
      return !recording.calls.contains { call in
        guard call.creates, call.succeeded else { return false }
        // A directory that holds the files already may become the output directory.
        return call.name.roles.last == role || call.kind == .rename && call.name.roles.last == .directory
      }
    }
  }

  /// The first call that changes anything, if another watched call comes before it.
  var firstChange: CallName? {
    let calls = recording.calls.filter { ![[.standardOutput], [.standardError]].contains($0.name.roles) }
    let first = calls.first { $0.succeeded && $0.changes }
    return first?.name == calls.first?.name ? nil : first?.name
  }

  private static func names(_ recording: Recording) -> [CallName] { recording.calls.map(\.name) }

  /// Whether a run took the same way up to the fault.
  func agrees(with other: Recording, upTo hit: Int) -> Bool {
    func watched(_ calls: ArraySlice<TracedCall>) -> [CallName] {
      calls.filter { ![.read, .random].contains($0.kind) }.map(\.name)
    }
    let theirs = watched(other.calls[..<min(hit, other.calls.count)])
    return recording.calls.prefix(theirs.count).map(\.name).elementsEqual(theirs)
  }
}

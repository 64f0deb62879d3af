internal import FaultInjection
internal import SystemSupport

/// A case of the campaign under way: runs the subject with one fault, and has what comes of it judged.
struct FaultRun: Sendable {
  let context: CaseContext
  let fault: FaultCase
  let clean: CleanRun
  let hangsOnFailure: Bool
  var copies: CheckpointPool<FaultScenario>?

  /// How often a call is waited for that does not come up in the same way in every run; threads that race give every
  /// other number to a temporary file.
  private var attempts: Int { fault.hasTemporary ? 8 : 3 }

  func judge(_ experiment: inout Experiment) throws(CaseFailure) {
    experiment.noteFault()
    if try judgeCopies(&experiment) { return }
    try judgeRuns(&experiment)
  }

  /// Runs the subject until the fault strikes, and has that judged.
  func judgeRuns(_ experiment: inout Experiment) throws(CaseFailure) {
    for attempt in 1...attempts {
      let traced = try traced(&experiment)
      if let obstacle = traced.recording.obstacle {
        return leaveOpen("\(obstacle)", &experiment)
      }
      if traced.recording.lacksCalls {
        return leaveOpen("the run makes more calls than can be kept", &experiment)
      }
      guard let hit = traced.recording.hit else { continue }
      let agrees = clean.agrees(with: traced.recording, upTo: hit)
      guard agrees || attempt >= 3 else { continue }
      // Threads that race number their temporary files as it happens, so that only what is left tells whose this one is.
      return try judge(traced, isAmbiguous: !agrees && fault.hasTemporary, &experiment)
    }
    leaveOpen("\(fault.call.name) did not come up again in the same way", &experiment)
  }

  private func leaveOpen(_ reason: String, _ experiment: inout Experiment) {
    for requirement in fault.requirements { experiment.judgements.leaveOpen(requirement, reason) }
    experiment.cell = .unjudged
  }

  // MARK: The run

  /// One run with the fault; one that seems to hang is given a second chance, with more time.
  private func traced(_ experiment: inout Experiment) throws(CaseFailure) -> TracedRun {
    var request = request
    let first = try TracedRun(request, in: makeSandbox(&experiment), &experiment)
    guard first.observation.ending == .timedOut, !hangsOnFailure else { return first }
    if experiment.copied != nil { throw .untraced("a copy has reached its deadline") }
    // A busy machine must not make a slow run look like one without end.
    request.deadline = max(context.deadline, 2 * request.deadline)
    return try TracedRun(request, in: makeSandbox(&experiment), &experiment)
  }

  var request: TracedRun.Request {
    let enough = hangsOnFailure ? max(1, 10 * clean.elapsed) : max(2.5, 30 * clean.elapsed)
    var request = TracedRun.Request(
      setting: fault.scenario.setting, plan: fault.plan, deadline: min(context.deadline, enough))
    request.options.watchesReads = fault.canLoseData
    return request
  }

  /// Finds out, by the first lasting error, whether failures make the subject hang.
  static func hangs(
    _ context: CaseContext, _ clean: [FaultScenario: CleanRun], _ faults: [FaultCase],
    _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    let lasting = faults.first { $0.isLastingError && $0.call.kind == .write }
    guard let fault = lasting ?? faults.first(where: \.isLastingError), let clean = clean[fault.scenario]
    else { return false }
    let probe = FaultRun(context: context, fault: fault, clean: clean, hangsOnFailure: false)
    return try probe.traced(&experiment).observation.ending == .timedOut
  }

  // MARK: The judgement

  private func judge(
    _ traced: TracedRun, isAmbiguous: Bool, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    let flaws = clean.flaws.union(experiment.baseline.violations)
    let state = PairState(traced, clean, experiment.baseline, flaws: flaws)
    if fault.scenario == .refusing {
      state.judgeTouched(
        "a refusal that is interrupted changes what was there (\(fault.fault) \(fault.call.name))",
        into: &experiment.judgements)
      experiment.cell = experiment.judgements.violates(.roll6) ? .fail : .pass
      return
    }
    switch fault.fault {
    case .signal, .kill:
      let judge = InterruptionJudge(fault: fault, run: traced, state: state, flaws: flaws)
      experiment.cell = judge.judge(into: &experiment.judgements)
    case .rival:
      experiment.cell = RivalJudge(fault: fault, run: traced, state: state).judge(
        into: &experiment.judgements)
    case .error, .lost, .short, .fullAfterHalf:
      let judge = FaultJudge(
        fault: fault, run: traced, clean: clean, state: state, isAmbiguous: isAmbiguous)
      try judgeFailure(traced, judge, &experiment)
    }
  }

  private func judgeFailure(
    _ traced: TracedRun, _ judge: FaultJudge, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    let state = judge.state
    let cell = judge.judge(into: &experiment.judgements)
    // A complete pair that only could not be tidied up after may well stand in the way.
    if cell != .tolerated, !judge.hung, !traced.observation.ending.isSuccess, !judge.onlyTidyingFailed,
      state.stuck.isEmpty || state.leavesMoreThanStuck
    {
      // So may what could not be removed; the rest may not.
      for path in state.stuck { FileSystem.removeTree(traced.observation.sandbox.path(path)) }
      try retry(traced.observation.sandbox, &experiment)
    }
    try FailureLeak(fault, traced, state).judge(request, &experiment)
    experiment.cell = experiment.judgements.all.contains(where: \.isViolated) ? .fail : cell
  }

  /// KG-ROLL-5: with the fault gone, the same directory works.
  private func retry(_ sandbox: Sandbox, _ experiment: inout Experiment) throws(CaseFailure) {
    let request = TracedRun.Request(setting: fault.scenario.setting, deadline: context.deadline)
    let left = sandbox.snapshot()
    let result = try TracedRun.run(request, in: sandbox, left, &experiment).result
    func path(_ file: KeyFile) -> String { fault.scenario.directory + "/" + file.name }
    let blocking = KeyFile.allCases.filter { left[path($0)] != nil }.map(\.name)
    let hasPair = KeyFile.allCases.allSatisfy {
      Entry(path: sandbox.path(path($0)), contentLimit: 0)?.kind == .file
    }
    let message = excerpt(result.standardError)
    experiment.judgements.expect(
      .roll5, result.ending.isSuccess && hasPair && blocking.isEmpty,
      "a retry after a failed run does not succeed (\(fault.fault) at \(fault.call.name))",
      expected: "exit status 0 and a pair",
      observed: "\(result.ending)\(message.isEmpty ? "" : "; stderr: \(message)")"
        + (blocking.isEmpty ? "" : "; left by the failed run: \(list(blocking))"))
  }
}

package import FaultInjection
package import SpecHarness
internal import SystemSupport

extension Keygen {
  package func scenarios(_ baseline: KeygenBaseline) -> [KeygenScenario] {
    KeygenScenario.allCases.filter { $0 != .missing || !baseline.needsDirectory }
  }

  package func makeSandbox(
    for scenario: KeygenScenario, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Sandbox {
    let directory = scenario.directory
    let sandbox = try experiment.makeSandbox(directory, madeBeforehand: scenario != .missing)
    try experiment.make { () throws(FileSystem.Failure) in
      if scenario != .missing { try UnrelatedFiles.place(sandbox, directory) }
      if scenario == .refusing {
        for file in KeyFile.allCases { try Obstacle.file.place(file, in: sandbox, directory) }
      }
    }
    return sandbox
  }

  package func invocation(
    for scenario: KeygenScenario, in sandbox: Sandbox, _ baseline: KeygenBaseline
  ) -> Invocation {
    scenario.setting.invocation(in: sandbox, baseline)
  }

  package func measure(_ run: TracedRun) -> PairMeasure { PairMeasure(run.observation) }

  package func contentRecognizer(for observation: Observation) -> @Sendable ([UInt8]) -> FileLabel? {
    var ignored = Judgements()
    let search = PairChecks.judge(observation, into: &ignored).seed.map { SecretSearch(seed: $0) }
    let publicContent = observation.content(.publicSet)
    return { bytes in
      if search?.encoding(in: bytes) != nil { return KeyFile.privateSet.label }
      if let publicContent, !publicContent.isEmpty, bytes == publicContent { return KeyFile.publicSet.label }
      return nil
    }
  }

  package var tracedRequirements: Set<RequirementID> {
    let faulted: [RequirementID] = [
      .roll1, .roll2, .roll3, .roll4, .roll5, .roll6, .roll7, .roll8, .roll9, .exist6, .cli2, .cli4, .secret1,
      .secret2,
    ]
    return traceCases.reduce(into: Set(faulted)) { $0.formUnion($1.requirements) }
  }

  package func requirements(of fault: SpecHarness.FaultCase<KeygenScenario>) -> [RequirementID] {
    if fault.scenario == .refusing { return [.roll6] }
    switch fault.fault {
    case .signal: return [.roll8, .roll6]
    case .kill: return [.roll9, .roll6]
    case .concurrentWriter:
      return [.exist6, .roll4, .roll6, .roll7, fault.concern == .privkey ? .roll3 : .roll1]
    case .error, .lost, .short, .fullAfterHalf:
      let always: [RequirementID] = [.roll4, .roll5, .roll6, .roll7, .cli2, .cli4, .secret1, .secret2]
      return always + writes(of: fault)
    }
  }

  /// The requirements on what is left when a write fails, that the fault can show.
  private func writes(of fault: FaultCase) -> [RequirementID] {
    if fault.isRemoval || fault.hasTemporary { return [.roll1, .roll2, .roll3] }
    return fault.concern == .privkey ? [.roll3] : [.roll1, .roll2]
  }

  package func judge(
    _ run: SpecHarness.FaultedRun<Keygen>, in experiment: inout Experiment
  ) throws(CaseFailure) -> FaultGrid.Cell {
    let known = run.clean.measure.violations.union(experiment.baseline.violations)
    let state = PairState(run, experiment.baseline, known: known)
    if run.fault.scenario == .refusing {
      state.judgeTouched("a refusal that is interrupted changes what was there", into: &experiment.judgements)
      return experiment.judgements.violates(.roll6) ? .fail : .pass
    }
    switch run.fault.fault {
    case .signal, .kill:
      return InterruptionJudge(state: state, known: known).judge(into: &experiment.judgements)
    case .concurrentWriter:
      return ConcurrentWriterJudge(state: state).judge(into: &experiment.judgements)
    case .error, .lost, .short, .fullAfterHalf:
      return try judgeFailure(run, state, &experiment)
    }
  }

  private func judgeFailure(
    _ run: FaultedRun, _ state: PairState, _ experiment: inout Experiment
  ) throws(CaseFailure) -> FaultGrid.Cell {
    let judge = FaultJudge(state: state)
    let cell = judge.judge(into: &experiment.judgements)
    // A complete pair that only could not be tidied up after may well stand in the way.
    if cell != .tolerated, !run.hung, !run.observation.ending.isSuccess, !judge.onlyTidyingFailed,
      state.blocked.isEmpty || state.leavesMoreThanBlocked, run.fault.isFirst || run.run.leftTraces
    {
      // So may what could not be removed; the rest may not.
      for path in state.blocked { FileSystem.removeTree(run.observation.sandbox.path(path)) }
      try retry(run, &experiment)
    }
    try FailureLeak(run, state).judge(&experiment)
    return experiment.judgements.all.contains(where: \.isViolated) ? .fail : cell
  }

  /// KG-ROLL-5: with the fault gone, the same directory works.
  private func retry(_ run: FaultedRun, _ experiment: inout Experiment) throws(CaseFailure) {
    let sandbox = run.observation.sandbox
    let scenario = run.fault.scenario
    let invocation = invocation(for: scenario, in: sandbox, experiment.baseline)
    let request = TracedRun.Request(invocation, deadline: experiment.context.deadline)
    let left = sandbox.snapshot()
    let result = try TracedRun.run(request, in: sandbox, left, &experiment).result
    func path(_ file: KeyFile) -> String { scenario.directory + "/" + file.name }
    let blocking = KeyFile.allCases.filter { left[path($0)] != nil }.map(\.name)
    // Who overwrites what is left makes the pair, too; that it overwrites is another matter.
    let hasPair = KeyFile.allCases.allSatisfy { file in
      guard let entry = Entry(path: sandbox.path(path(file)), contentLimit: 0), entry.kind == .file else {
        return false
      }
      return left[path(file)].map { !entry.isUntouched(since: $0) } ?? true
    }
    let message = excerpt(result.standardError)
    experiment.judgements.expect(
      .roll5, result.ending.isSuccess && hasPair,
      "a retry after a failed run does not succeed", moment: run.moment,
      expected: "exit status 0 and a pair",
      observed: "\(result.ending)\(message.isEmpty ? "" : "; stderr: \(message)")"
        + (blocking.isEmpty ? "" : "; left by the failed run: \(list(blocking))"))
  }
}

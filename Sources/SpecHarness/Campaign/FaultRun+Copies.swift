internal import FaultInjection

extension FaultRun {
  /// Judges the case by copies of a stopped subject.
  ///
  /// A finding never rests on a copy: what fails, and what cannot be judged, is run afresh.
  ///
  /// - Returns: whether that is all that there is to do.
  func judgeCopies(_ experiment: inout Experiment<Suite>) throws(CaseFailure) -> Bool {
    guard let copies, let subject = try borrow(from: copies, &experiment) else { return false }
    var trial = experiment
    trial.copied = subject
    let isJudged: Bool
    do {
      try judgeRuns(&trial)
      isJudged = trial.cell != .unjudged && !trial.judgements.all.contains(where: \.isViolated)
    } catch {
      isJudged = false
    }
    trial.copied = nil
    copies.giveBack(subject, fault.scenario)
    if isJudged {
      experiment = trial
      experiment.basis = .copies
    } else {
      experiment.drop(trial)
    }
    return isJudged
  }

  /// A sandbox for a run: a fresh one, or that of the stopped subject.
  func makeSandbox(_ experiment: inout Experiment<Suite>) throws(CaseFailure) -> Sandbox {
    guard let subject = experiment.copied else {
      return try experiment.context.suite.makeSandbox(for: fault.scenario, &experiment)
    }
    guard subject.restore() else { throw .untraced("a sandbox could not be put back") }
    return subject.sandbox
  }

  private func borrow(
    from copies: CheckpointPool<Suite.Scenario>, _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> CheckpointedSandbox? {
    let context = experiment.context
    var maker = Experiment(context, name: experiment.name)
    let (scenario, point) = (fault.scenario, clean.firstChange)
    return try copies.borrow(scenario) { () throws(CaseFailure) in
      let sandbox = try context.suite.makeSandbox(for: scenario, &maker)
      let before = sandbox.snapshot()
      let invocation = context.suite.invocation(for: scenario, in: sandbox, context.baseline)
      var launch = context.launch(invocation, in: sandbox)
      launch.deadline = context.deadline
      let place = TracedRun.place(of: invocation, in: sandbox, before)
      return Result { () throws(CheckpointUnsound) in
        try CheckpointedSandbox(sandbox, launch, at: place, point: point)
      }
    }
  }

  /// Compares copies of the subject with fresh runs: without a fault, and with a few.
  ///
  /// Where they differ, there are no copies at all.
  ///
  /// - Parameter whole: a fresh run without a fault.
  static func tryCopies(
    _ copies: CheckpointPool<Suite.Scenario>, _ runs: [FaultRun], besides whole: RunDifference.Side,
    _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) {
    let errors = runs.filter { if case .error = $0.fault.fault { true } else { false } }
    guard let first = runs.first else { return }
    let chosen = [0, errors.count / 2, errors.count - 1].filter(errors.indices.contains).map { errors[$0] }
    if let failure = try first.difference(copies, besides: whole, &experiment) {
      return copies.refuseAll(failure)
    }
    for run in chosen {
      if let failure = try run.difference(copies, besides: nil, &experiment) {
        return copies.refuseAll(failure)
      }
    }
  }

  /// What tells a copy from a fresh run in a sandbox of its own, if anything.
  ///
  /// - Parameter whole: a fresh run without a fault, to compare a copy without one with; nil compares runs with the fault.
  private func difference(
    _ copies: CheckpointPool<Suite.Scenario>, besides whole: RunDifference.Side?,
    _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> CheckpointFailure? {
    guard let subject = try borrow(from: copies, &experiment) else { return nil }
    defer { copies.giveBack(subject, fault.scenario) }
    let withFault = whole == nil
    var request = request(in: subject.sandbox, experiment)
    if !withFault { request.plan = nil }
    let copied: RunDifference.Side
    do {
      let recording = try subject.run(
        from: subject.pristine, plan: request.plan, options: request.options, deadline: request.deadline)
      guard let recording else { return .unsound(.start) }
      experiment.noteRun()
      copied = .init(recording, in: subject.sandbox)
    } catch {
      return error
    }
    let one: RunDifference.Side
    if let whole { one = whole } else { one = try fresh(withFault: true, &experiment) }
    guard let difference = RunDifference.between(copied, one) else { return nil }
    // What no two runs have in common says nothing of the copy.
    let other = try fresh(withFault: withFault, &experiment)
    return RunDifference.between(one, other) == nil ? .differs(difference) : nil
  }

  private func fresh(
    withFault: Bool, _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> RunDifference.Side {
    let sandbox = try experiment.context.suite.makeSandbox(for: fault.scenario, &experiment)
    var request = request(in: sandbox, experiment)
    if !withFault { request.plan = nil }
    let recording = try TracedRun.run(request, in: sandbox, sandbox.snapshot(), &experiment).recording
    return .init(recording, in: sandbox)
  }
}

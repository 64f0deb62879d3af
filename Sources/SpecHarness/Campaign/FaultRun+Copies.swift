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
      copies.noteDecision()
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
  /// Where they differ, there are no copies.
  static func tryCopies(
    _ copies: CheckpointPool<Suite.Scenario>, _ runs: [FaultRun], _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) {
    let errors = runs.filter { if case .error = $0.fault.fault { true } else { false } }
    guard let first = runs.first, let subject = try first.borrow(from: copies, &experiment) else { return }
    var requests = [first.request(in: subject.sandbox, experiment)]
    requests[0].plan = nil
    for index in [0, errors.count / 2, errors.count - 1] where errors.indices.contains(index) {
      requests.append(errors[index].request(in: subject.sandbox, experiment))
    }
    for request in requests {
      if let failure = try first.difference(subject, request, &experiment) {
        return copies.refuse(first.fault.scenario, failure)
      }
    }
    copies.giveBack(subject, first.fault.scenario)
  }

  private func difference(
    _ subject: CheckpointedSandbox, _ request: TracedRun.Request, _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> CheckpointFailure? {
    let copied: RunDifference.Side
    do {
      let recording = try subject.run(
        from: subject.pristine, plan: request.plan, options: request.options, deadline: request.deadline)
      guard let recording else { return .unsound(.start) }
      experiment.noteRun()
      copied = .init(recording, left: subject.sandbox.snapshot())
    } catch {
      return error
    }
    func fresh() throws(CaseFailure) -> RunDifference.Side? {
      guard subject.restore() else { return nil }
      let recording = try TracedRun.run(request, in: subject.sandbox, subject.pristine, &experiment).recording
      return .init(recording, left: subject.sandbox.snapshot())
    }
    guard let one = try fresh() else { return .gone }
    if let difference = RunDifference.between(copied, one) {
      guard let other = try fresh() else { return .gone }
      // What no two runs have in common says nothing of the copy.
      if RunDifference.between(one, other) == nil { return .differs(difference) }
    }
    return subject.restore() ? nil : .gone
  }
}

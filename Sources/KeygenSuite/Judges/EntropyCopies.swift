internal import FaultInjection
internal import SpecHarness

/// Copies of runs that are stopped at a draw, with other bytes from there on: they cost less than runs from the start.
struct EntropyCopies {
  private let seeded: SeededKey
  private var stopped: [DrawIdentity: PausedRun<Keygen>] = [:]
  private var isUseless: Bool
  /// The last call of the usual run.
  private let lastCall: CallName?

  init(of seeded: SeededKey) {
    self.seeded = seeded
    let recording = seeded.recorded.run.recording
    lastCall = recording.isCut ? nil : recording.calls.last?.name
    // No copy could be compared with another one.
    isUseless = !seeded.isSteady
  }

  /// Whether the usual key came of a copy, and so with the directory there already.
  var haveShownKey: Bool { !stopped.isEmpty }

  /// Runs a copy, until there is nothing left for it to do but to end.
  ///
  /// What an interpreter puts in order before it ends takes most of the time of a copy.
  ///
  /// - Parameters:
  ///   - run: one that is like the usual one before the draw.
  ///   - draw: where it is copied.
  /// - Returns: nil where the copy makes no pair, or there is none; a fresh run has to do.
  mutating func record(
    _ run: SeededRun, from draw: Recording.Draw, _ experiment: inout Experiment
  ) throws(CaseFailure) -> TraceCases.Recorded? {
    try paused(at: draw, &experiment).flatMap { record(run, $0, &experiment) }
  }

  private func record(
    _ run: SeededRun, _ paused: PausedRun<Keygen>, _ experiment: inout Experiment
  ) -> TraceCases.Recorded? {
    let plan = lastCall.map { FaultPlan(target: $0, fault: .kill(.after)) }
    return paused.run(run.options, plan: plan, &experiment)
      .flatMap { TraceCases.recorded($0, isCutShort: true, experiment) }
  }

  /// The run that is stopped at a draw; none where copies of it would behave unlike fresh runs.
  private mutating func paused(
    at draw: Recording.Draw, _ experiment: inout Experiment
  ) throws(CaseFailure) -> PausedRun<Keygen>? {
    if let known = stopped[draw.identity] { return known }
    guard !isUseless, draw.identity.isOfFirstProcess else { return nil }
    // A run that makes its directory before it draws could not be stopped before it has changed anything.
    let sandbox = try experiment.makeSandbox(seeded.run.setting.directory, madeBeforehand: true)
    let request = TracedRun.Request(
      seeded.run.setting.invocation(in: sandbox, experiment.baseline), options: seeded.run.options,
      deadline: experiment.context.deadline)
    guard let paused = PausedRun(request, in: sandbox, at: .draw(draw.identity), &experiment),
      record(seeded.run, paused, &experiment)?.seed == seeded.key
    else {
      isUseless = true
      return nil
    }
    stopped[draw.identity] = paused
    return paused
  }
}

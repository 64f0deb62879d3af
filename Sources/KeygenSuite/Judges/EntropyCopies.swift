internal import FaultInjection
internal import SpecHarness

/// Copies of runs that are stopped at a draw, with other bytes from there on: they cost less than runs from the start.
struct EntropyCopies {
  /// A draw of fewer bytes is not worth a stopped run.
  private static let fewestBytes = 4

  private let seeded: SeededKey
  /// The calls of the usual run.
  private let calls: [TracedCall]
  private var stopped: [DrawIdentity: PausedRun<Keygen>] = [:]
  /// Whether no further run is stopped.
  private var isOver: Bool
  /// Whether the usual key came of a copy, and so with the directory there already.
  private(set) var haveShownKey = false

  /// - Parameter isOver: whether there are to be no copies.
  init(of seeded: SeededKey, isOver: Bool) {
    self.seeded = seeded
    let recording = seeded.recorded.run.recording
    calls = recording.calls
    // No copy of an unsteady key could be compared with another one.
    self.isOver = isOver || !seeded.isSteady || recording.isCut
  }

  /// Whether it was tried in vain to make copies.
  var haveFailed: Bool { isOver && !haveShownKey }

  /// When a copy is ended.
  enum End {
    /// When the usual run has nothing left to do but to end: what an interpreter puts in order then takes most of the time of a copy.
    case early
    /// By itself: in unusual circumstances a program may do more than usual.
    case own
  }

  /// Runs a copy.
  ///
  /// - Parameters:
  ///   - run: one that is like the usual one before the draw.
  ///   - draw: where it is copied.
  /// - Returns: nil where the copy makes no pair, or there is none; a fresh run has to do.
  mutating func record(
    _ run: SeededRun, from draw: Recording.Draw, to end: End, _ experiment: inout Experiment
  ) throws(CaseFailure) -> SeededKey? {
    try paused(at: draw, &experiment).flatMap { record(run, $0, to: end, &experiment) }
  }

  private func record(
    _ run: SeededRun, _ paused: PausedRun<Keygen>, to end: End, _ experiment: inout Experiment
  ) -> SeededKey? {
    let last = end == .early ? calls.last : nil
    let plan = last.map { FaultPlan(target: $0.name, fault: .kill(.after)) }
    return paused.run(run.options, plan: plan, &experiment)
      .flatMap { TraceCases.recorded($0, isCutShort: end == .early, experiment) }
      .map { SeededKey(run: run, recorded: $0, isSteady: true) }
  }

  /// Ends the run that is stopped at a draw.
  mutating func forget(_ draw: Recording.Draw) { stopped[draw.identity] = nil }

  /// Whether all copies make the usual key still; where one does not, there are none from now on.
  ///
  /// Something that only time changes must not look like the work of a byte.
  mutating func holdStill(_ experiment: inout Experiment) -> Bool {
    if stopped.values.allSatisfy({ isUsual($0, to: .early, &experiment) }) { return true }
    isOver = true
    stopped = [:]
    return false
  }

  private func isUsual(
    _ paused: PausedRun<Keygen>, to end: End, _ experiment: inout Experiment
  ) -> Bool {
    let copy = record(seeded.run, paused, to: end, &experiment)
    return copy?.key == seeded.key && copy?.outline == seeded.outline
  }

  /// The run that is stopped at a draw; none where copies of it would behave unlike fresh runs.
  private mutating func paused(
    at draw: Recording.Draw, _ experiment: inout Experiment
  ) throws(CaseFailure) -> PausedRun<Keygen>? {
    if let known = stopped[draw.identity] { return known }
    guard !isOver, draw.count >= Self.fewestBytes, draw.identity.isOfFirstProcess, draw.before < calls.count
    else { return nil }
    // A run that makes its directory before it draws could not be stopped before it has changed anything.
    let sandbox = try experiment.makeSandbox(seeded.run.setting.directory, madeBeforehand: true)
    let request = TracedRun.Request(
      seeded.run.setting.invocation(in: sandbox, experiment.baseline), options: seeded.run.options,
      deadline: experiment.context.deadline)
    guard let paused = PausedRun(request, in: sandbox, at: .draw(draw.identity), &experiment),
      isUsual(paused, to: .own, &experiment)
    else {
      isOver = true
      return nil
    }
    stopped[draw.identity] = paused
    haveShownKey = true
    return paused
  }
}

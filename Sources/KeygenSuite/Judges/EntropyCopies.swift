internal import FaultInjection
internal import SpecHarness

/// Copies of a run that is stopped at a draw.
struct EntropyCopies {
  private let paused: PausedRun<Keygen>
  /// A draw of fewer bytes is not worth a stopped run.
  private static let fewestBytes = 4

  /// Starts a run and stops it; none where copies of it would behave unlike fresh runs.
  ///
  /// - Parameter run: the one in which no byte is changed.
  init?(
    of draw: Recording.Draw, _ run: SeededRun, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    guard draw.count >= Self.fewestBytes else { return nil }
    // A run that makes its directory before it draws could not be stopped before it has changed anything.
    let sandbox = try experiment.makeSandbox(run.setting.directory, madeBeforehand: true)
    let request = TracedRun.Request(
      run.setting.invocation(in: sandbox, experiment.baseline), options: run.options,
      deadline: experiment.context.deadline)
    guard let paused = PausedRun(request, in: sandbox, at: .draw(draw.identity), &experiment) else {
      return nil
    }
    self.paused = paused
  }

  /// The key that a copy makes; nil where it makes none.
  ///
  /// - Parameter run: the one that was stopped, with other bytes of the draw.
  func key(_ run: SeededRun, _ experiment: inout Experiment) -> [UInt8]? {
    paused.run(run.options, &experiment).flatMap { TraceCases.recorded($0, experiment)?.seed }
  }
}

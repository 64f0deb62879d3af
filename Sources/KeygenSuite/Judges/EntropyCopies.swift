internal import FaultInjection
internal import SpecHarness

/// Copies of a run that is stopped at a draw.
struct EntropyCopies {
  private let paused: PausedRun<Keygen>
  /// A draw of fewer bytes is not worth a stopped run.
  private static let fewestBytes = 4

  /// Starts a run and stops it; none where copies of it would behave unlike fresh runs.
  ///
  /// - Parameter options: what is looked at in the run in which no byte is changed.
  init?(
    of draw: Recording.Draw, _ options: TraceOptions, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    guard draw.count >= Self.fewestBytes else { return nil }
    let sandbox = try experiment.makeSandbox(madeBeforehand: true)
    let request = TracedRun.Request(
      Setting().invocation(in: sandbox, experiment.baseline), options: options,
      deadline: experiment.context.deadline)
    guard let paused = PausedRun(request, in: sandbox, at: .draw(draw.identity), &experiment) else {
      return nil
    }
    self.paused = paused
  }

  /// The key that a copy makes; nil where it makes none.
  ///
  /// - Parameter options: those of the run, with other bytes of the draw.
  func key(_ options: TraceOptions, _ experiment: inout Experiment) -> [UInt8]? {
    paused.run(options, &experiment).flatMap { TraceCases.recorded($0, experiment)?.seed }
  }
}

package import FaultInjection

/// A run that is stopped on its way, before it has changed anything, and gone on with again and again, each time by a copy.
package struct PausedRun<Suite: ConformanceSuite> {
  private let checkpoint: Checkpoint
  private let request: TracedRun.Request
  private let sandbox: Sandbox
  private let before: Snapshot

  /// Starts the subject and stops it.
  ///
  /// - Returns: nil where its copies would behave unlike fresh runs, or nobody wants copies.
  package init?(
    _ request: TracedRun.Request, in sandbox: Sandbox, at point: StopPoint,
    _ experiment: inout Experiment<Suite>
  ) {
    guard experiment.context.usesCheckpoints else { return nil }
    let before = sandbox.snapshot()
    var launch = experiment.context.launch(request.invocation, in: sandbox)
    launch.deadline = request.deadline
    let place = TracedRun.place(of: request.invocation, in: sandbox, before)
    experiment.noteRun()
    guard let checkpoint = try? Checkpoint(launch, at: place, options: request.options, point: point),
      sandbox.snapshot().isUntouched(since: before)
    else { return nil }
    (self.checkpoint, self.request, self.sandbox, self.before) = (checkpoint, request, sandbox, before)
  }

  /// Runs a copy to its end in the sandbox as the subject found it.
  ///
  /// - Parameters:
  ///   - options: what is looked at; only what concerns the time after the stop may differ from the request's.
  ///   - plan: what is made to happen.
  /// - Returns: nil where there is no such run; a fresh one has to do.
  package func run(
    _ options: TraceOptions, plan: FaultPlan? = nil, _ experiment: inout Experiment<Suite>
  ) -> TracedRun? {
    guard sandbox.restore(to: before) else { return nil }
    experiment.noteRun()
    guard let recording = try? checkpoint.run(plan: plan, options: options, deadline: request.deadline),
      let result = recording.result
    else { return nil }
    return TracedRun(result, recording, request.invocation, in: sandbox, before)
  }
}

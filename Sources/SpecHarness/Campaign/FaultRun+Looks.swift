internal import FaultInjection
internal import Synchronization

/// What SIGKILL would leave of a subject, by the moment.
typealias KillLooks = [FaultPlan: TracedRun]

extension FaultRun {
  /// Runs the subject once to its end, and looks at what SIGKILL would leave at each moment that a case is about.
  ///
  /// - Returns: for each such fault what a run that ends by it would be, none where that cannot be told so; and what the run
  ///   itself came to.
  static func lookAtKills(
    _ runs: [FaultRun], _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> (looks: KillLooks, whole: RunDifference.Side)? {
    guard let first = runs.first else { return nil }
    let kills = runs.filter { if case .kill = $0.fault.fault { true } else { false } }
    let clean = first.clean
    let sandbox = try first.makeSandbox(&experiment)
    let before = sandbox.snapshot()
    var request = first.request(in: sandbox, experiment)
    let invocation = request.invocation
    let looks = Looks()
    request.plan = nil
    request.options.looks = InstantLooks(at: Set(kills.map(\.fault.plan))) { kill, recording in
      guard let hit = recording.hit, let result = recording.result, clean.agrees(with: recording, upTo: hit)
      else { return }
      let run = TracedRun(result, recording, invocation, in: sandbox, before)
      // What lies outside of the sandbox is not kept for whoever judges the look.
      if run.madeOutside.isEmpty { looks.add(run, of: kill) }
    }
    let recording = try TracedRun.run(request, in: sandbox, before, &experiment).recording
    let isSeen = recording.unavailableReason == nil && !recording.lacksCalls
    return (isSeen ? looks.all : [:], .init(recording, in: sandbox))
  }

  /// Judges a kill by what was there at its moment in a run that went on.
  ///
  /// A finding never rests on that, and what takes another run to judge has runs of its own.
  ///
  /// - Returns: whether that is all that there is to do.
  func judgeLook(_ experiment: inout Experiment<Suite>) -> Bool {
    guard let look else { return false }
    var trial = experiment
    trial.basis = .look
    let request = request(in: look.observation.sandbox, experiment)
    let run = FaultedRun(fault: fault, run: look, clean: clean, isAmbiguous: false, request: request)
    guard let cell = try? experiment.context.suite.judge(run, in: &trial), cell != .unjudged,
      trial.judgements.all.allSatisfy({ $0.outcome == .held })
    else { return false }
    trial.cell = cell
    experiment = trial
    return true
  }
}

/// Gathers the looks at a run, which are made on the thread that traces it.
private final class Looks: Sendable {
  private let looks = Mutex(KillLooks())

  var all: KillLooks { looks.withLock { $0 } }

  func add(_ run: TracedRun, of kill: FaultPlan) { looks.withLock { $0[kill] = run } }
}

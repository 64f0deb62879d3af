internal import FaultInjection

/// A case of the campaign under way: runs the subject with one fault, and has what comes of it judged.
struct FaultRun<Suite: ConformanceSuite>: Sendable {
  let fault: FaultCase<Suite.Scenario>
  let clean: CleanRun<Suite>
  let hangsOnFailure: Bool
  /// What the fault would leave, as another run showed.
  var look: TracedRun?
  var copies: CheckpointPool<Suite.Scenario>?
  var equals: EqualRuns<Suite.Scenario>?

  /// How often a call is waited for that does not come up in the same way in every run; threads that race give every
  /// other number to a temporary file.
  private var attempts: Int { fault.hasTemporary ? 8 : 3 }

  func judge(_ experiment: inout Experiment<Suite>) throws(CaseFailure) {
    experiment.noteFault()
    if let known = equals?.outcome(of: fault) {
      return experiment.take(known.judgements, known.cell, runs: known.runs)
    }
    if judgeLook(&experiment) { return }
    if try judgeCopies(&experiment) { return }
    try judgeRuns(&experiment)
  }

  /// Runs the subject until the fault strikes, and has that judged.
  func judgeRuns(_ experiment: inout Experiment<Suite>) throws(CaseFailure) {
    for attempt in 1...attempts {
      let (traced, request) = try traced(&experiment)
      if let reason = traced.recording.unavailableReason {
        return markUndecided("\(reason)", &experiment)
      }
      // A run without end is judged by that alone, so what it did after the calls that were kept does not matter.
      if traced.recording.lacksCalls, traced.recording.hit == nil || !traced.observation.ending.isEndless {
        return markUndecided("the run makes more calls than can be kept", &experiment)
      }
      guard let hit = traced.recording.hit else { continue }
      let agrees = clean.agrees(with: traced.recording, upTo: hit)
      guard agrees || attempt >= 3 else { continue }
      // Threads that race number their temporary files as it happens, so that only what is left tells whose this one is.
      let run = FaultedRun(
        fault: fault, run: traced, clean: clean, isAmbiguous: !agrees && fault.hasTemporary, request: request)
      experiment.cell = try experiment.context.suite.judge(run, in: &experiment)
      if agrees {
        equals?.note(
          .init(judgements: experiment.judgements, cell: experiment.cell, runs: experiment.runs), of: fault,
          traced.recording, clean)
      }
      return
    }
    markUndecided("\(fault.call.name) did not come up again in the same way", &experiment)
  }

  private func markUndecided(_ reason: String, _ experiment: inout Experiment<Suite>) {
    for requirement in experiment.context.suite.requirements(of: fault) {
      experiment.judgements.markUndecided(requirement, reason)
    }
    experiment.cell = .unjudged
  }

  /// One run with the fault; one that seems to hang is given a second chance, with more time.
  private func traced(
    _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> (TracedRun, TracedRun.Request) {
    let sandbox = try makeSandbox(&experiment)
    var request = request(in: sandbox, experiment)
    let first = try TracedRun(request, in: sandbox, &experiment)
    guard first.observation.ending == .timedOut, !hangsOnFailure else { return (first, request) }
    if experiment.copied != nil { throw .untraced("a copy has reached its deadline") }
    // A busy machine must not make a slow run look like one without end.
    let deadline = max(experiment.context.deadline, 2 * request.deadline)
    let other = try makeSandbox(&experiment)
    request = self.request(in: other, experiment)
    request.deadline = deadline
    return (try TracedRun(request, in: other, &experiment), request)
  }

  /// The run with the fault.
  func request(in sandbox: Sandbox, _ experiment: Experiment<Suite>) -> TracedRun.Request {
    let enough = hangsOnFailure ? max(1, 10 * clean.elapsed) : max(2.5, 30 * clean.elapsed)
    let invocation = experiment.context.suite.invocation(
      for: fault.scenario, in: sandbox, experiment.baseline)
    var request = TracedRun.Request(
      invocation, plan: fault.plan, deadline: min(experiment.context.deadline, enough))
    request.options.watchesReads = fault.canLoseData || invocation.reads
    return request
  }

  /// Finds out, by the first lasting error, whether failures make the subject hang.
  static func hangs(
    _ clean: [Suite.Scenario: CleanRun<Suite>], _ faults: [FaultCase<Suite.Scenario>],
    _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> Bool {
    let lasting = faults.first { $0.isLastingError && $0.call.kind == .write }
    guard let fault = lasting ?? faults.first(where: \.isLastingError), let clean = clean[fault.scenario]
    else { return false }
    let probe = FaultRun(fault: fault, clean: clean, hangsOnFailure: false)
    return try probe.traced(&experiment).0.observation.ending == .timedOut
  }
}

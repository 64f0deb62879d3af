internal import FaultInjection

/// The baseline of a suite that needs to know no more of runs without a fault than the harness itself does.
package struct PlainBaseline: SubjectBaseline {
  package private(set) var succeeds = false
  package private(set) var hangs = false
  package private(set) var leavesProcesses = false
  package var violations: Set<RequirementID> = []

  package init() {}

  /// Finds out from one run.
  ///
  /// - Parameter isComplete: whether the run did what the command is there for.
  init(_ observation: Observation, isComplete: Bool) {
    succeeds = observation.ending.isSuccess && isComplete
    hangs = observation.ending == .timedOut
    leavesProcesses = observation.result.strays > 0
  }
}

extension SubjectBaseline {
  /// Only a suite that spares slow subjects some of its cases has to know.
  package var isSlow: Bool { false }
}

extension ConformanceSuite where Baseline == PlainBaseline, Scenario == PlainScenario {
  /// Runs the subject once, as it is run for the faults.
  package func baseline(_ context: CaseContext<Self>) throws(CaseFailure) -> PlainBaseline {
    var experiment = Experiment(context, name: "probe")
    defer { experiment.cleanUp() }
    let sandbox = try makeSandbox(for: .plain, &experiment)
    let invocation = invocation(for: .plain, in: sandbox, PlainBaseline())
    let observation = try experiment.run(invocation, in: sandbox)
    return PlainBaseline(observation, isComplete: isComplete(observation))
  }
}

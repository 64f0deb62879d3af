internal import FaultInjection
internal import Synchronization

/// What came of faults that make the same run as others do: an error that would not have struck again, whether it lasts or
/// not, and a signal that the program holds back, wherever it is sent meanwhile.
///
/// Only time depends on it: a case that finds nothing here runs the subject. A finding never rests on the run of another case.
final class EqualRuns<Scenario: FaultScenario>: Sendable {
  /// A judgement that holds for all of them.
  struct Outcome: Sendable {
    let judgements: Judgements
    let cell: FaultGrid.Cell?
    /// How many runs it took.
    let runs: Int
  }

  private struct Key: Hashable, Sendable {
    let scenario: Scenario
    let plan: FaultPlan
  }

  private let outcomes = Mutex<[Key: Outcome]>([:])

  /// What a run has come to that the fault would only make once more.
  func outcome(of fault: FaultCase<Scenario>) -> Outcome? {
    guard Self.isShareable(fault) else { return nil }
    return outcomes.withLock { $0[Key(scenario: fault.scenario, plan: fault.plan)] }
  }

  /// Takes note of a run with which nothing was wrong.
  ///
  /// - Parameter clean: the run without a fault, which goes the same way up to any fault that is told of here.
  func note<Suite>(
    _ outcome: Outcome, of fault: FaultCase<Scenario>, _ recording: Recording, _ clean: CleanRun<Suite>
  ) {
    guard Self.isShareable(fault), !recording.isCut, outcome.cell != .unjudged,
      outcome.judgements.all.allSatisfy({ $0.outcome == .held })
    else { return }
    let equal = recording.equalFaults(to: fault.plan)
    guard clean.agrees(with: recording, upTo: recording.countOfCalls(before: equal)) else { return }
    outcomes.withLock { outcomes in
      for plan in equal { outcomes[Key(scenario: fault.scenario, plan: plan)] = outcome }
    }
  }

  /// The first fault of a call may have a retry that the others have not, so it stands for itself.
  private static func isShareable(_ fault: FaultCase<Scenario>) -> Bool { !fault.isFirst }
}

internal import FaultInjection
internal import Synchronization

/// What came of errors that struck once and would not have struck again; the same comes of them where they last.
///
/// Only time depends on it: a case that finds nothing here runs the subject. A finding never rests on the run of another case.
final class EqualRuns<Scenario: FaultScenario>: Sendable {
  /// A judgement that holds for both.
  struct Outcome: Sendable {
    let judgements: Judgements
    let cell: FaultGrid.Cell?
    /// How many runs it took.
    let runs: Int
  }

  /// An error at a call, whether it lasts or not.
  private struct Key: Hashable, Sendable {
    let scenario: Scenario
    let call: CallName
    let error: ErrorNumber
    let isLost: Bool

    init?(_ fault: FaultCase<Scenario>) {
      switch fault.fault {
      case .error(let error, _): (self.error, isLost) = (error, false)
      case .lost(let error, _): (self.error, isLost) = (error, true)
      default: return nil
      }
      scenario = fault.scenario
      call = fault.call.name
    }
  }

  private let outcomes = Mutex<[Key: Outcome]>([:])

  /// What a run with the same error at the same call has come to, if it was the same run.
  func outcome(of fault: FaultCase<Scenario>) -> Outcome? {
    guard let key = Key(fault) else { return nil }
    return outcomes.withLock { $0[key] }
  }

  /// Takes note of a run in which no later call can have failed by the same error, and with which nothing was wrong.
  ///
  /// The first fault of a call may have a retry that the others have not, so it stands for itself.
  func note(_ outcome: Outcome, of fault: FaultCase<Scenario>, _ recording: Recording) {
    guard let key = Key(fault), !fault.isFirst, !recording.canFailAgain, !recording.isCut,
      outcome.cell != .unjudged,
      outcome.judgements.all.allSatisfy({ $0.outcome == .held })
    else { return }
    outcomes.withLock { $0[key] = outcome }
  }
}

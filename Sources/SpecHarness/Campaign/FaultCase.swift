package import FaultInjection

/// One fault at one call, as a case of the suite.
package struct FaultCase<Scenario: FaultScenario>: Sendable {
  package let scenario: Scenario
  package let call: TracedCall
  package let fault: Fault
  /// The one file that the call is about; nil for none and for several: a directory, a lock.
  package let concern: FileLabel?
  /// Whether it is the first of its call.
  package var isFirst = false

  package var plan: FaultPlan { FaultPlan(target: call.name, fault: fault) }
  package var row: String { "\(call.name)\(scenario.suffix)" }
  package var name: String { "\(plan)\(scenario.suffix)" }

  /// Whether the call that fails only clears something away: nothing that the files are written by (rule J1).
  package var isRemoval: Bool { call.kind == .remove }

  /// Whether a run that goes on after the fault must have written again or read back.
  package var canLoseData: Bool {
    switch fault {
    case .error, .lost: call.kind == .flush || call.kind == .close
    default: false
    }
  }

  /// Whether the fault makes calls fail, once or from then on, or fall short.
  package var isFailure: Bool {
    switch fault {
    case .error, .lost, .short, .fullAfterHalf: true
    case .signal, .kill, .concurrentWriter: false
    }
  }

  package var isLastingError: Bool {
    switch fault {
    case .error(_, let lasting), .lost(_, let lasting): lasting
    case .fullAfterHalf: true
    default: false
    }
  }

  /// Whether the call is about a name that the run makes for a time.
  package var hasTemporary: Bool { call.name.roles.contains(where: \.isTemporary) }
}

/// One fault at one call, as a case of the suite.
struct FaultCase: Sendable {
  let scenario: FaultScenario
  let call: TracedCall
  let fault: Fault
  let concern: Concern

  var plan: FaultPlan { FaultPlan(target: call.name, fault: fault) }
  var row: String { "\(call.name)\(scenario.suffix)" }
  var name: String { "\(plan)\(scenario.suffix)" }

  /// What the case may judge.
  var requirements: [RequirementID] {
    switch fault {
    case .signal: [.roll8, .roll6]
    case .kill: [.roll9, .roll6]
    case .rival: [.exist6, .roll4, .roll6, .roll7, concern == .privateSet ? .roll3 : .roll1]
    case .error, .lost, .short, .fullAfterHalf:
      [.roll4, .roll5, .roll6, .roll7]
        + (concern == .privateSet ? [.roll3] : concern == .publicSet ? [.roll1, .roll2] : [])
    }
  }

  /// Whether a run that goes on after the fault must have written again or read back.
  var canLoseData: Bool {
    switch fault {
    case .error, .lost: call.kind == .flush || call.kind == .close
    default: false
    }
  }
}

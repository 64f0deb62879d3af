internal import FaultInjection

/// One fault at one call, as a case of the suite.
struct FaultCase: Sendable {
  let scenario: FaultScenario
  let call: TracedCall
  let fault: Fault
  let concern: Concern

  var plan: FaultPlan { FaultPlan(target: call.name, fault: fault) }
  var row: String { "\(call.name)\(scenario.suffix)" }
  var name: String { "\(plan)\(scenario.suffix)" }

  /// Whether the call that fails only clears something away: nothing that the two files are written by (rule J1).
  var isRemoval: Bool { call.kind == .remove }

  /// Every requirement that the case may judge.
  var requirements: [RequirementID] {
    if scenario == .refusing { return [.roll6] }
    switch fault {
    case .signal: return [.roll8, .roll6]
    case .kill: return [.roll9, .roll6]
    case .rival: return [.exist6, .roll4, .roll6, .roll7, concern == .privateSet ? .roll3 : .roll1]
    case .error, .lost, .short, .fullAfterHalf:
      let always: [RequirementID] = [.roll4, .roll5, .roll6, .roll7, .cli2, .cli4, .secret1, .secret2]
      return always + writes
    }
  }

  /// The requirements on what is left when a write fails, that the fault can show.
  var writes: [RequirementID] {
    if isRemoval || hasTemporary { return [.roll1, .roll2, .roll3] }
    return concern == .privateSet ? [.roll3] : [.roll1, .roll2]
  }

  /// Whether a run that goes on after the fault must have written again or read back.
  var canLoseData: Bool {
    switch fault {
    case .error, .lost: call.kind == .flush || call.kind == .close
    default: false
    }
  }

  var isLastingError: Bool {
    switch fault {
    case .error(_, let lasting), .lost(_, let lasting): lasting
    case .fullAfterHalf: true
    default: false
    }
  }

  var hasTemporary: Bool { call.name.roles.contains(where: \.isTemporary) }
}

extension Recording {
  /// The other faults that would make this very run.
  ///
  /// - Parameter plan: the fault that the run met.
  package func equalFaults(to plan: FaultPlan) -> [FaultPlan] {
    let target = plan.target
    switch plan.fault {
    case .error(let error, let lasting):
      return canFailAgain ? [] : [FaultPlan(target: target, fault: .error(error, lasting: !lasting))]
    case .lost(let error, let lasting):
      return canFailAgain ? [] : [FaultPlan(target: target, fault: .lost(error, lasting: !lasting))]
    case .signal(let signal, let moment):
      guard let last = waitingSignal.calls.last else { return [] }
      let between = waitingSignal.calls.filter { $0 != last }
      let after = moment == .before ? [target] + between : between
      return waitingSignal.calls.map { FaultPlan(target: $0, fault: .signal(signal, .before)) }
        + after.map { FaultPlan(target: $0, fault: .signal(signal, .after)) }
    case .short, .fullAfterHalf, .kill, .concurrentWriter: return []
    }
  }

  /// How many calls come before the last one that some of these faults go into.
  package func countOfCalls(before faults: [FaultPlan]) -> Int {
    let targets = Set(faults.map(\.target))
    return calls.lastIndex { targets.contains($0.name) } ?? 0
  }
}

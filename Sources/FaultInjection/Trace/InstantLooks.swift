internal import Glibc

/// Looks at a run while it is held: what is there then is what SIGKILL would leave at that moment.
package struct InstantLooks: Sendable {
  /// The kills whose moments are looked at.
  fileprivate let kills: Set<FaultPlan>
  /// Is given the kill, and what a recording of the run would be if it ended by it.
  fileprivate let body: @Sendable (FaultPlan, Recording) -> Void

  package init(at kills: Set<FaultPlan>, _ body: @escaping @Sendable (FaultPlan, Recording) -> Void) {
    self.kills = kills
    self.body = body
  }
}

extension Tracer {
  /// Has the run looked at before or after a call, if that is asked for.
  ///
  /// All other tasks stop before their next watched call, since nobody lets them go on meanwhile.
  ///
  /// - Parameters:
  ///   - moment: before the call, which is not recorded yet, or after it, when it is.
  ///   - task: which makes the call.
  func lookAtInstant(_ call: TracedCall, _ moment: Moment, _ task: pid_t) {
    guard let looks = options.looks, let output else { return }
    let kill = FaultPlan(target: call.name, fault: .kill(moment))
    guard looks.kills.contains(kill) else { return }
    // What another task has begun may come to its end while somebody looks.
    if tasks.contains(where: { $0.key != task && $0.value.pending != nil }) { return }
    var seen = recording
    if moment == .before { seen.calls.append(call) }
    guard let hit = seen.calls.lastIndex(where: { $0.name == call.name }) else { return }
    seen.calls[hit].faulted = moment == .after
    seen.hit = hit
    seen.injections = 1
    seen.result = result(.signaled(SIGKILL), output, startedClock: 0, elapsed: 0)
    looks.body(kill, seen)
  }
}

internal import Synchronization

/// The stopped subjects of a campaign: for each state of the sandbox as many as there are runs at the same time.
package final class CheckpointPool<Key: Hashable & Sendable>: Sendable {
  /// The clock goes on: what the subject has read of it before it was stopped gets old, in seconds.
  private static var greatestAge: Double { 10 }
  /// A subject that was ended this often while it was stopped is started afresh for every run.
  private static var greatestLosses: Int { 3 }

  private struct State {
    var idle: [Key: [CheckpointedSandbox]] = [:]
    var refusals: [Key: CheckpointFailure] = [:]
    /// Why there are fresh runs only, whatever the state of the sandbox.
    var general: CheckpointFailure?
    var losses = 0
    var isClosed = false
  }

  private let state = Mutex(State())

  package init() {}

  /// Why a state of the sandbox has fresh runs only; nil where it has copies.
  package func refusal(for key: Key) -> CheckpointFailure? {
    state.withLock { $0.refusals[key] ?? $0.general }
  }

  /// Has only fresh runs made from now on.
  package func refuseAll(_ reason: CheckpointFailure) {
    let dropped = state.withLock { state in
      state.general = state.general ?? reason
      defer { state.idle = [:] }
      return state.idle
    }
    _ = dropped
  }

  /// Has only fresh runs made from now on for a state of the sandbox.
  package func refuse(_ key: Key, _ reason: CheckpointFailure) {
    let dropped = state.withLock { state in
      state.refusals[key] = state.refusals[key] ?? reason
      return state.idle.removeValue(forKey: key)
    }
    _ = dropped
  }

  /// Lends a stopped subject with a restored sandbox; nil when fresh runs have to do.
  ///
  /// - Parameter make: starts another one, when none is at hand.
  package func borrow<Failure>(
    _ key: Key, _ make: () throws(Failure) -> Result<CheckpointedSandbox, CheckpointUnsound>
  ) throws(Failure) -> CheckpointedSandbox? {
    // What is too old ends outside of the lock.
    let (found, old) = state.withLock { state -> (CheckpointedSandbox?, [CheckpointedSandbox]) in
      if state.isClosed || state.general != nil || state.refusals[key] != nil { return (nil, []) }
      let all = state.idle.removeValue(forKey: key) ?? []
      var young = all.filter { $0.age <= Self.greatestAge }
      let found = young.popLast()
      state.idle[key] = young
      return (found, all.filter { $0.age > Self.greatestAge })
    }
    _ = old
    if let found { return found }
    if state.withLock({ $0.isClosed || $0.general != nil || $0.refusals[key] != nil }) { return nil }
    switch try make() {
    case .success(let made): return made
    case .failure(let reason):
      refuse(key, .unsound(reason))
      return nil
    }
  }

  /// Takes a subject back; it is ended when its sandbox cannot be put back.
  package func giveBack(_ subject: CheckpointedSandbox, _ key: Key) {
    if subject.isLost { return noteLoss(key) }
    guard subject.restore() else { return }
    state.withLock { state in
      if state.isClosed || state.general != nil || state.refusals[key] != nil { return }
      state.idle[key, default: []].append(subject)
    }
  }

  /// Notes that a stopped subject has ended; one that does so again and again is not stopped any more.
  private func noteLoss(_ key: Key) {
    let losses = state.withLock { state in
      state.losses += 1
      return state.losses
    }
    if losses >= Self.greatestLosses { refuse(key, .gone) }
  }

  /// Ends all stopped subjects; there are fresh runs only from now on.
  package func close() {
    let idle = state.withLock { state in
      defer { state.idle = [:] }
      state.isClosed = true
      return state.idle
    }
    _ = idle
  }
}

internal import Synchronization

/// A sandbox with a subject in it that is stopped, ready to be copied.
///
/// It is stopped at its first watched call, of which it cannot know anything of the sandbox, or later: just before it
/// first changes something, which spares more. Copies of the latter need the sandbox as the subject found it. One copy
/// runs at a time, and the sandbox is put back after each.
package final class CheckpointedSandbox: Sendable {
  package let sandbox: Sandbox
  /// The sandbox as the subject found it.
  package let pristine: Snapshot
  private let launch: Launch
  private let place: WatchedPlace
  private let point: CallName?
  private let state = Mutex(State())

  private struct State {
    var early: Result<Checkpoint, CheckpointUnsound>?
    var late: Result<Checkpoint, CheckpointUnsound>?
    var isLost = false
  }

  /// Starts a subject in a sandbox that is ready for it.
  ///
  /// - Parameters:
  ///   - sandbox: belongs to this from now on, and is removed with it.
  ///   - launch: how to start the subject.
  ///   - place: where it is watched.
  ///   - point: the first call that changes anything, if it is not the first that is watched.
  /// - Throws: why copies of it would behave unlike fresh runs.
  package init(
    _ sandbox: Sandbox, _ launch: Launch, at place: WatchedPlace, point: CallName?
  ) throws(CheckpointUnsound) {
    (self.sandbox, self.launch, self.place, self.point) = (sandbox, launch, place, point)
    pristine = sandbox.snapshot()
    if lateCheckpoint() == nil, case .failure(let reason) = earlyCheckpoint() {
      throw reason
    }
  }

  deinit {
    // A stopped subject works in the sandbox.
    state.withLock { ($0.early, $0.late) = (nil, nil) }
    sandbox.remove()
  }

  /// How old the older of the stopped subjects is, in seconds.
  package var age: Double {
    state.withLock { state in
      [state.early, state.late].compactMap { try? $0?.get().age }.max() ?? 0
    }
  }

  /// Whether the stopped subject has ended.
  package var isLost: Bool { state.withLock { $0.isLost } }

  /// The process that copies without a fault are made of, for tests.
  package var process: Int32? {
    state.withLock { state in try? (state.late?.get() ?? state.early?.get())?.process }
  }

  /// Runs a copy to its end.
  ///
  /// - Parameters:
  ///   - before: what the sandbox looks like.
  ///   - deadline: in seconds.
  /// - Returns: nothing where such a run has to be started in another way.
  /// - Throws: why there was no such run though there should be; a fresh one has to do.
  package func run(
    from before: Snapshot, plan: FaultPlan?, options: TraceOptions, deadline: Double
  ) throws(CheckpointFailure) -> Recording? {
    guard let checkpoint = checkpoint(for: plan, from: before), checkpoint.offers(options) else { return nil }
    do {
      return try checkpoint.run(plan: plan, options: options, deadline: deadline)
    } catch {
      if error == .gone { state.withLock { $0.isLost = true } }
      throw error
    }
  }

  private func checkpoint(for plan: FaultPlan?, from before: Snapshot) -> Checkpoint? {
    let isPristine = before.isUntouched(since: pristine)
    if isPristine, let late = lateCheckpoint(), plan.map({ !late.passed.contains($0.target) }) ?? true {
      return late
    }
    guard case .success(let early) = earlyCheckpoint(), isPristine || !early.hasLooked else { return nil }
    return early
  }

  private func earlyCheckpoint() -> Result<Checkpoint, CheckpointUnsound> {
    if let known = state.withLock({ $0.early }) { return known }
    let before = sandbox.snapshot()
    let made = make(at: .firstCall, from: before)
    state.withLock { $0.early = made }
    return made
  }

  private func lateCheckpoint() -> Checkpoint? {
    guard let point else { return nil }
    if let known = state.withLock({ $0.late }) { return try? known.get() }
    let made = make(at: .call(point), from: pristine)
    state.withLock { $0.late = made }
    return try? made.get()
  }

  private func make(at point: StopPoint, from before: Snapshot) -> Result<Checkpoint, CheckpointUnsound> {
    Result { () throws(CheckpointUnsound) in
      let made = try Checkpoint(launch, at: place, point: point)
      guard sandbox.snapshot().isUntouched(since: before) else { throw .changes }
      return made
    }
  }

  /// Makes the sandbox ready for the next copy.
  ///
  /// - Returns: whether it is; where it is not, this is of no use any more.
  package func restore() -> Bool { sandbox.restore(to: pristine) }
}

internal import Synchronization

/// A sandbox with a subject in it that is stopped at its first watched call, ready to be copied.
///
/// One copy runs at a time, and the sandbox is put back after each.
package final class CheckpointedSandbox: Sendable {
  package let sandbox: Sandbox
  /// The sandbox as the subject found it.
  package let pristine: Snapshot
  private let checkpoint: Checkpoint
  private let loss = Mutex(false)
  /// Whether copies may only be made while the sandbox is as the subject found it.
  package let needsPristine: Bool

  /// Starts a subject in a sandbox that is ready for it.
  ///
  /// - Parameters:
  ///   - sandbox: belongs to this from now on, and is removed with it.
  ///   - launch: how to start the subject.
  ///   - place: where it is watched.
  /// - Throws: why copies of it would behave unlike fresh runs.
  package init(
    _ sandbox: Sandbox, _ launch: Launch, at place: WatchedPlace
  ) throws(CheckpointUnsound) {
    self.sandbox = sandbox
    pristine = sandbox.snapshot()
    do {
      checkpoint = try Checkpoint(launch, at: place)
      needsPristine = checkpoint.hasLooked
    } catch {
      sandbox.remove()
      throw error
    }
  }

  deinit { sandbox.remove() }

  /// How old the stopped subject is, in seconds.
  package var age: Double { checkpoint.age }

  /// Whether the stopped subject has ended.
  package var isLost: Bool { loss.withLock { $0 } }

  /// Whether a run with these options can be made from it.
  package func offers(_ options: TraceOptions) -> Bool { checkpoint.offers(options) }

  /// Runs a copy to its end.
  ///
  /// - Parameter deadline: in seconds.
  /// - Throws: why there was no such run; a fresh one has to do.
  package func run(
    plan: FaultPlan?, options: TraceOptions, deadline: Double
  ) throws(CheckpointFailure) -> Recording {
    do {
      return try checkpoint.run(plan: plan, options: options, deadline: deadline)
    } catch {
      if error == .gone { loss.withLock { $0 = true } }
      throw error
    }
  }

  /// Makes the sandbox ready for the next copy.
  ///
  /// - Returns: whether it is; where it is not, this is of no use any more.
  package func restore() -> Bool { sandbox.restore(to: pristine) }
}

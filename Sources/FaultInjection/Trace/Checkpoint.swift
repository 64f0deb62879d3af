internal import Glibc
internal import SystemSupport

/// A subject that is stopped at one of its calls, before it has made anything, and whose copies go on from there.
///
/// A copy costs a small part of what it costs to start an interpreter. It is recorded as a fresh run is.
package final class Checkpoint: Sendable {
  private let keeper: KeeperThread<Result<CheckpointTemplate, CheckpointUnsound>>
  private let options: TraceOptions
  private let point: StopPoint
  private let deadline: Double
  private let began: Double
  /// The calls that lie before it: faults at these need another one.
  package let passed: Set<CallName>
  /// Whether the subject has listed a directory above that of the run: its copies then believe in what was there.
  package let hasLooked: Bool

  /// Starts a subject and stops it.
  ///
  /// - Parameters:
  ///   - launch: how to start it.
  ///   - place: where it is watched.
  ///   - options: what its copies look at beside their calls.
  ///   - point: where it is stopped, which must not lie behind the first call that changes anything.
  /// - Throws: why its copies would behave unlike fresh runs; nothing is left of it then.
  package init(
    _ launch: Launch, at place: WatchedPlace, options: TraceOptions = TraceOptions(),
    point: StopPoint = .firstCall
  ) throws(CheckpointUnsound) {
    self.options = options
    self.point = point
    deadline = launch.deadline
    began = monotonicSeconds()
    let keeper = KeeperThread<Result<CheckpointTemplate, CheckpointUnsound>>(
      {
        Result { () throws(CheckpointUnsound) in
          try CheckpointTemplate(launch, at: place, options: options, point: point)
        }
      },
      finish: { if case .success(let template) = $0 { template.end() } })
    guard let keeper else { throw .unavailable(.notStarted(operation: "thread", errno: EAGAIN)) }
    self.keeper = keeper
    let known = keeper.ask { template -> Result<(Set<CallName>, Bool), CheckpointUnsound> in
      template.map { ($0.passed, $0.hasLooked) }
    }
    (passed, hasLooked) = try known.get()
  }

  /// How old it is, in seconds: the clock goes on, and the subject may have looked at it.
  package var age: Double { monotonicSeconds() - began }

  /// Whether a run with these options can be made from here; others have to be started in another way.
  package func offers(_ options: TraceOptions) -> Bool {
    options.randomSeed == self.options.randomSeed && options.circumstances == self.options.circumstances
      && offers(options.refusal) && options.observes == self.options.observes
      && options.hidesVDSO == self.options.hidesVDSO
  }

  /// The copies make the draw at which the subject is stopped: it can fail in them.
  private func offers(_ refusal: DrawRefusal?) -> Bool {
    if let refusal, options.refusal == nil, case .draw(refusal.draw) = point { return true }
    return refusal == options.refusal
  }

  /// Runs a copy to its end, with at most one fault, and ends everything that it started.
  ///
  /// The copy finds files as they are now; only open files, and what was printed, are as they were at the checkpoint.
  ///
  /// - Parameters:
  ///   - options: what is looked at, when that differs from the checkpoint's own; only calls that read may be left out
  ///     or added.
  ///   - deadline: in seconds; by default the launch's.
  /// - Throws: why there was no such run; a fresh one has to do.
  package func run(
    plan: FaultPlan? = nil, options: TraceOptions? = nil, deadline: Double? = nil
  ) throws(CheckpointFailure) -> Recording {
    let options = options ?? self.options
    guard offers(options) else { throw .unsound(.start) }
    let deadline = deadline ?? self.deadline
    return try keeper.ask { template -> Result<Recording, CheckpointFailure> in
      Result { () throws(CheckpointFailure) in
        switch template {
        case .success(let template):
          try template.run(plan: plan, options: options, deadline: deadline)
        case .failure(let reason): throw .unsound(reason)
        }
      }
    }.get()
  }

  /// The process that is copied, for tests.
  package var process: Int32? {
    keeper.ask { if case .success(let template) = $0 { template.process } else { nil } }
  }
}

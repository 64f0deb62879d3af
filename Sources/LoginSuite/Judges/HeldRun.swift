internal import FaultInjection
internal import Glibc
internal import SpecHarness
internal import SystemSupport

/// A traced run that is held before one of its calls, while something else happens.
struct HeldRun: Sendable {
  /// The longest that a run is held, in seconds.
  static let longest = 4.5
  /// How long it is held for those who wait for a while, and then go on without the lock.
  static let long = 3.75

  private let launch: Launch
  private let place: WatchedPlace
  private let target: TracedCall

  /// - Parameters:
  ///   - before: what was there before any of the runs began; none for what is there now.
  ///   - seconds: how long it may be kept waiting in all.
  init(
    _ setting: Setting, in sandbox: Sandbox, before target: TracedCall, _ context: CaseContext,
    waits seconds: Double, since snapshot: Snapshot? = nil
  ) {
    let invocation = setting.invocation(in: sandbox)
    place = TracedRun.place(of: invocation, in: sandbox, snapshot ?? sandbox.snapshot())
    launch = Self.launch(setting, in: sandbox, context, waits: seconds)
    self.target = target
  }

  /// Runs it; before the call, `body` is done.
  func run(_ body: @escaping @Sendable () -> Void) -> Recording {
    var options = TraceOptions()
    options.watchesReads = true
    options.meanwhile = body
    let plan = FaultPlan(target: target.name, fault: .concurrentWriter)
    return TracedRunner().run(launch, at: place, options: options, plan: plan)
  }

  /// How a run is started that others make wait.
  static func launch(
    _ setting: Setting, in sandbox: Sandbox, _ context: CaseContext, waits seconds: Double
  ) -> Launch {
    var launch = context.launch(setting.invocation(in: sandbox), in: sandbox)
    launch.deadline = context.deadline + 2 * seconds
    return launch
  }

  /// Long enough for another run to go through, or to come to where it waits.
  static func short(_ experiment: Experiment) -> Double {
    min(longest, max(0.5, 20 * experiment.baseline.seconds))
  }

  static func noGate(_ sandbox: Sandbox) -> CaseFailure {
    .sandbox(FileSystem.Failure(operation: "make a pipe for", path: sandbox.root, errno: errno))
  }

  /// What became of one of the runs that went on beside each other.
  enum Side: Sendable {
    case traced(Recording)
    case plain(Result<RunResult, LaunchFailure>)

    var recording: Recording? { if case .traced(let recording) = self { recording } else { nil } }

    func result() throws(CaseFailure) -> RunResult {
      switch self {
      case .plain(.success(let result)): return result
      case .plain(.failure(let failure)): throw .launch(failure)
      case .traced(let recording):
        guard let result = recording.result else {
          throw .untraced(
            recording.unavailableReason.map { "\($0)" } ?? "the traced run came to no result")
        }
        return result
      }
    }
  }
}

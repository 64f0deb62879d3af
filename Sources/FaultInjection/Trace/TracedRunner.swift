internal import CTrace
internal import Glibc
internal import SystemSupport

/// Runs a subject under the tracer: to record what it does, or to make one call go wrong.
package struct TracedRunner: Sendable {
  /// The names of the calls that stop whatever their arguments are.
  package static var watchedCalls: [String] {
    CallTable.plain.shapes.values.filter { $0.rule == MIRROR_TRACE_ALWAYS }.map(\.name).sorted()
  }

  package init() {}

  /// Why faults cannot be injected on this machine; nil where they can.
  package func unavailableReason() -> String? {
    let found: String?? = onDedicatedThread {
      var launch = Launch(executable: "", arguments: [], environment: [], directory: "/")
      launch.deadline = 5
      let place = WatchedPlace(directory: "/nonexistent", files: [])
      return Tracer(launch: launch, place: place, options: TraceOptions(), plan: nil).runCanary()
    }
    return found ?? "\(Self.noThread)"
  }

  private static let noThread = Recording.UnavailableReason.notStarted(
    operation: "start a thread", errno: EAGAIN)

  /// Runs the subject once, with at most one fault, and ends everything that it started.
  ///
  /// The tracer waits for the children of its thread, and must be given no others: where the calling one has some, the
  /// run gets a thread of its own.
  package func run(
    _ launch: Launch, at place: WatchedPlace, options: TraceOptions = TraceOptions(), plan: FaultPlan? = nil
  ) -> Recording {
    if mirror_trace_is_alone() != 0 {
      return Tracer(launch: launch, place: place, options: options, plan: plan).run()
    }
    let recording = onDedicatedThread {
      Tracer(launch: launch, place: place, options: options, plan: plan).run()
    }
    if let recording { return recording }
    var failed = Recording()
    failed.unavailableReason = Self.noThread
    return failed
  }
}

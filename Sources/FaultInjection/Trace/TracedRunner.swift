internal import CTrace
internal import SystemSupport

/// Runs a subject under the tracer: to record what it does, or to make one call go wrong.
package struct TracedRunner: Sendable {
  /// The names of the calls that stop whatever their arguments are.
  package static var watchedCalls: [String] {
    CallTable.plain.shapes.values.filter { $0.rule == MIRROR_TRACE_ALWAYS }.map(\.name).sorted()
  }

  package init() {}

  /// Whether faults can be injected on this machine; nil when they can, else the reason.
  package func obstacle() -> String? {
    onDedicatedThread {
      var launch = Launch(executable: "", arguments: [], environment: [], directory: "/")
      launch.deadline = 5
      let place = WatchedPlace(output: "/nonexistent")
      return Tracer(launch: launch, place: place, options: TraceOptions(), plan: nil).runCanary()
    }
  }

  /// Runs the subject once, with at most one fault, and ends everything that it started.
  ///
  /// Call this from a thread of `onDedicatedThread(s)`: the tracer waits for the children of its thread.
  package func run(
    _ launch: Launch, at place: WatchedPlace, options: TraceOptions = TraceOptions(), plan: FaultPlan? = nil
  ) -> Recording {
    Tracer(launch: launch, place: place, options: options, plan: plan).run()
  }
}

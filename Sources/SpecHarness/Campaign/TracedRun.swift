package import FaultInjection
internal import SystemSupport

/// One run under the tracer, with what it left.
package struct TracedRun: Sendable {
  package let observation: Observation
  package let recording: Recording
  /// The files that the run is about.
  package let watchedFiles: [WatchedFile]

  /// What a traced run is to be like.
  package struct Request: Sendable {
    package var invocation: Invocation
    package var options = TraceOptions()
    package var plan: FaultPlan?
    /// In seconds.
    package var deadline: Double

    package init(
      _ invocation: Invocation, options: TraceOptions = TraceOptions(), plan: FaultPlan? = nil,
      deadline: Double
    ) {
      self.invocation = invocation
      self.options = options
      self.plan = plan
      self.deadline = deadline
    }
  }

  /// Runs the subject once under the tracer.
  ///
  /// - Throws: `CaseFailure.launch` when it could not be started.
  package init<Suite>(
    _ request: Request, in sandbox: Sandbox, _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) {
    let before = sandbox.snapshot()
    let (result, recording) = try Self.run(request, in: sandbox, before, &experiment)
    experiment.noteCalls(recording, in: sandbox)
    self.init(result, recording, request.invocation, in: sandbox, before)
  }

  /// Puts a run together whose sandbox is as it is to be judged.
  init(
    _ result: RunResult, _ recording: Recording, _ invocation: Invocation, in sandbox: Sandbox,
    _ before: Snapshot
  ) {
    let observation = Observation(
      sandbox: sandbox, before: before, after: sandbox.snapshot(), result: result,
      directory: invocation.directory, workingDirectory: invocation.workingDirectory ?? sandbox.work)
    self.init(observation, recording, watching: invocation.files)
  }

  /// Puts a run together that was made elsewhere.
  init(_ observation: Observation, _ recording: Recording, watching files: [WatchedFile]) {
    self.observation = observation
    self.recording = recording
    watchedFiles = files
  }

  /// Runs the subject once under the tracer and looks at nothing but its calls.
  package static func run<Suite>(
    _ request: Request, in sandbox: Sandbox, _ before: Snapshot, _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> (result: RunResult, recording: Recording) {
    try experiment.expectOwnRun()
    let invocation = request.invocation
    var launch = experiment.context.launch(invocation, in: sandbox)
    launch.deadline = request.deadline
    let place = Self.place(of: invocation, in: sandbox, before)
    experiment.noteRun()
    let recording =
      try experiment.copy(request, in: sandbox, before)
      ?? TracedRunner().run(launch, at: place, options: request.options, plan: request.plan)
    guard let result = recording.result else {
      guard case .notStarted(let operation, let number)? = recording.unavailableReason else {
        throw .untraced(recording.unavailableReason.map { "\($0)" } ?? "the traced run came to no result")
      }
      throw .launch(LaunchFailure(path: launch.executable, operation: operation, errno: number))
    }
    return (result, recording)
  }

  /// Where a run is watched.
  package static func place(
    of invocation: Invocation, in sandbox: Sandbox, _ before: Snapshot
  ) -> WatchedPlace {
    let directory = sandbox.path(invocation.directory)
    let others = before.names(below: invocation.directory).map { directory + "/" + $0 }
    return WatchedPlace(
      directory: directory, files: invocation.files, parents: missingParents(of: directory, in: sandbox),
      foreign: Set(others))
  }

  private static func missingParents(of directory: String, in sandbox: Sandbox) -> Set<String> {
    var missing: Set<String> = []
    var path = directory[...]
    while let slash = path.lastIndex(of: "/"), path.count > sandbox.root.count {
      path = path[..<slash]
      if FileSystem.exists(String(path)) { break }
      missing.insert(String(path))
    }
    return missing
  }

  /// Whether the next run may find something else than this one did.
  ///
  /// Where it cannot, a retry would be the clean run once more.
  package var leftTraces: Bool {
    if !observation.changes.isEmpty { return true }
    let root = observation.sandbox.root + "/"
    let looks: [CallKind] = [.status, .listDirectory, .read, .random, .clock, .identity, .selfTrace, .close]
    return recording.isCut
      || recording.calls.contains { call in
        guard call.succeeded, !looks.contains(call.kind), case .scratch? = call.name.roles.last,
          let path = call.paths.last
        else { return false }
        return !path.hasPrefix(root) && !RuntimeFiles.contain(path)
      }
  }

  /// Files that the run made outside its sandbox and that are still there.
  ///
  /// A directory may stay, and what a run-time system keeps for itself is no file of the subject's.
  package var madeOutside: [String] {
    let root = observation.sandbox.root + "/"
    var made: Set<String> = []
    for call in recording.calls where call.succeeded && call.creates && call.existedBefore == false {
      guard let path = call.paths.last, !path.hasPrefix(root), case .scratch? = call.name.roles.last,
        !RuntimeFiles.contain(path)
      else { continue }
      made.insert(path)
    }
    return made.filter { Entry(path: $0, contentLimit: 0).map { $0.kind != .directory } ?? false }.sorted()
  }
}

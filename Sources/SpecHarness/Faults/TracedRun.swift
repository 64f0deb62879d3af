internal import FaultInjection
internal import SystemSupport

/// One run under the tracer, with what it left.
struct TracedRun {
  let observation: Observation
  let recording: Recording

  /// What a traced run is to be like.
  struct Request {
    var setting: Setting
    var options = TraceOptions()
    var plan: FaultPlan?
    /// In seconds.
    var deadline: Double
  }

  /// Runs the subject once under the tracer.
  ///
  /// - Throws: `CaseFailure.launch` when it could not be started.
  init(_ request: Request, in sandbox: Sandbox, _ experiment: inout Experiment) throws(CaseFailure) {
    let before = sandbox.snapshot()
    let (result, recording) = try Self.run(request, in: sandbox, before, &experiment)
    self.recording = recording
    observation = Observation(
      sandbox: sandbox, before: before, after: sandbox.snapshot(), result: result,
      directory: request.setting.directory,
      workingDirectory: Experiment.launch(experiment.context, request.setting, in: sandbox).directory)
  }

  /// Runs the subject once under the tracer and looks at nothing but its calls.
  static func run(
    _ request: Request, in sandbox: Sandbox, _ before: Snapshot, _ experiment: inout Experiment
  ) throws(CaseFailure) -> (result: RunResult, recording: Recording) {
    var launch = Experiment.launch(experiment.context, request.setting, in: sandbox)
    launch.deadline = request.deadline
    let place = Self.place(request.setting, in: sandbox, before)
    experiment.noteRun()
    let recording =
      try experiment.copy(request, in: sandbox, before)
      ?? TracedRunner().run(launch, at: place, options: request.options, plan: request.plan)
    guard let result = recording.result else {
      guard case .notStarted(let operation, let number)? = recording.obstacle else {
        throw .untraced(recording.obstacle.map { "\($0)" } ?? "the traced run came to no result")
      }
      throw .launch(LaunchFailure(path: launch.executable, operation: operation, errno: number))
    }
    return (result, recording)
  }

  static func place(_ setting: Setting, in sandbox: Sandbox, _ before: Snapshot) -> WatchedPlace {
    let output = sandbox.path(setting.directory)
    return WatchedPlace(
      output: output, parents: Self.missingParents(of: output, in: sandbox),
      foreign: Set(before.names(below: setting.directory).map { output + "/" + $0 }))
  }

  private static func missingParents(of output: String, in sandbox: Sandbox) -> Set<String> {
    var missing: Set<String> = []
    var path = output[...]
    while let slash = path.lastIndex(of: "/"), path.count > sandbox.root.count {
      path = path[..<slash]
      if FileSystem.exists(String(path)) { break }
      missing.insert(String(path))
    }
    return missing
  }

  /// Files that the run made outside its sandbox and that are still there.
  ///
  /// A directory may stay, and what a run-time system keeps for itself is no file of the subject's.
  var madeOutside: [String] {
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

/// Files that run-time systems make for themselves, whatever program they run.
enum RuntimeFiles {
  /// Byte code of Python, and the counters of the JVM.
  private static let marks = ["/__pycache__", "/hsperfdata_"]

  static func contain(_ path: String) -> Bool { marks.contains { path.contains($0) } }
}

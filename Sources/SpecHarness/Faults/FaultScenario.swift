internal import Glibc

/// The state of the output directory in which faults are injected.
enum FaultScenario: String, Sendable, CaseIterable {
  /// It is there, with other files in it.
  case existing
  /// It is missing, and so is the directory above it.
  case missing

  /// Relative to the sandbox's root.
  var directory: String { self == .existing ? "work/keys" : "work/new/keys" }

  var setting: Setting { Setting { $0.directory = directory } }

  /// What follows the names of cases, so that every name is unique.
  var suffix: String { self == .existing ? "" : " (new directory)" }

  func makeSandbox(_ experiment: inout Experiment) throws(CaseFailure) -> Sandbox {
    let sandbox = try experiment.makeSandbox(directory, madeBeforehand: self == .existing)
    if self == .existing {
      try experiment.make { () throws(FileSystem.Failure) in try Bystanders.place(sandbox, directory) }
    }
    return sandbox
  }
}

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
    let output = sandbox.path(request.setting.directory)
    let place = WatchedPlace(
      output: output, parents: Self.missingParents(of: output, in: sandbox),
      foreign: Set(before.names(below: request.setting.directory).map { output + "/" + $0 }))
    experiment.noteTracedRun()
    let recording = TracedRunner().run(launch, at: place, options: request.options, plan: request.plan)
    guard let result = recording.result else {
      guard case .notStarted(let operation, let number)? = recording.obstacle else { throw .stopped }
      throw .launch(LaunchFailure(path: launch.executable, operation: operation, errno: number))
    }
    return (result, recording)
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
}

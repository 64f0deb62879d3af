package import FaultInjection
internal import Glibc
package import SystemSupport

/// One case under way: it makes sandboxes, runs the subject in them, and gathers what is judged.
package struct Experiment {
  package let context: CaseContext
  package let name: String
  package var judgements = Judgements()
  package private(set) var facts: [PairFacts] = []
  package private(set) var runs = 0
  package private(set) var faults = 0
  package private(set) var sandboxes: [Sandbox] = []
  /// What stands in the table of faults, when the case is one of its cells.
  package var cell: FaultGrid.Cell?
  /// What its runs in one sandbox are copies of.
  var copied: CheckpointedSandbox?
  private var made = 0
  private var mounts: [String] = []

  package init(_ context: CaseContext, name: String) {
    self.context = context
    self.name = name
  }

  package var baseline: Baseline { context.baseline }

  /// Makes a fresh sandbox, with the output directory in it when the subject needs it there.
  package mutating func makeSandbox(
    _ directory: String = "work/keys", madeBeforehand: Bool? = nil
  ) throws(CaseFailure) -> Sandbox {
    let label = name.map { $0.isLetter || $0.isNumber || $0 == "-" ? String($0) : "_" }.joined()
    let sandbox = try attempt { () throws(FileSystem.Failure) in
      try Sandbox(
        below: context.yard.path, name: "\(label).\(made + 1)", keeping: Set(KeyFile.allCases.map(\.name)))
    }
    made += 1
    sandboxes.append(sandbox)
    if madeBeforehand ?? baseline.needsDirectory {
      var path = sandbox.root
      for part in directory.split(separator: "/") {
        path += "/" + part
        if !FileSystem.exists(path) {
          try make { () throws(FileSystem.Failure) in try FileSystem.makeDirectory(path) }
        }
      }
    }
    return sandbox
  }

  /// Puts a file system in memory under a whole sandbox until the case is over.
  ///
  /// All of it, so that no border of file systems runs between the output directory and what lies beside it.
  ///
  /// - Returns: nil, or why it cannot be done here.
  package mutating func mount(under sandbox: Sandbox, options: String) throws(CaseFailure) -> String? {
    let status = MemoryFileSystem.mount(at: sandbox.root, options: options)
    if status != 0 { return errnoText(status) }
    mounts.append(sandbox.root)
    try make { () throws(FileSystem.Failure) in
      for path in [sandbox.work, sandbox.home, sandbox.temporary, sandbox.elsewhere] {
        try FileSystem.makeDirectory(path)
      }
    }
    return nil
  }

  /// Gives the file system under a sandbox room in plenty: what a run without a fault needs, a retry has, too.
  package func makeRoom(in sandbox: Sandbox) {
    if mounts.contains(sandbox.root) { MemoryFileSystem.grow(at: sandbox.root) }
  }

  /// Removes a sandbox before the case is over.
  package mutating func discard(_ sandbox: Sandbox) {
    sandbox.remove()
    sandboxes.removeAll { $0.root == sandbox.root }
  }

  /// Removes all sandboxes.
  package func cleanUp() {
    for directory in mounts { MemoryFileSystem.unmount(directory) }
    for sandbox in sandboxes { sandbox.remove() }
  }

  /// Prepares something in a sandbox; a failure is the harness's own, not the subject's.
  package func make(_ body: () throws(FileSystem.Failure) -> Void) throws(CaseFailure) { try attempt(body) }

  private func attempt<Result>(_ body: () throws(FileSystem.Failure) -> Result) throws(CaseFailure) -> Result
  {
    do { return try body() } catch { throw .sandbox(error) }
  }

  /// Runs the subject once and looks at the sandbox before and after.
  package mutating func run(_ setting: Setting = Setting(), in sandbox: Sandbox) throws(CaseFailure)
    -> Observation
  {
    let observation = try Self.run(context, setting, in: sandbox)
    noteRun()
    return observation
  }

  /// Counts a run that was made elsewhere, as in a race or under the tracer.
  package mutating func noteRun() { runs += 1 }

  /// Takes account of a trial whose judgement is not taken over, and removes its sandboxes.
  mutating func drop(_ trial: Experiment) {
    runs = trial.runs
    made = trial.made
    for sandbox in trial.sandboxes where !sandboxes.contains(where: { $0.root == sandbox.root }) {
      sandbox.remove()
    }
  }

  package mutating func noteFault() { faults += 1 }

  /// Judges a run that had no reason to fail, and keeps what its key pair says for the checks over many runs.
  @discardableResult
  package mutating func judgeSuccess(_ observation: Observation) -> PairFacts? {
    var fresh = Judgements()
    let found = SuccessChecks.judge(observation, into: &fresh)
    judgements.append(fresh)
    guard let found else { return nil }
    facts.append(found)
    return found
  }

  /// Runs the subject without noting anything; several threads may do so at once.
  package static func run(
    _ context: CaseContext, _ setting: Setting, in sandbox: Sandbox
  ) throws(CaseFailure) -> Observation {
    let launch = launch(context, setting, in: sandbox)
    let before = sandbox.snapshot()
    let result: RunResult
    do {
      result = try PlainRun(launch).finish()
    } catch {
      throw .launch(error)
    }
    return Observation(
      sandbox: sandbox, before: before, after: sandbox.snapshot(), result: result,
      directory: setting.directory, workingDirectory: launch.directory)
  }

  /// How the subject is started for a setting.
  package static func launch(_ context: CaseContext, _ setting: Setting, in sandbox: Sandbox) -> Launch {
    let form = setting.form ?? context.baseline.form
    let target = sandbox.path(setting.directory)
    let relative =
      setting.directory.hasPrefix("work/") ? String(setting.directory.dropFirst(5)) : target
    let chosen = form.arguments(directory: setting.directoryArgument ?? relative)
    let work = form == .defaultDirectory ? target : sandbox.work
    let subject = context.subject
    var launch = Launch(
      executable: subject.executable,
      arguments: subject.arguments + setting.leading + chosen + setting.trailing,
      environment: sandbox.environment, directory: work)
    launch.umask = setting.umask
    launch.witnessed = KeyFile.allCases.map { "\(target)/\($0.name)" }
    launch.fileSizeLimit = setting.fileSizeLimit
    launch.openFilesLimit = setting.openFilesLimit
    launch.obeysPermissions = setting.obeysPermissions
    launch.deadline = context.runDeadline
    launch.strayGrace = context.strayGrace
    return launch
  }
}

/// Why a case came to no judgement of its own.
package enum CaseFailure: Error, Sendable, CustomStringConvertible {
  /// The harness could not prepare or look at the sandbox.
  case sandbox(FileSystem.Failure)
  /// The subject could not be started.
  case launch(LaunchFailure)
  /// The tracer came to no result.
  case untraced(String)

  package var description: String {
    switch self {
    case .sandbox(let failure): "the sandbox could not be prepared: \(failure)"
    case .launch(let failure): "\(failure)"
    case .untraced(let reason): reason
    }
  }
}

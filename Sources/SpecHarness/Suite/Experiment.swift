package import FaultInjection
package import SystemSupport

/// One case under way: it makes sandboxes, runs the subject in them, and gathers what is judged.
package struct Experiment<Suite: ConformanceSuite> {
  package let context: CaseContext<Suite>
  package let name: String
  package var judgements = Judgements()
  /// What the checks over many runs get to see.
  package var samples: [Suite.Sample] = []
  package private(set) var runs = 0
  package private(set) var faults = 0
  package private(set) var sandboxes: [Sandbox] = []
  /// What stands in the table of faults, when the case is one of its cells.
  package var cell: FaultGrid.Cell?
  /// The traced run that the judgements are about: the last one that a fault struck, or else the last.
  private(set) var traced: (recording: Recording, root: String)?
  /// What its runs in one sandbox are copies of.
  var copied: CheckpointedSandbox?
  var basis = CaseBasis.ownRuns
  private var made = 0
  private var mounts: [String] = []

  package init(_ context: CaseContext<Suite>, name: String) {
    self.context = context
    self.name = name
  }

  package var baseline: Suite.Baseline { context.baseline }

  /// Makes a fresh sandbox.
  ///
  /// - Parameters:
  ///   - directory: made in it with all that is above it, relative to its root; none is made without one.
  ///   - keptNames: names of files that every look at the sandbox keeps the content of.
  package mutating func makeSandbox(
    with directory: String?, keeping keptNames: Set<String> = []
  ) throws(CaseFailure) -> Sandbox {
    let label = name.map { $0.isLetter || $0.isNumber || $0 == "-" ? String($0) : "_" }.joined()
    made += 1
    let sandbox: Sandbox
    do {
      sandbox = try Sandbox(
        below: context.sandboxRoot.path, name: "\(label).\(made)", keeping: keptNames)
    } catch {
      throw .sandbox(error)
    }
    sandboxes.append(sandbox)
    var path = sandbox.root
    for part in directory?.split(separator: "/") ?? [] {
      path += "/" + part
      if !FileSystem.exists(path) {
        try make { () throws(FileSystem.Failure) in try FileSystem.makeDirectory(path) }
      }
    }
    return sandbox
  }

  /// Puts a file system in memory under a whole sandbox until the case is over.
  ///
  /// All of it, so that no border of file systems runs between the directory of the run and what lies beside it.
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
  package func make(_ body: () throws(FileSystem.Failure) -> Void) throws(CaseFailure) {
    do { try body() } catch { throw .sandbox(error) }
  }

  /// Puts a file into a sandbox.
  ///
  /// - Parameter path: relative to the sandbox's root.
  package func write(
    _ content: [UInt8], to path: String, in sandbox: Sandbox
  ) throws(CaseFailure) {
    try make { () throws(FileSystem.Failure) in try FileSystem.write(sandbox.path(path), content) }
  }

  /// Runs the subject once and looks at the sandbox before and after.
  package mutating func run(_ invocation: Invocation, in sandbox: Sandbox) throws(CaseFailure) -> Observation
  {
    try expectOwnRun()
    let observation = try context.run(invocation, in: sandbox)
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

  /// Keeps the calls of a run until it is known whether anybody wants to see them.
  mutating func noteCalls(_ recording: Recording, in sandbox: Sandbox) {
    if recording.hit == nil, traced?.recording.hit != nil { return }
    traced = (recording, sandbox.root)
  }

  /// Takes over what other runs have come to.
  ///
  /// - Parameter runs: how many these were; they count here, too, so that no count depends on which case came first.
  mutating func take(_ judgements: Judgements, _ cell: FaultGrid.Cell?, runs: Int) {
    self.judgements.append(judgements)
    self.cell = cell
    self.runs += runs
    basis = .equalRun
  }

  /// Refuses to go on from a run that went its own way after the look at it.
  func expectOwnRun() throws(CaseFailure) {
    if basis == .look { throw .untraced("what a look showed cannot be run on") }
  }

  package mutating func noteFault() { faults += 1 }
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

import KeygenSuite
import SystemSupport

@testable import FaultInjection
@testable import SpecHarness

/// A run of the toy suite's or the key suite's kind that nobody made: its calls are written down, and what it leaves is
/// put into a real sandbox.
final class MadeRun {
  private let sandboxRoot: SandboxRoot
  let sandbox: Sandbox
  let directory: String
  private let before: Snapshot
  var calls: [TracedCall] = []
  var ending = Ending.exited(1)
  var message = "it failed\n"

  /// - Parameters:
  ///   - directory: that the run is about, relative to the sandbox's root; it is there beforehand.
  ///   - files: what is in it beforehand.
  init(in directory: String = "work/keys", finding files: [String: String] = [:]) throws {
    sandboxRoot = try SandboxRoot()
    sandbox = try Sandbox(below: sandboxRoot.path, name: "made")
    self.directory = directory
    try FileSystem.ensureDirectory(sandbox.path(directory))
    for (name, content) in files {
      try FileSystem.write(sandbox.path("\(directory)/\(name)"), Array(content.utf8))
    }
    before = sandbox.snapshot()
  }

  /// The absolute path of a name in the directory.
  func path(_ name: String) -> String { sandbox.path("\(directory)/\(name)") }

  /// Puts a file where the run left one, in place of one that it found.
  func leave(_ name: String, _ content: String = "", mode: UInt32 = 0o644) throws {
    if FileSystem.exists(path(name)) { try FileSystem.remove(path(name)) }
    try FileSystem.write(path(name), Array(content.utf8), mode: mode)
    try FileSystem.setMode(path(name), mode)
  }

  var observation: Observation {
    Observation(
      sandbox: sandbox, before: before, after: sandbox.snapshot(),
      result: RunResult(
        ending: ending, standardOutput: [], standardError: Array(message.utf8), strays: 0, started: 0,
        ended: 1,
        elapsed: 1), directory: directory, workingDirectory: sandbox.work)
  }

  func traced(_ files: [WatchedFile]) -> TracedRun {
    TracedRun(observation, Recording(calls), watching: files)
  }
}

extension Recording {
  /// A recording of calls; the fault struck at the first that is marked so.
  init(_ calls: [TracedCall]) {
    self.init()
    self.calls = calls
    hit = calls.firstIndex(where: \.faulted)
  }
}

extension TracedCall {
  /// A call that succeeded.
  ///
  /// - Parameter name: of the system call.
  static func made(
    _ name: String, _ kind: CallKind, _ roles: PathRole..., at paths: [String] = [],
    returning result: Int = 0,
    _ change: (inout TracedCall) -> Void = { _ in }
  ) -> TracedCall {
    var call = TracedCall(
      name: CallName(key: CallName.Key(call: name, roles: roles), occurrence: 1), kind: kind, process: 1,
      paths: paths)
    call.result = result
    change(&call)
    return call
  }

  /// The call, as one that a fault made fail.
  func failing(_ error: ErrorNumber = .inputOutput) -> TracedCall {
    var call = self
    call.result = -Int(error.value)
    call.faulted = true
    return call
  }

  func inProcess(_ number: Int) -> TracedCall {
    var call = TracedCall(name: name, kind: kind, process: number, paths: paths)
    call.result = result
    call.faulted = faulted
    call.openFlags = openFlags
    return call
  }

  func numbered(_ occurrence: Int) -> TracedCall {
    var call = TracedCall(
      name: CallName(key: name.key, occurrence: occurrence), kind: kind, process: process, paths: paths)
    call.result = result
    call.faulted = faulted
    call.openFlags = openFlags
    return call
  }
}

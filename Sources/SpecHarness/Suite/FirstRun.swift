internal import FaultInjection
internal import Glibc
internal import SystemSupport

/// The very first run of the subject: it tells what cannot be started, and what is too slow for the deadline, from what is
/// wrong.
struct FirstRun<Suite: ConformanceSuite> {
  private let context: CaseContext<Suite>

  init(_ context: CaseContext<Suite>) { self.context = context }

  /// Runs the subject once, or a second time with more time.
  ///
  /// - Throws: `SuiteError.unavailable` when the subject cannot be started or needs more time; `SuiteError.internal` when
  ///   there is no room for a run.
  func check() throws(SuiteError) {
    try checkRoom()
    if let missing = Self.missingScript(context.subject) {
      throw .unavailable("cannot start \(context.subject.command[0]): \(missing): there is no such file")
    }
    let observation = try run(deadline: context.deadline)
    switch observation.ending {
    case .timedOut: try checkPace()
    case .exited(126), .exited(127):
      // What a shell, env(1) or the dynamic loader say when there is nothing to run.
      if let reason = StartAdvice.interpreter(of: context.subject.executable),
        !context.suite.isComplete(observation)
      {
        throw .unavailable("cannot start \(context.subject.executable): \(reason)")
      }
    default: try checkMargin(observation)
    }
    if !context.suite.isComplete(observation) { try checkRoom() }
  }

  private func checkRoom() throws(SuiteError) {
    if let complaint = SandboxRoom(at: context.sandboxRoot.parent)?.complaint {
      throw .internal("no sandbox can be made: \(complaint)")
    }
  }

  /// Whether the deadline alone is to blame; a subject that hangs is judged like any other.
  private func checkPace() throws(SuiteError) {
    let observation = try run(deadline: max(5, 2 * context.deadline))
    let seconds = Double(observation.result.elapsed) / 1e9
    guard observation.ending != .timedOut, seconds >= context.deadline else { return }
    throw .unavailable(
      "--timeout \(context.deadline) is too short: the command needs about \(rounded(seconds)) s for one run")
  }

  /// Whether the deadline is so near that a busy machine would make a run late.
  private func checkMargin(_ observation: Observation) throws(SuiteError) {
    let seconds = Double(observation.result.elapsed) / 1e9
    guard 2 * seconds > context.deadline else { return }
    throw .unavailable(
      "--timeout \(context.deadline) is too short: the command needs about \(rounded(seconds)) s for one run, and more "
        + "than that on a busy machine; give it at least \(rounded(4 * seconds))")
  }

  private func rounded(_ seconds: Double) -> String {
    let thousandths = Int((seconds * 1000).rounded(.up))
    return thousandths < 1000 ? "\(Double(thousandths) / 1000)" : "\(Double((thousandths + 99) / 100) / 10)"
  }

  private func run(deadline: Double) throws(SuiteError) -> Observation {
    do {
      let sandbox = try Sandbox(below: context.sandboxRoot.path, name: "first")
      defer { sandbox.remove() }
      let invocation = context.suite.invocation(in: sandbox, context.baseline)
      var launch = context.launch(invocation, in: sandbox)
      launch.deadline = deadline
      let before = sandbox.snapshot()
      let result = try PlainRun(launch).finish()
      return Observation(
        sandbox: sandbox, before: before, after: sandbox.snapshot(), result: result,
        directory: invocation.directory, workingDirectory: launch.directory)
    } catch let failure as LaunchFailure {
      throw .unavailable("\(failure)")
    } catch {
      throw .internal("no sandbox can be made: \(error)")
    }
  }

  /// The script that an interpreter is to run, when it is not there: the interpreter would say so in every case.
  private static func missingScript(_ subject: Subject) -> String? {
    let name = subject.executable.split(separator: "/").last.map(String.init) ?? ""
    let interpreters = [
      "python", "pypy", "node", "deno", "bun", "sh", "bash", "dash", "zsh", "ksh", "ruby", "perl", "php",
      "lua",
      "tclsh", "Rscript",
    ]
    let stem = name.prefix { $0.isLetter }
    guard interpreters.contains(String(stem)) else { return nil }
    // An option may take a word of its own, so only a first word that is no option is sure to be the script.
    guard let script = subject.command.dropFirst().first, !script.hasPrefix("-"),
      script.contains("/") || script.contains("."), !FileSystem.exists(script)
    else { return nil }
    return script
  }
}

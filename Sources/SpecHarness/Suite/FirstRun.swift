internal import FaultInjection
internal import Glibc
internal import SystemSupport

/// The very first run of the subject: it tells what cannot be started, and what is too slow for the deadline, from what is
/// wrong.
enum FirstRun {
  /// Runs the subject once, or a second time with more time.
  ///
  /// - Throws: `SuiteError.unavailable` when the subject cannot be started or needs more time; `SuiteError.internal` when
  ///   there is no room for a run.
  static func check(_ context: CaseContext) throws(SuiteError) {
    try checkRoom(context)
    if let missing = missingScript(context.subject) {
      throw .unavailable("cannot start \(context.subject.command[0]): \(missing): there is no such file")
    }
    let observation = try run(context, deadline: context.deadline)
    switch observation.ending {
    case .timedOut: try checkPace(context)
    case .exited(126), .exited(127):
      // What a shell, env(1) or the dynamic loader say when there is nothing to run.
      if let reason = StartAdvice.interpreter(of: context.subject.executable), !observation.madePair {
        throw .unavailable("cannot start \(context.subject.executable): \(reason)")
      }
    default: try checkMargin(context, observation)
    }
    if !observation.madePair { try checkRoom(context) }
  }

  private static func checkRoom(_ context: CaseContext) throws(SuiteError) {
    if let complaint = SandboxRoom(at: context.yard.parent)?.complaint {
      throw .internal("no sandbox can be made: \(complaint)")
    }
  }

  /// Whether the deadline alone is to blame; a subject that hangs is judged like any other.
  private static func checkPace(_ context: CaseContext) throws(SuiteError) {
    let patience = max(5, 2 * context.deadline)
    let observation = try run(context, deadline: patience)
    let seconds = Double(observation.result.elapsed) / 1e9
    guard observation.ending != .timedOut, seconds >= context.deadline else { return }
    throw .unavailable(
      "--timeout \(context.deadline) is too short: the command needs about \(rounded(seconds)) s for one run")
  }

  /// Whether the deadline is so near that a busy machine would make a run late.
  private static func checkMargin(_ context: CaseContext, _ observation: Observation) throws(SuiteError) {
    let seconds = Double(observation.result.elapsed) / 1e9
    guard 2 * seconds > context.deadline else { return }
    throw .unavailable(
      "--timeout \(context.deadline) is too short: the command needs about \(rounded(seconds)) s for one run, and more "
        + "than that on a busy machine; give it at least \(rounded(4 * seconds))")
  }

  private static func rounded(_ seconds: Double) -> String {
    let thousandths = Int((seconds * 1000).rounded(.up))
    return thousandths < 1000 ? "\(Double(thousandths) / 1000)" : "\(Double((thousandths + 99) / 100) / 10)"
  }

  private static func run(_ context: CaseContext, deadline: Double) throws(SuiteError) -> Observation {
    do {
      let sandbox = try Sandbox(
        below: context.yard.path, name: "first", keeping: Set(KeyFile.allCases.map(\.name)))
      defer { sandbox.remove() }
      var launch = Experiment.launch(context, Setting(), in: sandbox)
      launch.deadline = deadline
      let before = sandbox.snapshot()
      let result = try PlainRun(launch).finish()
      return Observation(
        sandbox: sandbox, before: before, after: sandbox.snapshot(), result: result,
        directory: Setting().directory, workingDirectory: launch.directory)
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

internal import CLaunch
internal import Glibc

/// A subject that runs untraced, below a supervising process that leaves nothing of it behind.
package struct PlainRun: ~Copyable {
  private let executable: String
  private let output: Pipe
  private let error: Pipe
  private let run: mirror_run
  private let outputLimit: Int

  /// Starts the subject.
  ///
  /// - Parameters:
  ///   - launch: how to start it.
  ///   - gate: when given, the subject begins only once this descriptor is at its end.
  /// - Throws: `LaunchFailure` when no process could be made; what fails in that process shows at the end.
  package init(_ launch: Launch, gate: Int32? = nil) throws(LaunchFailure) {
    func failure(_ operation: String, _ number: Int32) -> LaunchFailure {
      LaunchFailure(path: launch.executable, operation: operation, errno: number)
    }
    guard let output = Pipe(), let error = Pipe() else { throw failure("pipe", errno) }
    let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw failure("open /dev/null", errno) }
    defer { close(input) }
    var run = mirror_run()
    let status = launch.withCLaunch(
      input: input, output: output.writeEnd, error: error.writeEnd, gate: gate
    ) { mirror_run_start($0, Int64(launch.deadline * 1e9), &run) }
    guard status == 0 else { throw failure("fork", status) }
    output.closeWriteEnd()
    error.closeWriteEnd()
    self.executable = launch.executable
    self.output = output
    self.error = error
    self.run = run
    self.outputLimit = launch.outputLimit
  }

  /// Waits for the end of the run and returns what was seen.
  ///
  /// - Throws: `LaunchFailure` when the subject could not be started after all.
  package consuming func finish() throws(LaunchFailure) -> RunResult {
    var capture = Capture(output: output.readEnd, error: error.readEnd, limit: outputLimit)
    capture.readUntilOver(run)
    var outcome = mirror_outcome()
    let finished = mirror_run_finish(run, &outcome)
    capture.drain()
    guard finished == 0, outcome.stage == Int32(MIRROR_STAGE_NONE.rawValue) else {
      throw LaunchFailure(
        path: executable, operation: stageName(outcome.stage),
        errno: finished == 0 ? outcome.error_number : finished)
    }
    let ending: Ending =
      if capture.flooded {
        .flooded
      } else if outcome.timed_out != 0 {
        .timedOut
      } else {
        Ending(waitStatus: outcome.wait_status)
      }
    return RunResult(
      ending: ending, standardOutput: capture.outputBytes, standardError: capture.errorBytes,
      strays: Int(outcome.strays), started: outcome.started_clock, ended: outcome.ended_clock,
      elapsed: outcome.elapsed)
  }

  private func stageName(_ stage: Int32) -> String {
    switch UInt32(bitPattern: stage) {
    case MIRROR_STAGE_FORK.rawValue: "fork"
    case MIRROR_STAGE_DIRECTORY.rawValue: "chdir"
    case MIRROR_STAGE_DESCRIPTORS.rawValue: "dup2"
    case MIRROR_STAGE_LIMITS.rawValue: "setrlimit"
    case MIRROR_STAGE_CAPABILITIES.rawValue: "prctl"
    case MIRROR_STAGE_EXEC.rawValue: "exec"
    default: "supervise"
    }
  }
}

internal import CLaunch
internal import Glibc

/// A subject that runs untraced, below a supervising process that leaves nothing of it behind.
package struct PlainRun: Sendable {
  private let launch: Launch
  private let gate: Gate?

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - launch: how to start the subject.
  ///   - gate: when given, the subject begins only once this opens.
  package init(_ launch: Launch, gate: Gate? = nil) {
    self.launch = launch
    self.gate = gate
  }

  /// Runs the subject to its end and returns what was seen.
  ///
  /// - Throws: `LaunchFailure` when the subject could not be started.
  package func finish() throws(LaunchFailure) -> RunResult {
    let input = launch.input == nil ? -1 : StandardInput.open(launch.input)
    defer { if input >= 0 { close(input) } }
    if launch.input != nil, input < 0 {
      throw LaunchFailure(path: launch.executable, operation: "input", errno: errno)
    }
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * launch.outputLimit)
    defer { room.deallocate() }
    var streams = (stream(room[..<launch.outputLimit]), stream(room[launch.outputLimit...]))
    var outcome = mirror_outcome()
    let status = launch.withCLaunch(input: input, gate: gate) { launch in
      withUnsafeMutableBytes(of: &streams) {
        mirror_run(
          launch, Int64(self.launch.deadline * 1e9),
          $0.assumingMemoryBound(to: mirror_stream.self).baseAddress,
          &outcome)
      }
    }
    guard status == 0, outcome.stage == Int32(MIRROR_STAGE_NONE.rawValue) else {
      throw LaunchFailure(
        path: launch.executable, operation: status == 0 ? stageName(outcome.stage) : "fork",
        errno: status == 0 ? outcome.error_number : status)
    }
    var result = RunResult(
      ending: ending(outcome), standardOutput: bytes(streams.0), standardError: bytes(streams.1),
      strays: Int(outcome.strays), started: outcome.started_clock, ended: outcome.ended_clock,
      elapsed: outcome.elapsed)
    result.processorTime = outcome.processor_time
    result.witnessed = [outcome.witnessed.0, outcome.witnessed.1].prefix(launch.witnessed.count).map {
      $0.exists == 0 ? nil : FileGlimpse(inode: $0.inode, size: $0.size, modified: $0.modified)
    }
    return result
  }

  private func stream(_ room: Slice<UnsafeMutableBufferPointer<UInt8>>) -> mirror_stream {
    mirror_stream(
      bytes: UnsafeMutableBufferPointer(rebasing: room).baseAddress, limit: room.count, count: 0, total: 0)
  }

  private func bytes(_ stream: mirror_stream) -> [UInt8] {
    Array(UnsafeBufferPointer(start: stream.bytes, count: stream.count))
  }

  private func ending(_ outcome: mirror_outcome) -> Ending {
    if outcome.flooded != 0 { return .flooded }
    return outcome.timed_out != 0 ? .timedOut : Ending(waitStatus: outcome.wait_status)
  }

  private func stageName(_ stage: Int32) -> String {
    switch UInt32(bitPattern: stage) {
    case MIRROR_STAGE_INPUT.rawValue: "open /dev/null"
    case MIRROR_STAGE_PIPES.rawValue: "pipe"
    case MIRROR_STAGE_FORK.rawValue: "fork"
    case MIRROR_STAGE_DIRECTORY.rawValue: "chdir"
    case MIRROR_STAGE_DESCRIPTORS.rawValue: "dup2"
    case MIRROR_STAGE_LIMITS.rawValue: "setrlimit"
    case MIRROR_STAGE_FILE_SIZE.rawValue: "limit the size of files"
    case MIRROR_STAGE_CAPABILITIES.rawValue: "prctl"
    case MIRROR_STAGE_EXEC.rawValue: "exec"
    default: "supervise"
    }
  }
}

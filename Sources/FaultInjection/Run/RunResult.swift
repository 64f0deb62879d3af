internal import SystemSupport

/// How a run of the subject ended.
package enum Ending: Sendable, Hashable {
  case exited(Int32)
  case signaled(Int32)
  case timedOut
  /// Ended by the harness because its output had no end.
  case flooded

  /// Whether the subject itself said that it succeeded.
  package var isSuccess: Bool { self == .exited(0) }

  /// Whether the subject ended by itself with a status other than 0.
  package var isRefusal: Bool {
    if case .exited(let status) = self { status != 0 } else { false }
  }

  /// Whether the harness had to end the run.
  package var isEndless: Bool { self == .timedOut || self == .flooded }

  /// Makes an ending of what waitpid(2) said.
  package init(waitStatus: Int32) {
    let signal = waitStatus & 0x7f
    self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signaled(signal)
  }
}

extension Ending: CustomStringConvertible {
  /// The ending in words, such as `exit status 1`.
  package var description: String {
    switch self {
    case .exited(let status): "exit status \(status)"
    case .signaled(let signal): "ended by signal \(signal) (\(signalName(signal)))"
    case .timedOut: "no end before the deadline"
    case .flooded: "output without end"
    }
  }
}

/// What was seen of one run.
package struct RunResult: Sendable {
  /// How the subject's first process ended.
  package var ending: Ending
  /// What it wrote, up to the limit.
  package var standardOutput: [UInt8]
  /// What it wrote, up to the limit.
  package var standardError: [UInt8]
  /// How many processes were still there a moment after the first one had ended.
  package var strays: Int
  /// CLOCK_REALTIME just before the start, in nanoseconds.
  package var started: Int64
  /// CLOCK_REALTIME just after the end, in nanoseconds.
  package var ended: Int64
  /// CLOCK_MONOTONIC between the two, in nanoseconds.
  package var elapsed: Int64
  /// The processor time of the run and of all that it waited for, in nanoseconds; 0 under the tracer, where it is not
  /// known.
  package var processorTime: Int64 = 0

  /// The files of the launch that were to be witnessed, as the end of the subject's own process found them.
  package var witnessed: [FileGlimpse?] = []

  /// What the clocks may have told the subject during the run, in nanoseconds since 1970.
  ///
  /// The kernel's coarse clock, which time(2) reads, lags by up to a tick: 10 ms at 100 ticks a second.
  package var clockReadings: ClosedRange<Int64> {
    // In either order, since a clock may be set back meanwhile.
    min(started, ended) - 10_000_000...max(started, ended)
  }

  package init(
    ending: Ending, standardOutput: [UInt8], standardError: [UInt8], strays: Int, started: Int64,
    ended: Int64, elapsed: Int64
  ) {
    self.ending = ending
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.strays = strays
    self.started = started
    self.ended = ended
    self.elapsed = elapsed
  }
}

/// A file at one moment, as far as it takes to see that it changed afterwards.
package struct FileGlimpse: Sendable, Equatable {
  package let inode: UInt64
  /// In bytes.
  package let size: Int64
  /// In nanoseconds since 1970.
  package let modified: Int64

  package init(inode: UInt64, size: Int64, modified: Int64) {
    self.inode = inode
    self.size = size
    self.modified = modified
  }
}

/// A subject that could not be started at all.
package struct LaunchFailure: Error, Sendable, CustomStringConvertible {
  /// The executable.
  package let path: String
  /// What was being done, such as `exec`.
  package let operation: String
  /// The error number.
  package let errno: Int32

  package init(path: String, operation: String, errno: Int32) {
    self.path = path
    self.operation = operation
    self.errno = errno
  }

  /// The failure in one line: path, operation, cause, and what to do where that is known.
  package var description: String {
    let advice = StartAdvice.advice(path: path, operation: operation, errno: errno)
    return "cannot start \(path): \(operation): \(errnoText(errno))" + (advice.map { "; \($0)" } ?? "")
  }
}

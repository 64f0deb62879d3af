internal import CTrace
internal import Glibc

/// What tells two runs of one program apart, beside randomness: the clock and the process IDs.
extension Tracer {
  /// Makes the clock and the process ID the same from run to run: some generators mix them in.
  func feedCircumstance(_ pending: PendingCall, _ task: pid_t, result: Int64) {
    guard result >= 0, let process = tasks[task]?.process, let known = processes[process] else { return }
    if pending.shape.kind == .identity {
      if options.keepsIdentities { return }
      let thread = pending.shape.name == "gettid" ? task - process : 0
      mirror_trace_set_result(task, Int64(Self.shownIdentity(of: known) + thread))
      return
    }
    processes[process]?.clockReadings += 1
    guard case .buffer(let argument, _) = pending.shape.bytes else { return }
    let address = pending.call[argument: argument]
    if address == 0 { return }
    // A fixed moment, and time that goes on with every look at it.
    let memory = TaskMemory(task: task)
    memory.write(word: 1_800_000_000, at: address)
    memory.write(word: UInt64(known.clockReadings % 900) * 1000, at: address + 8)
  }

  /// Has a signal reach the process that its program means.
  ///
  /// That knows the ID that it was shown; in a copy it may have kept that of the process that was copied, as musl does and
  /// a shell in `$$`.
  func aimSignal(_ call: mirror_trace_call, _ task: pid_t) {
    // The second argument is a signal, but for two of the calls.
    let takesThread = call.number == Self.threadSignal || call.number == Self.queuedThreadSignal
    for index in takesThread ? 0..<2 : 0..<1 {
      let meant = Int32(truncatingIfNeeded: call[argument: index])
      guard meant != .min, let aim = trueTask(of: abs(meant)) else { continue }
      mirror_trace_set_argument(
        task, Int32(index), UInt64(bitPattern: Int64(meant < 0 ? -aim : aim)))
    }
  }

  /// The task that a program means by an ID; nil where that is its own.
  private func trueTask(of meant: pid_t) -> pid_t? {
    if case .copy(let template?) = checkpoint, meant == template { return root }
    guard options.randomSeed != nil, !options.keepsIdentities, tasks[meant] == nil else { return nil }
    return processes.lazy.compactMap { [tasks] process, known in
      let aim = process &+ meant &- Self.shownIdentity(of: known)
      return tasks[aim]?.process == process ? aim : nil
    }.first
  }

  private static func shownIdentity(of process: TracedProcess) -> pid_t {
    100_000 + 1000 * pid_t(truncatingIfNeeded: process.ordinal)
  }

  private static let threadSignal = Int64(mirror_trace_number("tgkill"))
  private static let queuedThreadSignal = Int64(mirror_trace_number("rt_tgsigqueueinfo"))
}

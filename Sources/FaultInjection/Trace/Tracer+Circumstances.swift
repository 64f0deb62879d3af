internal import CTrace
internal import Glibc

/// What tells two runs of one program apart, beside randomness: the clock and the process IDs.
extension Tracer {
  /// Makes the clock and the process ID the same from run to run: some generators mix them in.
  func feedCircumstance(_ pending: PendingCall, _ task: pid_t, result: Int64) {
    guard result >= 0, let process = tasks[task]?.process, let known = processes[process] else { return }
    if pending.shape.kind == .identity {
      if options.circumstances.keepsIdentities { return }
      switch pending.shape.name {
      case "getppid":
        // Only that of a process of the run.
        guard let parent = processes[pid_t(truncatingIfNeeded: result)] else { return }
        mirror_trace_set_result(task, Int64(shownIdentity(of: parent)))
      case "gettid":
        mirror_trace_set_result(task, Int64(shownIdentity(of: known)) + Int64(tasks[task]?.thread ?? 0))
      default: mirror_trace_set_result(task, Int64(shownIdentity(of: known)))
      }
      return
    }
    processes[process]?.clockReadings += 1
    // One moment, however often a generator looks; for those who wait time goes on, and ever faster.
    let looks = UInt64(max(0, known.clockReadings - 100))
    let microseconds = looks + (looks > 1000 ? (looks - 1000) * 1000 : 0)
    let (seconds, rest) = (1_800_000_000 + microseconds / 1_000_000, microseconds % 1_000_000)
    if pending.shape.name == "time" { mirror_trace_set_result(task, Int64(seconds)) }
    guard case .buffer(let argument, _) = pending.shape.bytes, pending.call[argument: argument] != 0 else {
      return
    }
    let (memory, address) = (TaskMemory(task: task), pending.call[argument: argument])
    memory.write(word: seconds, at: address)
    switch pending.shape.name {
    case "time": break
    case "gettimeofday": memory.write(word: rest, at: address + 8)
    default: memory.write(word: rest * 1000, at: address + 8)
    }
  }

  // MARK: Signals

  /// Has a signal reach the process that its program means.
  ///
  /// The program knows the ID that it was shown. A copy may have kept that of the process that was copied, as musl does and a
  /// shell in `$$`.
  func aimSignal(_ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t) {
    // The second argument is a signal, but for two of the calls.
    let takesThread = shape.name == "tgkill" || shape.name == "rt_tgsigqueueinfo"
    let aims = [call.arguments.0, call.arguments.1].prefix(takesThread ? 2 : 1).map(aim)
    guard aims.contains(where: { $0 != nil }) else { return proceed(task) }
    for (index, aim) in aims.enumerated() {
      if let aim { mirror_trace_set_argument(task, Int32(index), UInt64(bitPattern: Int64(aim))) }
    }
    let restoration = Consequence.restoreArguments(call.arguments.0, call.arguments.1)
    watchExit(task, PendingCall(call: call, shape: shape, index: nil, then: restoration))
  }

  /// What a program means by the ID of a process, of a thread or, below 0, of a process group; nil where it means itself.
  private func aim(_ argument: UInt64) -> pid_t? {
    let meant = pid_t(truncatingIfNeeded: argument)
    // 0 and -1 name nobody.
    guard meant > 1 || meant < -1, meant != .min else { return nil }
    return trueTask(of: abs(meant)).map { meant < 0 ? -$0 : $0 }
  }

  /// The task that has been shown an ID; nil where the ID is a true one.
  private func trueTask(of shown: pid_t) -> pid_t? {
    if case .copy(let template?) = checkpoint, shown == template { return root }
    guard options.randomSeed != nil, !options.circumstances.keepsIdentities else { return nil }
    return tasks.first { _, known in
      processes[known.process].map {
        shownIdentity(of: $0) &+ pid_t(truncatingIfNeeded: known.thread) == shown
      } ?? false
    }?.key
  }

  /// Above all IDs that the kernel gives, and with room for threads.
  private func shownIdentity(of process: TracedProcess) -> pid_t {
    5_000_000 &+ 10_000 &* pid_t(truncatingIfNeeded: process.ordinal)
  }
}

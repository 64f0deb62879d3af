internal import CTrace
internal import Glibc

extension Tracer {
  /// What becomes of a call after the plan has been looked at.
  enum Decision {
    /// It is made; something follows at its end.
    case proceed(Consequence)
    /// It is left out and fails with this error.
    case failed(Int32)
    /// It is left out, a signal arrives, and it is made again.
    case rewinding(StopSignal)
    /// Nothing goes on after this.
    case over
  }

  /// Injects the fault of the plan, if it is due at this call.
  func decide(_ traced: TracedCall, _ pending: PendingCall, _ task: pid_t) -> Decision? {
    guard let plan else { return nil }
    if recording.hit == nil {
      guard traced.name == plan.target else { return nil }
      recording.hit = recording.calls.count
      recording.injections = 1
      return inject(plan.fault, traced, pending, task)
    }
    switch plan.fault {
    case .error(let error, let lasting) where isAffected(traced, error):
      recording.canFailAgain = true
      guard lasting else { return nil }
      recording.injections += 1
      return fail(task, error)
    case .lost(let error, let lasting) where isAffected(traced, error):
      recording.canFailAgain = true
      guard lasting else { return nil }
      recording.injections += 1
      return .proceed(.lie(-Int64(error.value)))
    case .fullAfterHalf:
      let error = ErrorNumber.noSpace
      guard isAffected(traced, error) else { return nil }
      recording.injections += 1
      return fail(task, error)
    case .signal(let signal, _):
      noteWaiting(signal, before: traced.name, task)
      return nil
    default: return nil
    }
  }

  /// Whether a fault that lasts strikes this call, too: one of the same family, on a path that the run owns.
  private func isAffected(_ traced: TracedCall, _ error: ErrorNumber) -> Bool {
    guard let plan, let hit = recording.hit, recording.calls.indices.contains(hit) else { return false }
    guard recording.calls[hit].kind.family == traced.kind.family else { return false }
    let owned = traced.name.roles.contains { role in
      switch role {
      case .watched, .directory, .parent, .temporary: true
      case .scratch: plan.target.roles.contains(role)
      default: false
      }
    }
    return owned && ErrorTable.errors(of: traced).contains(error)
  }

  private func fail(_ task: pid_t, _ error: ErrorNumber) -> Decision {
    mirror_trace_skip(task, -Int64(error.value))
    return .failed(error.value)
  }

  private func inject(_ fault: Fault, _ traced: TracedCall, _ pending: PendingCall, _ task: pid_t) -> Decision
  {
    switch fault {
    case .error(let error, _): return fail(task, error)
    case .lost(let error, _): return .proceed(.lie(-Int64(error.value)))
    case .short(let short):
      guard let length = short.length(of: traced.requested) else { return .proceed(.nothing) }
      return .proceed(shorten(pending, task, to: length))
    case .fullAfterHalf:
      guard let length = ShortWrite.half.length(of: traced.requested) else { return .proceed(.nothing) }
      return .proceed(shorten(pending, task, to: length))
    case .signal(let signal, .before):
      mirror_trace_skip(task, -Int64(EINTR))
      return .rewinding(signal)
    case .signal(let signal, .after): return .proceed(.signal(signal))
    case .kill(.before):
      killEverything()
      return .over
    case .kill(.after): return .proceed(.kill)
    case .concurrentWriter:
      if let meanwhile = options.meanwhile {
        meanwhile()
      } else if let path = traced.paths.last {
        ConcurrentWriter.appear(at: path)
      }
      return .proceed(.nothing)
    }
  }

  /// Makes a transfer stop early.
  private func shorten(_ pending: PendingCall, _ task: pid_t, to length: Int) -> Consequence {
    switch pending.shape.bytes {
    case .none: return .nothing
    case .buffer(_, let index), .counted(let index):
      mirror_trace_set_argument(task, Int32(index), UInt64(length))
      return .restoreArgument(index: index, value: pending.call[argument: index])
    case .vector(let index, let count):
      let memory = TaskMemory(task: task)
      let address = pending.call[argument: index]
      var left = length
      for (number, part) in memory.vector(at: address, count: pending.call[argument: count]).enumerated() {
        if left > part.length {
          left -= part.length
          continue
        }
        let field = address &+ UInt64(number) * 16 &+ 8
        memory.write(word: UInt64(left), at: field)
        mirror_trace_set_argument(task, Int32(count), UInt64(number) + 1)
        return .restoreVector(
          count: pending.call[argument: count], address: field, length: UInt64(part.length))
      }
      return .nothing
    }
  }

  /// Sends a signal in the way that a terminal or a service manager does, so that it is there before the task goes on.
  func send(_ signal: StopSignal, at task: pid_t) {
    let current = tasks[task]?.process ?? root
    let receivers =
      signal == .terminate ? [root] : Set(tasks.values.map(\.process)).filter { getpgid($0) == root }
    noteSending(to: current)
    for process in receivers {
      if process == current, !blocks(signal.number, task) {
        mirror_trace_signal(process, task, signal.number)
        recording.waitingSignal.end()
      } else {
        kill(process, signal.number)
      }
    }
  }

  /// Whether a thread blocks a signal, which then belongs to its process: another thread may take it.
  private func blocks(_ signal: Int32, _ task: pid_t) -> Bool {
    guard let mask = statusField("SigBlk:", of: task).flatMap({ UInt64($0, radix: 16) }) else { return false }
    return mask & (1 << UInt64(signal - 1)) != 0
  }
}

/// A file that another program makes at the last moment.
package enum ConcurrentWriter {
  package static let contents = Array("made by somebody else\n".utf8)

  static func appear(at path: String) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
    if file < 0 { return }
    _ = contents.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
  }
}

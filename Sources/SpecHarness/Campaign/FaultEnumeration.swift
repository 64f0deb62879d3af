internal import FaultInjection

/// All the faults of a recorded run: every call with everything that can happen to it.
enum FaultEnumeration {
  /// The faults of one call.
  static func faults(of call: TracedCall, in scenario: some FaultScenario) -> [Fault] {
    // A refusal has nothing to roll back; what a signal handler does then is another matter.
    if scenario.isRefusal { return stops }
    return errors(of: call) + shortTransfers(of: call) + stops + Moment.allCases.map { .kill($0) }
  }

  /// Those of a call's faults that tell most: the first error, and SIGKILL.
  ///
  /// A call that gets every fault in a plainer state of the sandbox gets these in another one.
  static func foremost(_ faults: [Fault]) -> [Fault] {
    let error = faults.first { fault in
      switch fault {
      case .error, .lost: true
      default: false
      }
    }
    let kills = faults.filter { if case .kill = $0 { true } else { false } }
    return (error.map { [$0] } ?? []) + kills
  }

  private static func errors(of call: TracedCall) -> [Fault] {
    ErrorTable.errors(of: call).flatMap { error -> [Fault] in
      // The descriptor is closed all the same, so the call has to be done.
      let isDone = call.kind == .close
      func fault(lasting: Bool) -> Fault {
        isDone ? .lost(error, lasting: lasting) : .error(error, lasting: lasting)
      }
      // An interruption does not last.
      return error == .interrupted ? [fault(lasting: false)] : [fault(lasting: false), fault(lasting: true)]
    }
  }

  private static func shortTransfers(of call: TracedCall) -> [Fault] {
    guard call.kind == .write || call.kind == .copy else { return [] }
    // A copy asks for as much as there may be; what counts is how much there was.
    let length = min(call.requested, max(call.result ?? 0, 0))
    let shorts = ShortWrite.allCases.filter { $0.length(of: length) != nil }
    guard length == call.requested else { return shorts.contains(.one) ? [.short(.one)] : [] }
    return shorts.map { .short($0) } + (ShortWrite.half.length(of: length) == nil ? [] : [.fullAfterHalf])
  }

  private static let stops: [Fault] = StopSignal.allCases.flatMap { signal in
    Moment.allCases.map { .signal(signal, $0) }
  }

  /// The call before which a file of a concurrent writer appears: the first that makes one of the files anew.
  ///
  /// Another run of the same program would come first there and nowhere else, and this fault stands for runs of the same
  /// program only. One that takes a lock beforehand is safe from its like, so there is no such call when the run locks
  /// something or makes a file that serves none of those that it is about.
  static func concurrentWriterTarget(_ recording: Recording, _ purposes: Purposes) -> TracedCall? {
    let anew = purposes.files.filter { $0.access == .writtenAnew }.map { PathRole.watched($0.label) }
    let first = recording.calls.firstIndex { call in
      guard call.creates, call.succeeded, let role = call.name.roles.last else { return false }
      return anew.contains(role)
    }
    guard let first else { return nil }
    let before = recording.calls[..<first]
    let takesLock = before.contains { call in
      call.kind == .lock || call.creates && call.succeeded && isAside(call, recording, purposes)
    }
    return takesLock ? nil : recording.calls[first]
  }

  /// Whether a call makes something that has no part in any of the files: a lock, for all one knows.
  private static func isAside(_ call: TracedCall, _ recording: Recording, _ purposes: Purposes) -> Bool {
    guard let role = call.name.roles.last, let path = call.paths.last, role.isTemporary else { return false }
    if !purposes.files(of: role).isEmpty { return false }
    // A directory for temporary files is none.
    return !recording.calls.contains { other in
      other.paths.contains { $0.utf8.starts(with: (path + "/").utf8) }
    }
  }
}

/// All the faults of a recorded run: every call with everything that can happen to it.
enum FaultEnumeration {
  /// The faults of one call.
  static func faults(of call: TracedCall) -> [Fault] {
    errors(of: call) + shortTransfers(of: call) + signals
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

  private static let signals: [Fault] =
    StopSignal.allCases.flatMap { signal in Moment.allCases.map { .signal(signal, $0) } }
    + Moment.allCases.map { .kill($0) }

  /// The calls before which a rival's file may appear: for each of the two names the first that would make it.
  ///
  /// A program that takes a lock is safe from its like, and its like is all that KG-EXIST-6 speaks of; so there are none
  /// when the run locks something or makes a file that serves neither.
  static func rivalTargets(_ recording: Recording, _ purposes: Purposes) -> [TracedCall] {
    let locks = recording.calls.contains { call in
      if call.kind == .lock { return true }
      guard call.creates, call.succeeded else { return false }
      return call.name.roles.contains { role in
        switch role {
        case .temporary, .scratch: purposes.files(of: role).isEmpty
        default: false
        }
      }
    }
    if locks { return [] }
    return [PathRole.privateKey, .publicKey].compactMap { role in
      recording.calls.first { $0.creates && $0.name.roles.last == role && $0.succeeded }
    }
  }
}

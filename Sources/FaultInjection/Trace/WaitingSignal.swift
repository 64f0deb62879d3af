internal import Glibc
internal import SystemSupport

/// Where the signal of a fault is held back by its program.
///
/// A signal that a program blocks is as good as sent at any moment of the time for which it waits: nothing in the run is
/// different, unless the program asks.
struct WaitingSignal: Sendable {
  /// The calls before which it still waited, in order.
  fileprivate(set) var calls: [CallName] = []
  /// Whether it may have arrived, or the program may know that it waits.
  private(set) var isOver = false

  mutating func end() { isOver = true }
}

extension Tracer {
  /// Notes whether the signal of the fault, which was sent at an earlier call, still waits before this one.
  func noteWaiting(_ signal: StopSignal, before call: CallName, _ task: pid_t) {
    guard !recording.waitingSignal.isOver else { return }
    // Another process may have got it, and another thread may take it.
    if tasks.count == 1, processes.count == 1, waits(signal, for: task) {
      recording.waitingSignal.calls.append(call)
    } else {
      recording.waitingSignal.end()
    }
  }

  /// Notes that a signal is delivered: what waits from now on has been sent anew, by the program itself.
  func noteDelivery(_ signal: Int32) {
    guard recording.hit != nil, case .signal(let own, _)? = plan?.fault, own.number == signal else { return }
    recording.waitingSignal.end()
  }

  /// Notes that the program opens a file of which nothing is known: some files of /proc tell which signals wait.
  func noteUnknownFile() { if recording.hit != nil { recording.waitingSignal.end() } }

  /// Notes that the signal of the fault is about to be sent: the program may have a file open that tells of it.
  func noteSending(to process: pid_t) {
    let directory = "/proc/\(process)/fd"
    let areHarmless = FileSystem.names(in: directory)?.allSatisfy { name in
      FileIdentity(of: "\(directory)/\(name)").map { !$0.isOfProcesses } ?? false
    }
    if areHarmless != true { recording.waitingSignal.end() }
  }

  /// Notes that the program asks which signals wait, or makes a descriptor that tells.
  func noteQuestion(_ shape: CallShape) {
    if recording.hit != nil || shape.name.hasPrefix("signalfd") { recording.waitingSignal.end() }
  }

  private func waits(_ signal: StopSignal, for task: pid_t) -> Bool {
    guard let set = statusField("ShdPnd:", of: task).flatMap({ UInt64($0, radix: 16) }) else { return false }
    return set & (1 << UInt64(signal.number - 1)) != 0
  }
}

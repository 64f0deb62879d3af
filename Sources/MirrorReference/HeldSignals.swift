internal import Glibc

/// Holds back the signals that ask a process to end, so that they meet it between two states that may last.
///
/// A held signal waits in the kernel: no handler runs, and there is no moment at which one is missing. The
/// holder asks for it where it can undo its work.
package struct HeldSignals: Sendable {
  private static let candidates = [
    SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
  ]

  /// The candidates that whoever started this process held back already: bit n stands for the signal n.
  private let heldByOthers: UInt64

  /// Holds the signals back from now on, in this thread and those it starts.
  package init() {
    var held = sigset_t()
    sigemptyset(&held)
    for signal in Self.candidates { sigaddset(&held, signal) }
    var before = sigset_t()
    sigprocmask(SIG_BLOCK, &held, &before)
    var heldByOthers: UInt64 = 0
    for signal in Self.candidates where sigismember(&before, signal) == 1 { heldByOthers |= 1 << signal }
    self.heldByOthers = heldByOthers
  }

  /// A signal that has arrived since and would end the process, or nothing.
  package func pending() -> Int32? {
    var arrived = sigset_t()
    guard sigpending(&arrived) == 0 else { return nil }
    return Self.candidates.first { signal in
      sigismember(&arrived, signal) == 1 && !isHeldByOthers(signal) && !isIgnored(signal)
    }
  }

  /// Lets the signals through again; one that has arrived ends the process here.
  package func release() {
    var held = sigset_t()
    sigemptyset(&held)
    for signal in Self.candidates where !isHeldByOthers(signal) { sigaddset(&held, signal) }
    sigprocmask(SIG_UNBLOCK, &held, nil)
  }

  private func isHeldByOthers(_ signal: Int32) -> Bool { heldByOthers & 1 << signal != 0 }

  /// Whether the signal would do nothing, as SIGHUP under `nohup`: the kernel keeps even such a one while held.
  private func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
  }
}

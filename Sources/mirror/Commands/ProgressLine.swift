internal import Crosscheck
internal import Glibc
internal import SpecHarness
internal import Synchronization
internal import SystemSupport

/// A line on the terminal that says how far the suite is; nothing where standard error is no terminal.
final class ProgressLine: Sendable {
  private struct State {
    var progress = SuiteProgress()
    var text = ProgressText(started: monotonicNow())
    var shown = ""
    var isOver = false
  }

  private let isShown = Terminal.canShowProgress
  private let state = Mutex(State())

  /// Shows the line from now on, and keeps its clock going.
  func start() {
    guard isShown else { return }
    let thread = startThread { [self] in
      while draw() { usleep(250_000) }
    }
    if let thread { pthread_detach(thread) }
  }

  func update(_ progress: SuiteProgress) {
    guard isShown else { return }
    state.withLock { state in
      state.progress = progress
      state.text.note(progress, at: monotonicNow())
    }
  }

  /// Takes the line away for good.
  func clear() {
    state.withLock { state in
      if !state.isOver, !state.shown.isEmpty { show("\r\u{1b}[K") }
      state.isOver = true
    }
  }

  /// Takes the line away when a signal has come, without waiting for a terminal that takes nothing: the sandboxes are
  /// still to be removed.
  func abandon() {
    for _ in 0..<20 {
      let isDone = state.withLockIfAvailable { state in
        var terminal = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        if !state.isOver, !state.shown.isEmpty, poll(&terminal, 1, 0) == 1 { show("\r\u{1b}[K") }
        state.isOver = true
        return true
      }
      if isDone == true { return }
      usleep(5000)
    }
  }

  /// - Returns: whether the line is still wanted.
  private func draw() -> Bool {
    state.withLock { state in
      if state.isOver { return false }
      // The last column stays free: a terminal may go on to the next line after it.
      let room = (Terminal.width(of: STDERR_FILENO) ?? 80) - 1
      let text = String(state.text.line(state.progress, now: monotonicNow()).prefix(max(room, 0)))
      if text != state.shown {
        // Written over, and only the rest cleared: nothing flickers.
        show("\r\(text)\u{1b}[K")
        state.shown = text
      }
      return true
    }
  }

  private func show(_ text: String) {
    try? write(text, to: STDERR_FILENO, path: "standard error")
  }
}

/// Seconds on a clock that only goes forward.
private func monotonicNow() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

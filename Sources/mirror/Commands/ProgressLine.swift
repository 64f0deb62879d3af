internal import Glibc
internal import SpecHarness
internal import Synchronization
internal import SystemSupport

/// A line on the terminal that says how far the suite is; nothing where standard error is no terminal.
final class ProgressLine: Sendable {
  private struct State {
    var progress: SuiteProgress
    var text = ProgressText(started: monotonicSeconds())
    var shown = ""
    var isOver = false
    var plan: RunPlan?
    /// The requirements whose first violation was told of.
    var told: Set<RequirementID> = []
  }

  /// How much is said while the suite runs.
  enum Detail {
    case quiet
    /// On a terminal the line, and violations as they come.
    case usual
    /// A line on every case, too.
    case verbose
  }

  private let detail: Detail
  private let isShown: Bool
  private let layout = Terminal.errorLayout
  private let state: Mutex<State>

  init(_ specification: Specification, _ detail: Detail) {
    self.detail = detail
    isShown = Terminal.canShowProgress && detail != .quiet
    state = Mutex(State(progress: SuiteProgress(specification)))
  }

  /// Shows the line from now on, and keeps its clock going.
  func start() {
    guard isShown else { return }
    let thread = startThread { [self] in
      while draw() { usleep(250_000) }
    }
    if let thread { pthread_detach(thread) }
  }

  /// Takes note of an event of the run.
  func note(_ event: SuiteEvent) {
    guard isShown || detail == .verbose else { return }
    state.withLock { state in
      if state.isOver { return }
      state.progress.note(event)
      state.text.note(state.progress, at: monotonicSeconds())
      switch event {
      case .started(let plan), .planned(let plan): state.plan = plan
      case .caseEnded(let record): tell(record, &state)
      case .caseStarted, .ended: break
      }
    }
  }

  /// Says what a case has shown, above the line.
  private func tell(_ record: CaseRecord, _ state: inout State) {
    guard let plan = state.plan else { return }
    var lines = detail == .verbose ? [record.line(plan.options.knownFailures, layout)] : []
    lines += record.news(beyond: &state.told, plan, layout)
    guard !lines.isEmpty else { return }
    show((state.shown.isEmpty ? "" : "\r\u{1b}[K") + lines.map { $0 + "\n" }.joined())
    state.shown = ""
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
      let line = state.text.line(state.progress, now: monotonicSeconds(), columns: room)
      let text = String(line.prefix(max(room, 0)))
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

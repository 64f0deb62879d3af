internal import Synchronization

/// What is known of a run while it goes on: a reporter on its events, for the report of a run that is stopped.
public final class RunLog: Sendable {
  private struct State {
    var plan: RunPlan?
    var records: [CaseRecord] = []
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Nothing is known yet.
  public init() {}

  /// Takes note of an event, unless the log is closed.
  public func note(_ event: SuiteEvent) {
    state.withLock { state in
      if state.isClosed { return }
      switch event {
      case .started(let plan), .planned(let plan): state.plan = plan
      case .caseEnded(let record): state.records.append(record)
      case .caseStarted, .ended: break
      }
    }
  }

  /// Takes note of nothing more: what is killed from now on proves nothing.
  ///
  /// - Returns: whether it was open.
  @discardableResult
  public func close() -> Bool {
    state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
  }

  /// The report of a run that was stopped; nothing when not even the subject was found.
  ///
  /// - Parameter seconds: how long the run took.
  public func stoppedReport(after seconds: Double) -> Report? {
    state.withLock { state in
      guard let plan = state.plan else { return nil }
      return Report(plan, state.records, RunEnd(seconds: seconds, cause: .stopped))
    }
  }
}

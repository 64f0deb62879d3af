internal import Synchronization

/// How far a run of the suite is.
public struct SuiteProgress: Sendable, Equatable {
  /// How many cases are done.
  public var done = 0
  /// How many cases there are; nil until the first ones have shown what the subject does.
  public var all: Int?
  /// How many requirements that decide the verdict are violated so far.
  public var violated = 0

  /// Nothing is done yet.
  public init() {}
}

/// Tells how far the suite is, from several threads.
final class ProgressCounter: Sendable {
  private let report: (@Sendable (SuiteProgress) -> Void)?
  private let counted: Set<RequirementID>
  private let state = Mutex((progress: SuiteProgress(), violated: Set<RequirementID>()))

  /// - Parameter counted: the requirements whose violations count.
  init(_ report: (@Sendable (SuiteProgress) -> Void)?, counted: Set<RequirementID>) {
    self.report = report
    self.counted = counted
  }

  func setAll(_ all: Int) { update { progress, _ in progress.all = all } }

  func advance(_ record: CaseRecord) {
    let violations = record.judgements.filter(\.isViolated).map(\.requirement)
    update { progress, violated in
      progress.done += 1
      violated.formUnion(violations.filter(counted.contains))
      progress.violated = violated.count
    }
  }

  /// The report is made under the lock, so that no older state comes after a newer one.
  private func update(_ change: (inout SuiteProgress, inout Set<RequirementID>) -> Void) {
    state.withLock { state in
      change(&state.progress, &state.violated)
      report?(state.progress)
    }
  }
}

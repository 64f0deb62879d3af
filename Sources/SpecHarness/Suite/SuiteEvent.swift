/// What happens in a run of a suite, in order; reporters make of it what they like.
public enum SuiteEvent: Sendable {
  /// The subject was found, and its first runs are about to begin; how many cases there are is not known yet.
  case started(SuiteOptions)
  /// The cases are known; those that belong to the baseline are done.
  case planned(RunPlan)
  case caseStarted(String)
  case caseEnded(CaseRecord)
  /// All cases are done, or the run ended early as it was told to.
  case ended(RunEnd)
}

/// How a run of a suite ended.
public struct RunEnd: Sendable, Equatable {
  /// How long it took, in seconds with thousandths.
  public let seconds: Double
  /// Whether it ended at the first violation, as it was told to.
  public let isEarly: Bool

  package init(seconds: Double, isEarly: Bool = false) {
    // As much as a report holds, so that what is printed now and what is made of a report later agree.
    self.seconds = (seconds * 1000).rounded() / 1000
    self.isEarly = isEarly
  }
}

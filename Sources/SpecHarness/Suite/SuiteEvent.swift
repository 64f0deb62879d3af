/// What happens in a run of a suite, in order; reporters make of it what they like.
public enum SuiteEvent: Sendable {
  /// The subject was found, and its first runs are about to begin; how many cases there are is not known yet.
  ///
  /// The plan is what is known so far: nothing yet of the calls that the subject makes.
  case started(RunPlan)
  /// The cases are known; those that belong to the baseline are done.
  case planned(RunPlan)
  /// A case of that name begins.
  case caseStarted(String)
  /// A case is done.
  case caseEnded(CaseRecord)
  /// All cases are done, or the run ended early as it was told to.
  case ended(RunEnd)
}

/// How a run of a suite ended.
public struct RunEnd: Sendable, Equatable {
  /// How long it took, in seconds with thousandths.
  public let seconds: Double
  /// Why it ended.
  public let cause: Cause

  /// Why a run of a suite ended.
  public enum Cause: String, Sendable {
    /// All cases were done.
    case completed
    /// It was told to end at the first violation.
    case firstViolation = "first-violation"
    /// A signal stopped it.
    case stopped
  }

  /// Whether there were more cases to run.
  public var isEarly: Bool { cause != .completed }

  package init(seconds: Double, isEarly: Bool = false) {
    self.init(seconds: seconds, cause: isEarly ? .firstViolation : .completed)
  }

  /// Says how a run ended.
  ///
  /// - Parameters:
  ///   - seconds: how long it took; rounded to thousandths.
  ///   - cause: why it ended.
  public init(seconds: Double, cause: Cause) {
    // As much as a report holds, so that what is printed now and what is made of a report later agree.
    self.seconds = (seconds * 1000).rounded() / 1000
    self.cause = cause
  }
}

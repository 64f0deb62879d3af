/// One observed violation, with how to see it again.
public struct Finding: Sendable {
  /// What is wrong, in one line, without the moment at which it showed.
  public let kind: String
  /// The fault and the call at which it showed, if a fault made the run fail.
  public let moment: String?
  /// What the requirement asks for here.
  public let expected: String
  /// What was there instead.
  public let observed: String
  /// The name of the case.
  public let caseName: String
  /// A command that shows it again.
  public let reproduce: String
  /// The entry by which the user knows of it, if so.
  public let knownFailure: KnownFailure?

  package init(
    message: String, moment: String? = nil, expected: String, observed: String, caseName: String,
    reproduce: String, knownFailure: KnownFailure? = nil
  ) {
    kind = message
    self.moment = moment
    self.expected = expected
    self.observed = observed
    self.caseName = caseName
    self.reproduce = reproduce
    self.knownFailure = knownFailure
  }

  /// What is wrong and when, in one line.
  public var message: String { moment.map { "\(kind) (\($0))" } ?? kind }
}

/// What the suite says of one requirement.
public struct RequirementResult: Sendable {
  /// What came of it.
  public enum Status: String, Sendable {
    /// It was judged, and nothing was found.
    case pass
    /// Violated, which changes the verdict.
    case fail
    /// Violated, without changing the verdict.
    case warn
    /// It was not judged, for a reason.
    case skip
  }

  /// The requirement.
  public let requirement: Requirement
  /// What came of it.
  public let status: Status
  /// How many cases judged it.
  public let cases: Int
  /// How long these cases took together, in seconds.
  public let seconds: Double
  /// Why it was skipped, if it was.
  public let skipReason: SkipReason?
  /// Every violation, in the order of the cases.
  public let findings: [Finding]

  /// Whether the user knows of every violation.
  public var isKnownFailure: Bool { !findings.isEmpty && findings.allSatisfy { $0.knownFailure != nil } }

  package init(
    requirement: Requirement, status: Status, cases: Int, seconds: Double, skipReason: SkipReason?,
    findings: [Finding]
  ) {
    self.requirement = requirement
    self.status = status
    self.cases = cases
    self.seconds = seconds
    self.skipReason = skipReason
    self.findings = findings
  }
}

/// The outcome of a run of the suite.
public struct Report: Sendable {
  /// What the whole run says of the subject.
  public enum Verdict: String, Sendable {
    /// No MUST of the profile is violated, and all were checked.
    case conformant
    /// A MUST of the profile is violated.
    case nonconformant
    /// A MUST of the profile could not be checked here.
    case inconclusive
  }

  /// What the run set out to do.
  public let plan: RunPlan
  /// One result per requirement of the suite, in the order of the specification.
  public let results: [RequirementResult]
  /// How many cases ran.
  public let cases: Int
  /// How often the subject was run.
  public let runs: Int
  /// How many of these runs were made to fail.
  public let faults: Int
  /// How long it took, in seconds.
  public let seconds: Double
  /// The sandboxes that were kept.
  public let kept: [String]
  /// How many calls of the subject were made to fail.
  public let calls: Int
  /// What came of every fault at every call, when they were traced.
  public let grid: FaultGrid?
  /// Why the run ended.
  public let cause: RunEnd.Cause
  /// The calls of runs that violated something, in the order of the cases.
  public let traces: [CallTrace]
  /// What the run has done, when it is one of several that make a report together.
  public let shard: ShardRecord?
  /// What a stored report says of the list of known failures.
  private let storedListProblems: [String]?
  /// The cases that judged nothing, or not all that they could.
  let undecidedCases: Set<String>

  package init(
    plan: RunPlan, results: [RequirementResult], cases: Int, runs: Int, faults: Int, seconds: Double,
    kept: [String], calls: Int, grid: FaultGrid?, cause: RunEnd.Cause, traces: [CallTrace] = [],
    shard: ShardRecord? = nil, storedListProblems: [String]? = nil, undecidedCases: Set<String> = []
  ) {
    self.plan = plan
    self.results = results
    self.cases = cases
    self.runs = runs
    self.faults = faults
    self.seconds = seconds
    self.kept = kept
    self.calls = calls
    self.grid = grid
    self.cause = cause
    self.traces = traces
    self.shard = shard
    self.storedListProblems = storedListProblems
    self.undecidedCases = undecidedCases
  }

  /// What the run was asked to do.
  public var options: SuiteOptions { plan.options }
  /// How faults were made: `syscall` or `environment`.
  public var faultMechanism: String { plan.isTraced ? "syscall" : "environment" }
  /// Which faults were left out where the subject makes many like calls.
  public var sampling: [FaultSampling] { plan.faults?.sampling ?? [] }
  /// Whether the run ended before all cases were done.
  public var isEarly: Bool { cause != .completed }
  /// Whether requirements or cases were left out, because the user asked for it or the run ended early.
  public var isPartial: Bool { plan.isPartial || isEarly || shard != nil }

  /// What is wrong with the list of known failures, one line each, which begins with the list's path and line.
  public var listProblems: [String] {
    let path = options.knownFailures?.path ?? ""
    return storedListProblems ?? knownFailureProblems.map { "\(path):\($0.entry.line): \($0)" }
  }

  /// How many requirements are violated in a way that decides the verdict, and that the user does not know of.
  public var unexpectedFailures: Int { results.count { $0.status == .fail && !$0.isKnownFailure } }

  /// How many requirements have a status.
  public func count(_ status: RequirementResult.Status) -> Int { results.count { $0.status == status } }

  /// What the whole run says of the subject; requirements that the user left out do not count.
  public var verdict: Verdict {
    if unexpectedFailures > 0 { return .nonconformant }
    // A run that judged nothing is no success.
    return results.contains(where: isOpen) || count(.skip) == results.count ? .inconclusive : .conformant
  }
}

/// What came of a case: all that a report needs of it, and no secret.
public struct CaseRecord: Sendable, Equatable {
  /// The name of the case, such as `umask/027`.
  public let name: String
  package let judgements: [Judgement]
  /// How often the subject was run.
  public let runs: Int
  /// How many of these runs were made to fail.
  public let faults: Int
  /// The sandboxes that were kept for a look.
  public let kept: [String]
  /// What stands in the table of faults, when the case is one of its cells.
  public let cell: FaultGrid.Cell?
  /// The calls of the run that violated something, when they were traced.
  public let trace: CallTrace?
  /// What was wrong with the machine when the case ended, so that it judges nothing.
  public let complaint: String?
  /// How long the case took, in seconds.
  public let seconds: Double

  package init(
    name: String, judgements: [Judgement], runs: Int = 0, faults: Int = 0, kept: [String] = [],
    cell: FaultGrid.Cell? = nil, trace: CallTrace? = nil, complaint: String? = nil, seconds: Double = 0
  ) {
    self.name = name
    self.judgements = judgements
    self.runs = runs
    self.faults = faults
    self.kept = kept
    self.cell = cell
    self.trace = trace
    self.complaint = complaint
    self.seconds = seconds
  }

  /// Whether something could not be told.
  var isUndecided: Bool { judgements.contains { $0.undecidedReason != nil } }

  /// The requirements that the case violates in a way that the user does not know of.
  func violated(beyond known: KnownFailureList?) -> Set<RequirementID> {
    violated.filter { known?.entry(for: $0, in: name) == nil }
  }

  /// The requirements that the case violates.
  public var violated: Set<RequirementID> {
    Set(judgements.filter(\.isViolated).map(\.requirement))
  }
}

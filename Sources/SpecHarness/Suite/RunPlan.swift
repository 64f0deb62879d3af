internal import FaultInjection

/// What a run of a suite sets out to do: with the records of its cases, all that a report is made of.
public struct RunPlan: Sendable {
  /// What the subject is judged by.
  public let specification: Specification
  /// What the run was asked to do.
  public internal(set) var options: SuiteOptions
  /// The requirements that are judged.
  public let selected: Set<RequirementID>
  /// Whether requirements or cases were left out because the user asked for it.
  public let isPartial: Bool
  /// The cases, in the order of the report.
  public let caseNames: [String]
  /// Whether the subject's calls are traced.
  public let isTraced: Bool
  /// Why no case needs or shows the subject's calls, if so.
  public let untracedReason: String?
  /// What only the subject's calls can show.
  public let needingTrace: Set<RequirementID>
  /// What cases of other shards may judge; empty for a whole run.
  package internal(set) var elsewhere: Set<RequirementID>
  /// The faults, where the subject's calls are traced.
  public let faults: FaultPlanTable?
  /// The libraries that judge, with their versions.
  public let libraries: [String]

  /// Which part of a run it is, if it is divided.
  public var shard: Shard? { options.shard }

  /// How many cases there are; those of the baseline are run even where nobody asked for them.
  public package(set) var caseCount: Int

  package init(
    specification: Specification, options: SuiteOptions, selected: Set<RequirementID>, isPartial: Bool,
    caseNames: [String], isTraced: Bool, untracedReason: String?, needingTrace: Set<RequirementID>,
    elsewhere: Set<RequirementID> = [], faults: FaultPlanTable?, libraries: [String], caseCount: Int
  ) {
    self.specification = specification
    self.options = options
    self.selected = selected
    self.isPartial = isPartial
    self.caseNames = caseNames
    self.isTraced = isTraced
    self.untracedReason = untracedReason
    self.needingTrace = needingTrace
    self.elsewhere = elsewhere
    self.faults = faults
    self.libraries = libraries
    self.caseCount = caseCount
  }

  /// The requirements whose violation decides the verdict.
  public var bindingRequirements: Set<RequirementID> {
    selected.intersection(specification.requirements.filter(options.profile.isBound).map(\.id))
  }
}

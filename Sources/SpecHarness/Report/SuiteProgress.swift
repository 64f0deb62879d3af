/// How far a run of the suite is: a reporter on its events.
public struct SuiteProgress: Sendable, Equatable {
  /// How many cases are done.
  public private(set) var done = 0
  /// How many cases there are; nil until the first ones have shown what the subject does.
  public private(set) var all: Int?
  /// How many requirements that decide the verdict are violated so far.
  public var violated: Int { violations.count }
  private var violations: Set<RequirementID> = []
  private let specification: Specification
  private var profile = Profile.documented
  private var knownFailures: KnownFailureList?

  /// Nothing is done yet.
  public init(_ specification: Specification) { self.specification = specification }

  /// Takes note of an event.
  public mutating func note(_ event: SuiteEvent) {
    switch event {
    case .started(let plan):
      profile = plan.options.profile
      knownFailures = plan.options.knownFailures
    case .planned(let plan):
      all = plan.caseCount
      violations.formIntersection(plan.bindingRequirements)
    case .caseEnded(let record):
      done += 1
      violations.formUnion(record.violated(beyond: knownFailures).filter(binds))
    case .caseStarted, .ended: break
    }
  }

  private func binds(_ id: RequirementID) -> Bool {
    specification[id].map { $0.level == .must && profile.includes($0.profile) } ?? false
  }

  /// Whether both are equally far.
  public static func == (one: SuiteProgress, other: SuiteProgress) -> Bool {
    (one.done, one.all, one.violations) == (other.done, other.all, other.violations)
  }
}

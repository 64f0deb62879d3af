public import SpecHarness

/// All that came of looking at files that exist already.
public struct Inspection: Sendable {
  /// An input that cannot be looked at; exit status 66.
  public struct InputError: Error, Sendable, CustomStringConvertible {
    /// The path and what is wrong with it.
    public let description: String

    package init(description: String) { self.description = description }
  }

  /// One thing that was looked at, and what is wrong with it.
  public struct Outcome: Sendable {
    /// What was looked at: a directory, a file, or two files that belong together.
    public let paths: [String]
    /// What it is, in a few words, where it is no set of one Ed25519 key.
    public let nature: String?
    /// What was judged, in the order of the specification.
    public let results: [RequirementResult]

    /// Whether a MUST of the profile is violated.
    public var isConformant: Bool { !results.contains { $0.status == .fail } }

    /// Takes what was judged of some files.
    ///
    /// - Parameter profile: with `hardened`, what that profile asks for counts as well.
    package init(
      paths: [String], nature: String?, _ judgements: Judgements, of specification: Specification,
      profile: Profile
    ) {
      self.paths = paths
      self.nature = nature
      results = specification.requirements.compactMap { requirement in
        RequirementResult(requirement, inspected: judgements, profile: profile)
      }
    }
  }

  /// What could be looked at.
  public let outcomes: [Outcome]
  /// What could not.
  public let errors: [InputError]

  package init(outcomes: [Outcome], errors: [InputError]) {
    self.outcomes = outcomes
    self.errors = errors
  }
}

extension RequirementResult {
  /// Nothing where the files do not show whether the requirement holds.
  fileprivate init?(_ requirement: Requirement, inspected judgements: Judgements, profile: Profile) {
    let own = judgements.all.filter { $0.requirement == requirement.id }
    let findings = own.compactMap { judgement -> Finding? in
      guard case .violated(let violation) = judgement.outcome else { return nil }
      return Finding(
        message: violation.message, expected: violation.expected, observed: violation.observed, caseName: "",
        reproduce: "")
    }
    let isJudged = own.contains { if case .undecided = $0.outcome { false } else { true } }
    guard isJudged else { return nil }
    let binds = requirement.level == .must && profile.includes(requirement.profile)
    self.init(
      requirement: requirement, status: findings.isEmpty ? .pass : binds ? .fail : .warn, cases: 1,
      seconds: 0,
      skipReason: nil, findings: findings)
  }
}

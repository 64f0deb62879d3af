internal import SystemSupport

extension Report {
  /// Why a test of one requirement does not pass.
  public enum Problem: Sendable {
    /// The requirement is violated in a way that decides the verdict.
    ///
    /// The finding is the first of its kind, and `cases` is how many cases found the like.
    case violated(Requirement, Finding, cases: Int)
    /// The requirement decides the verdict, and could not be judged here, for a reason.
    case undecided(Requirement, reason: String)
  }

  /// What came of a requirement; nothing when the specification has none of that name.
  public subscript(_ requirement: RequirementID) -> RequirementResult? {
    results.first { $0.requirement.id == requirement }
  }

  /// What a test of a requirement has to tell: each kind of violation once, or that it could not be judged.
  ///
  /// Nothing is told of a requirement that holds, of warnings and known failures, and of what was not selected. They are in
  /// the ``results``.
  ///
  /// - Parameter requirement: its name.
  /// - Returns: no problem when the requirement does not keep ``verdict-swift.property`` from being conformant.
  public func problems(with requirement: RequirementID) -> [Problem] {
    guard let result = self[requirement] else { return [] }
    switch result.status {
    case .fail:
      let unknown = result.findings.filter { $0.knownFailure == nil }
      return FoldedFinding.fold(unknown).map { .violated(result.requirement, $0.first, cases: $0.count) }
    case .skip where isOpen(result):
      return [.undecided(result.requirement, reason: result.reason ?? "no case judged it")]
    case .pass, .warn, .skip:
      return []
    }
  }
}

extension Report {
  /// Whether a requirement that decides the verdict was to be judged, and could not be.
  func isOpen(_ result: RequirementResult) -> Bool {
    result.status == .skip && !result.isOutOfScope && options.profile.isBound(by: result.requirement)
  }
}

extension Report.Problem: CustomStringConvertible {
  /// The problem in several lines for a person, without control characters of what the subject printed.
  public var description: String {
    let (requirement, rows): (Requirement, [String]) =
      switch self {
      case .undecided(let requirement, let reason):
        (requirement, ["\(requirement.id) could not be judged: \(reason)"])
      case .violated(let requirement, let finding, let cases):
        (
          requirement,
          [
            "\(requirement.id) is violated: \(finding.message)",
            "expected: \(finding.expected)",
            "observed: \(finding.observed)",
            cases == 1 ? "case: \(finding.caseName)" : "cases: \(cases), first: \(finding.caseName)",
            "again: \(finding.reproduce)",
          ]
        )
      }
    return (rows + ["requirement: \(requirement.statement)", "source: \(requirement.source)"])
      .map(terminalSafe).joined(separator: "\n")
  }
}

public import SpecHarness

extension ReportDocument {
  /// What a report says of one requirement.
  public struct Result: Sendable, Equatable {
    /// How many findings of a requirement a report carries; `kinds` names the cases of all of them.
    public static let findingLimit = 20

    /// The name.
    public var requirement: RequirementID
    /// Whether a violation changes the verdict.
    public var level: Level
    /// The least strict profile that judges it.
    public var profile: Profile
    /// What came of it.
    public var status: RequirementResult.Status
    /// How many cases judged it.
    public var cases: Int
    /// How long these cases took together, in seconds.
    public var seconds: Double
    /// Why it was skipped, if it was.
    public var reason: String?
    /// The first violations, in the order of the cases.
    public var findings: [Finding]
    /// All violations, those of one kind together, in the order in which each kind comes first.
    public var kinds: [Kind]
    /// The entry of a list of known failures that covers every finding, if one does.
    public var knownFailure: KnownFailure?
  }

  /// One violation.
  public struct Finding: Sendable, Equatable {
    /// What is wrong, in one line, without the moment at which it showed.
    public var kind: String
    /// The fault and the call at which it showed, if a fault made the run fail.
    public var moment: String?
    /// What the requirement asks for here.
    public var expected: String
    /// What was there instead.
    public var observed: String
    /// The name of the case.
    public var caseName: String
    /// A command that shows it again.
    public var reproduce: String
    /// The entry of a list of known failures that covers it, if one does.
    public var knownFailure: KnownFailure?

    /// What is wrong and when, in one line.
    public var message: String { moment.map { "\(kind) (\($0))" } ?? kind }
  }

  /// Findings that differ in nothing but the moment.
  public struct Kind: Sendable, Equatable {
    /// What is wrong, without the moment.
    public var message: String
    /// Every case that showed it, in order.
    public var cases: [String]
  }

  /// A failure that the user listed as known.
  public struct KnownFailure: Sendable, Equatable {
    /// Why it is accepted for now.
    public var reason: String
    /// Where it is tracked, if anywhere.
    public var link: String?
    /// The line of the list that says so, from 1.
    public var line: Int?

    /// - Parameters:
    ///   - reason: why it is accepted for now.
    ///   - link: where it is tracked.
    ///   - line: of the list, from 1.
    public init(reason: String, link: String? = nil, line: Int? = nil) {
      self.reason = reason
      self.link = link
      self.line = line
    }
  }
}

extension ReportDocument.Result {
  /// Whether it is violated, and every violation was listed as known.
  public var isExpected: Bool { status == .fail && knownFailure != nil }
  /// Whether it makes the subject nonconformant.
  public var countsAsFailure: Bool { status == .fail && knownFailure == nil }
  /// Whether the run was not meant to judge it.
  public var isDeselected: Bool {
    status == .skip && [.deselected, .elsewhere].contains(reason.map(SkipReason.init(text:)))
  }
  /// How many violations there are, also those that the report does not carry.
  public var findingCount: Int { max(kinds.reduce(0) { $0 + $1.cases.count }, findings.count) }

  /// Marks what a list of known failures covers.
  ///
  /// - Parameter entry: the entry for a case, if the list has one.
  public mutating func markKnown(_ entry: (_ caseName: String) -> ReportDocument.KnownFailure?) {
    for index in findings.indices { findings[index].knownFailure = entry(findings[index].caseName) }
    let all = kinds.flatMap(\.cases).map(entry)
    knownFailure = all.contains { $0 == nil } ? nil : all.lazy.compactMap(\.self).first
  }
}

extension ReportDocument {
  /// Marks what a list of known failures covers in every result, and judges anew.
  ///
  /// - Parameter entry: the entry for a case of a requirement, if the list has one.
  public mutating func markKnown(_ entry: (RequirementID, _ caseName: String) -> KnownFailure?) {
    for index in results.indices {
      let id = results[index].requirement
      results[index].markKnown { entry(id, $0) }
    }
    verdict = verdictOfResults
  }
}

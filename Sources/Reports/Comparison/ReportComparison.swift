public import SpecHarness

/// What is better or worse in a second report than in a first, of the same implementation or of another.
public struct ReportComparison: Sendable {
  /// What became of a requirement.
  public enum Direction: String, Sendable, CaseIterable {
    /// Violated, or no longer judged, where it was not before.
    case worse
    /// It passes now, or is no more than a warning.
    case better
    /// Something else than before, which is neither.
    case other
    /// As before.
    case same
  }

  /// One requirement in both reports.
  public struct Change: Sendable {
    /// The name.
    public let requirement: RequirementID
    /// Which way it went.
    public let direction: Direction
    /// What changed, in one line; nothing where nothing did.
    public let summary: String
  }

  /// What the reports are called.
  public let names: (old: String, new: String)
  /// What must be known before the reports are compared, such as that their profiles differ.
  public let notes: [String]
  /// The verdicts.
  public let verdicts: (old: Report.Verdict, new: Report.Verdict)
  /// One entry for each requirement of either report, in the order of the second, then of the first.
  public let changes: [Change]

  /// Whether any requirement is worse.
  public var isWorse: Bool { changes.contains { $0.direction == .worse } }

  /// Compares two reports.
  ///
  /// - Parameters:
  ///   - old: the first.
  ///   - new: the second.
  ///   - names: what the two are called in what is printed.
  public init(_ old: ReportDocument, _ new: ReportDocument, names: (old: String, new: String)) {
    self.names = names
    verdicts = (old.verdict, new.verdict)
    notes = Self.notes(old, new)
    let before = Dictionary(old.results.map { ($0.requirement, $0) }, uniquingKeysWith: { first, _ in first })
    let known = Set(new.results.map(\.requirement))
    changes =
      new.results.map { Self.change(from: before[$0.requirement], to: $0) }
      + old.results.filter { !known.contains($0.requirement) }.map {
        Change(
          requirement: $0.requirement, direction: $0.status == .skip ? .other : .worse,
          summary: "\($0.mark.word), and unknown to the second report")
      }
  }

  private static func notes(_ old: ReportDocument, _ new: ReportDocument) -> [String] {
    var notes: [String] = []
    func note(_ what: String, _ one: String, _ other: String) {
      if one != other { notes.append("\(what): \(one) and \(other)") }
    }
    note("different suites", old.suite.suite ?? "unknown", new.suite.suite ?? "unknown")
    note("different specifications", old.suite.spec, new.suite.spec)
    note("different profiles", old.profile.rawValue, new.profile.rawValue)
    note("different seeds", "\(old.seed)", "\(new.seed)")
    note("different ways of making faults", old.platform.faults, new.platform.faults)
    note("different subjects", old.subjectName, new.subjectName)
    for (name, document) in [("first", old), ("second", new)] where document.isPartial {
      notes.append("the \(name) report is partial")
    }
    return notes
  }

  private static func change(from old: ReportDocument.Result?, to new: ReportDocument.Result) -> Change {
    func made(_ direction: Direction, _ summary: String) -> Change {
      Change(requirement: new.requirement, direction: direction, summary: summary)
    }
    guard let old else {
      let isBad = new.mark == .fail || new.mark == .warn
      return made(isBad ? .worse : .other, "\(new.mark.word), and unknown to the first report")
    }
    let step = "\(old.mark.word) before, \(new.mark.word) now"
    switch (old.mark, new.mark) {
    case (.pass, .pass), (.skip, .skip): return made(.same, "")
    case (.fail, .fail), (.warn, .warn), (.expected, .expected): return compareFindings(old, new)
    case (_, .fail), (.pass, .warn), (.skip, .warn), (.expected, .warn):
      return made(.worse, step + finding(new))
    case (_, .pass): return made(.better, step)
    case (.fail, .warn): return made(.better, step)
    // Who judges less proves less, also when it was the user's choice.
    case (.pass, .skip): return made(.worse, "\(step): \(new.reason ?? "")")
    case (_, .skip): return made(.other, "\(step): \(new.reason ?? "")")
    case (.pass, .expected), (.skip, .expected), (.warn, .expected), (.fail, .expected):
      return made(.other, step + finding(new))
    }
  }

  private static func finding(_ result: ReportDocument.Result) -> String {
    result.kinds.first.map { ": \($0.message)" } ?? ""
  }

  /// A violation in both: what it is about may have changed.
  private static func compareFindings(
    _ old: ReportDocument.Result, _ new: ReportDocument.Result
  ) -> Change {
    let before = Set(old.kinds.map(\.message))
    let now = Set(new.kinds.map(\.message))
    let added = new.kinds.map(\.message).filter { !before.contains($0) }
    let gone = old.kinds.map(\.message).filter { !now.contains($0) }
    let parts = added.map { "new finding: \($0)" } + gone.map { "no longer: \($0)" }
    let direction: Direction = !added.isEmpty ? .worse : !gone.isEmpty ? .better : .same
    // What is expected or a warning decides nothing, but is said.
    let isBinding = new.mark != .expected
    return Change(
      requirement: new.requirement, direction: direction == .worse && !isBinding ? .other : direction,
      summary: parts.joined(separator: "; "))
  }
}

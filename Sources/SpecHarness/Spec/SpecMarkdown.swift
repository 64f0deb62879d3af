/// Writes the parts of `spec/keygen.md` that come from the catalog.
///
/// The document holds each part between a line `<!-- begin NAME -->` and a line `<!-- end NAME -->`.
package enum SpecMarkdown: String, CaseIterable, Sendable {
  case overview
  case requirements
  case judging
  case silent
  case coverage

  /// The text of the part, without the marking lines; every line ends with a newline.
  package var text: String {
    switch self {
    case .overview: Self.overviewTable
    case .requirements: Area.allCases.map(Self.section(of:)).joined(separator: "\n")
    case .judging: Catalog.judgingRules.map { "- **\($0.id).** \($0.text)\n" }.joined()
    case .silent: Catalog.notJudged.map { "- \($0)\n" }.joined()
    case .coverage: DocumentSection.allCases.map(Self.coverage(of:)).joined(separator: "\n")
    }
  }

  /// One requirement as a section of its own.
  package static func section(of requirement: Requirement) -> String {
    """
    ### \(requirement.id)

    *\(requirement.profile.rawValue) profile · \(requirement.level.word) · source: \(requirement.source)*

    > \(requirement.statement)

    **Why.** \(requirement.rationale)

    **Checked.** \(requirement.checked)

    """
  }

  /// All requirements in one table, with their statements.
  package static var overviewTable: String {
    table(
      ["Requirement", "Profile", "Level", "Statement"],
      Catalog.requirements.map { ["\($0.id)", $0.profile.rawValue, $0.level.word, $0.statement] })
  }

  private static func section(of area: Area) -> String {
    let sections = area.requirements.map { section(of: Catalog.requirement($0)) }
    return "## \(area.rawValue): \(area.title)\n\n" + sections.joined(separator: "\n")
  }

  private static func coverage(of section: DocumentSection) -> String {
    let rows = section.clauses.map { clause in
      let entry = clause.entry
      return [clause.rawValue, entry.position, entry.gist, outcome(of: clause)]
    }
    return "### \(section.rawValue): \(section.heading)\n\n"
      + table(["Clause", "Position", "What it says", "Covered by"], rows)
  }

  private static func outcome(of clause: Clause) -> String {
    switch clause.entry.treatment {
    case .covered(let scope):
      let names = clause.requirements.map(\.rawValue).joined(separator: ", ")
      return scope.map { "\(names) (\($0))" } ?? names
    case .excluded(let reason, let destination):
      return "*excluded*: \(reason); belongs to: \(destination)"
    }
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}

extension Level {
  /// The key word of RFC 2119.
  package var word: String { rawValue.uppercased() }
}

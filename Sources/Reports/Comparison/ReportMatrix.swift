public import SpecHarness

/// Several reports as a table: implementations × requirements.
public struct ReportMatrix: Sendable {
  /// One implementation.
  struct Column: Sendable {
    let name: String
    let document: ReportDocument
    let marks: [RequirementID: ReportMark]
  }

  let columns: [Column]
  /// The requirements that any report knows, by area.
  let specification: Specification

  /// - Parameters:
  ///   - reports: each with the name of its column; without one, it is named after its command.
  ///   - known: the specification, for the texts of the requirements.
  public init(_ reports: [(name: String?, document: ReportDocument)], knowing known: Specification?) {
    columns = reports.map { name, document in
      Column(
        name: name ?? document.subjectName, document: document,
        marks: Dictionary(
          document.results.map { ($0.requirement, $0.mark) }, uniquingKeysWith: { first, _ in first }))
    }
    // Reports of several versions: each requirement as the first that knows it has it.
    var all = reports.first?.document
    var seen = Set(all?.results.map(\.requirement) ?? [])
    for (_, document) in reports.dropFirst() {
      all?.results += document.results.filter { seen.insert($0.requirement).inserted }
    }
    specification =
      all?.specification(knowing: known) ?? Specification(prefix: "", version: "", areas: [])
  }

  /// What a reader has to know who compares the columns.
  var notes: [String] {
    var notes: [String] = []
    for (what, values) in [
      ("versions of the specification", columns.map(\.document.suite.spec)),
      ("profiles", columns.map(\.document.profile.rawValue)),
      ("ways of making faults", columns.map(\.document.platform.faults)),
    ] where Set(values).count > 1 {
      let list = zip(columns, values).map { "\($0.name): \($1)" }.joined(separator: ", ")
      notes.append("The reports have different \(what) (\(list)).")
    }
    for column in columns where column.document.isPartial {
      notes.append("The report of \(column.name) is partial.")
    }
    return notes
  }

  /// What a mark means.
  static var legend: String {
    ReportMark.allCases.map { "\($0.sign) \($0.word)" }.joined(separator: ", ")
      + ", blank: unknown to the report"
  }

  /// As GitHub's Markdown.
  public var markdown: String {
    var text = "# Implementations and requirements\n\n"
    text += notes.map { "> **Note.** \(MarkdownText.plain($0))\n" }.joined(separator: ">\n")
    if !notes.isEmpty { text += "\n" }
    let names = columns.map { MarkdownText.code($0.name, inTable: true) }
    text += "| Requirement | | \(names.joined(separator: " | ")) |\n| --- | --- |"
    text += columns.map { _ in " :---: |" }.joined() + "\n"
    text += row(
      ["**Verdict**", ""] + columns.map { "\($0.document.verdict.mark) \($0.document.verdict.rawValue)" })
    text += row(
      ["**Passed**", ""] + columns.map { "\($0.document.count(.pass)) of \($0.document.results.count)" })
    for area in specification.areas {
      text += row(["**\(specification.name(of: area))**", "**\(area.title)**"] + columns.map { _ in "" })
      for requirement in area.requirements {
        let marks = columns.map { $0.marks[requirement.id]?.sign ?? "" }
        text += row(["\(requirement.id)", requirement.statement] + marks)
      }
    }
    return text + "\n\(Self.legend)\n"
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  /// As a page that needs no other file.
  public var html: String { MatrixPage(matrix: self).text }
}

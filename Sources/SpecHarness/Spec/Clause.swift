/// A sentence, table row, list item or example of the source document, numbered by section and position.
public enum Clause: String, CaseIterable, Sendable {
  case intro1 = "I.1"
  case intro2 = "I.2"
  case intro3 = "I.3"

  case synopsis1 = "S.1"
  case synopsis2 = "S.2"
  case synopsis3 = "S.3"
  case synopsis4 = "S.4"
  case synopsis5 = "S.5"
  case synopsis6 = "S.6"

  case flags1 = "F.1"
  case flags2 = "F.2"
  case flags3 = "F.3"
  case flags4 = "F.4"

  case behavior1 = "B.1"
  case behavior2 = "B.2"
  case behavior3 = "B.3"
  case behavior4 = "B.4"
  case behavior5 = "B.5"
  case behavior6 = "B.6"
  case behavior7 = "B.7"
  case behavior8 = "B.8"
  case behavior9 = "B.9"

  case example1 = "E.1"
  case example2 = "E.2"
  case example3 = "E.3"
  case example4 = "E.4"
  case example5 = "E.5"
  case example6 = "E.6"
  case example7 = "E.7"
  case example8 = "E.8"
  case example9 = "E.9"
  case example10 = "E.10"
  case example11 = "E.11"
  case example12 = "E.12"
  case example13 = "E.13"
}

extension Clause {
  /// The section that the clause stands in.
  public var section: DocumentSection {
    switch self {
    case .intro1, .intro2, .intro3: .introduction
    case .synopsis1, .synopsis2, .synopsis3, .synopsis4, .synopsis5, .synopsis6: .synopsis
    case .flags1, .flags2, .flags3, .flags4: .flags
    case .behavior1, .behavior2, .behavior3, .behavior4, .behavior5, .behavior6, .behavior7, .behavior8,
      .behavior9:
      .behavior
    case .example1, .example2, .example3, .example4, .example5, .example6, .example7, .example8, .example9,
      .example10, .example11, .example12, .example13:
      .example
    }
  }
}

/// A part of the source document with a heading of its own.
public enum DocumentSection: String, CaseIterable, Sendable {
  case introduction = "I"
  case synopsis = "S"
  case flags = "F"
  case behavior = "B"
  case example = "E"

  /// The heading as the document has it; the text before the first heading goes by "Introduction".
  public var heading: String {
    switch self {
    case .introduction: "Introduction"
    case .synopsis: "Synopsis"
    case .flags: "Flags"
    case .behavior: "Behavior"
    case .example: "Example: mint a long-lived login token"
    }
  }

  /// The clauses of the section, in the order of the document.
  public var clauses: [Clause] {
    Clause.allCases.filter { $0.section == self }
  }
}

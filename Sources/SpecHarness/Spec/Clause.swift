/// A sentence, table row, list item or example of the source document, numbered by section and position.
public struct Clause: Sendable, Equatable {
  /// What the specification makes of a clause.
  public enum Treatment: Sendable, Equatable {
    /// Requirements hold what it says; the scope, if any, tells which part of it they hold.
    case covered(scope: String?)
    /// It is no promise of this command: why, and where it belongs.
    case excluded(reason: String, destination: String)
  }

  /// The number, such as `B.4`.
  public let name: String
  /// The place within the section, such as `item 2, sentence 1`.
  public let position: String
  /// The meaning in a few words; the document itself is the authority.
  public let gist: String
  /// Whether requirements cover it.
  public let treatment: Treatment

  package init(
    _ name: String, _ position: String, _ gist: String, _ treatment: Treatment = .covered(scope: nil)
  ) {
    self.name = name
    self.position = position
    self.gist = gist
    self.treatment = treatment
  }
}

/// A part of the source document with a heading of its own.
public struct DocumentSection: Sendable {
  /// The letter that its clauses' numbers begin with.
  public let name: String
  /// The heading as the document has it; the text before the first heading goes by "Introduction".
  public let heading: String
  /// The clauses of the section, in the order of the document.
  public let clauses: [Clause]

  package init(_ name: String, heading: String, _ clauses: [Clause]) {
    self.name = name
    self.heading = heading
    self.clauses = clauses
  }
}

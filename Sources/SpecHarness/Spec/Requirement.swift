/// One normative statement, and what a reader needs to judge by it.
public struct Requirement: Sendable, Identifiable {
  /// The name, fixed for good.
  public let id: RequirementID
  /// Whether a violation changes the verdict.
  public let level: Level
  /// The least strict profile that judges it.
  public let profile: Profile
  /// The normative text, in the words of RFC 2119.
  public let statement: String
  /// Where the requirement comes from; never empty.
  public let sources: [Source]
  /// Why it matters to someone who uses the key pair.
  public let rationale: String
  /// How the harness decides it.
  public let checked: String

  /// Where the requirement comes from, on one line.
  public var source: String { sources.map(\.description).joined(separator: "; ") }

  package init(
    _ id: RequirementID, _ level: Level, _ profile: Profile, statement: String, sources: [Source],
    rationale: String, checked: String
  ) {
    self.id = id
    self.level = level
    self.profile = profile
    self.statement = statement
    self.sources = sources
    self.rationale = rationale
    self.checked = checked
  }
}

extension Requirement: CustomStringConvertible {
  /// The name.
  public var description: String { id.rawValue }
}

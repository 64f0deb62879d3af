/// Why a requirement was not judged.
public enum SkipReason: Sendable, Equatable, CustomStringConvertible {
  /// The user did not ask for it.
  case deselected
  /// Another shard of the run judges it.
  case elsewhere
  /// It could not be judged.
  case undecided(String)

  /// Reads the reason from its words.
  package init(text: String) {
    self = [.deselected, .elsewhere].first { "\($0)" == text } ?? .undecided(text)
  }

  /// The reason in words.
  public var description: String {
    switch self {
    case .deselected: "not selected"
    case .elsewhere: "another shard judges it"
    case .undecided(let reason): reason
    }
  }
}

extension RequirementResult {
  /// Why it was skipped, in words.
  public var reason: String? { skipReason.map { "\($0)" } }

  /// Whether this run was not meant to judge it.
  var isOutOfScope: Bool { skipReason == .deselected || skipReason == .elsewhere }
}

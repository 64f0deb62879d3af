/// Where a requirement comes from.
public enum Source: Sendable, Equatable {
  /// A clause of the source document.
  case clause(Clause)
  /// A section of a published standard, such as `RFC 7517 §5`.
  case standard(String)
}

extension Source: CustomStringConvertible {
  /// The clause's number or the standard's section.
  public var description: String {
    switch self {
    case .clause(let clause): clause.name
    case .standard(let section): section
    }
  }
}

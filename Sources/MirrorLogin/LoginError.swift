/// Why a login is refused or has failed, in one line that holds no secret.
package struct LoginError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of failure it is, which decides the exit status.
  package enum Kind: Sendable, Hashable {
    /// An input is missing or unreadable: exit status 66.
    case input
    /// Refused, or failed: exit status 1.
    case refused
  }

  /// What kind of failure it is.
  package let kind: Kind
  /// What happened, to which path, why, and what to do.
  package let description: String

  package init(_ description: String, kind: Kind = .refused) {
    self.description = description
    self.kind = kind
  }
}

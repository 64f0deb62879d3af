/// What a subject is judged by.
public enum Profile: String, Sendable, CaseIterable {
  /// The promises of the source document and of the standards that it names.
  case documented
  /// `documented`, and the stricter requirements that a security review would add.
  case hardened

  /// Tells whether a requirement of another profile is judged under this one.
  ///
  /// - Parameter other: the profile that a requirement belongs to.
  /// - Returns: true for the profile itself, and for everything under `hardened`.
  public func includes(_ other: Profile) -> Bool {
    self == other || self == .hardened
  }

  /// Whether a violation of a requirement changes the verdict under this profile.
  func isBound(by requirement: Requirement) -> Bool {
    requirement.level == .must && includes(requirement.profile)
  }
}

/// How binding a requirement is, in the sense of RFC 2119.
public enum Level: String, Sendable, CaseIterable {
  /// A violation makes the subject nonconformant.
  case must
  /// A violation is a warning in either profile and never changes the verdict.
  case should
}

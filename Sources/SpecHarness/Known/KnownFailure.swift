internal import Glibc

/// A failure that a project knows and lives with for a reason.
public struct KnownFailure: Sendable, Hashable {
  /// Whose violations are known; nothing when any requirement's are.
  public let requirement: RequirementID?
  /// In which case they are known, by its name or a glob; nothing when in every case.
  public let caseName: String?
  /// Why the project lives with it.
  public let reason: String
  /// Where more is said of it, such as an issue.
  public let link: String?
  /// The last day on which it is known, as `YYYY-MM-DD`.
  public let expires: String?
  /// The line of the list that names it, from 1 on.
  public let line: Int

  /// Makes an entry; one that names neither a requirement nor a case stands for nothing.
  public init(
    requirement: RequirementID?, caseName: String?, reason: String, link: String? = nil,
    expires: String? = nil,
    line: Int
  ) {
    self.requirement = requirement
    self.caseName = caseName
    self.reason = reason
    self.link = link
    self.expires = expires
    self.line = line
  }

  /// Whether a violation of a requirement in a case is the one that is known.
  func covers(_ id: RequirementID, in name: String) -> Bool {
    guard requirement != nil || caseName != nil else { return false }
    return requirement.map { $0 == id } ?? true && caseName.map { Self.matches($0, name) } ?? true
  }

  static func matches(_ pattern: String, _ name: String) -> Bool {
    pattern == name || fnmatch(pattern, name, 0) == 0
  }

  /// What the entry names, as a message has it.
  public var target: String {
    [requirement.map { "\($0)" }, caseName.map { "the case \($0)" }].compactMap(\.self).joined(
      separator: " in ")
  }
}

/// The failures that a project knows, as its list has them.
public struct KnownFailureList: Sendable, Hashable {
  /// The path of the list as the user gave it.
  public let path: String
  /// The entries in the order of the list.
  public let entries: [KnownFailure]
  /// The day on which the run began, as `YYYY-MM-DD`.
  public let today: String

  /// Makes a list.
  ///
  /// - Parameters:
  ///   - path: of the list as the user gave it.
  ///   - entries: in the order of the list.
  ///   - today: the day on which the run begins, as `YYYY-MM-DD`.
  public init(path: String, entries: [KnownFailure], today: String) {
    self.path = path
    self.entries = entries
    self.today = today
  }

  /// The entry that a violation is known by; an entry that has expired knows none.
  func entry(for id: RequirementID, in name: String) -> KnownFailure? {
    entries.first { $0.covers(id, in: name) && !isExpired($0) }
  }

  /// Dates of one form are ordered as texts are.
  func isExpired(_ entry: KnownFailure) -> Bool { entry.expires.map { $0 < today } ?? false }
}

/// What is wrong with an entry of a list of known failures: the list says something that is not so, or not any more.
public struct KnownFailureProblem: Sendable, Hashable {
  /// What is wrong.
  public enum Kind: Sendable, Hashable {
    /// The specification has no such requirement.
    case unknownRequirement(nearest: [RequirementID])
    /// No selected case has the name.
    case unknownCase
    /// The requirement is not selected.
    case unselected
    /// An earlier line names the same.
    case twice(line: Int)
    /// Its day is over.
    case expired
    /// Nothing violates it any more.
    case passes
  }

  /// The entry.
  public let entry: KnownFailure
  /// What is wrong with it.
  public let kind: Kind
}

extension KnownFailureProblem: CustomStringConvertible {
  /// What is wrong and what to do, in one line.
  public var description: String {
    switch kind {
    case .unknownRequirement(let nearest):
      "there is no requirement \(entry.target)"
        + (nearest.isEmpty ? "" : "; did you mean \(nearest.map(\.rawValue).joined(separator: ", "))?")
    case .unknownCase: "no selected case is called \(entry.caseName ?? "")"
    case .unselected: "\(entry.target) is not selected; take the line out, or select it"
    case .twice(let line): "\(entry.target) is listed already, on line \(line)"
    case .expired: "\(entry.target) was known until \(entry.expires ?? ""); mend it, or give it another day"
    case .passes: "\(entry.target) is known to fail, and does not; take the line out"
    }
  }
}

extension Report {
  /// What is wrong with the entries of the list of known failures, in the order of their lines.
  public var knownFailureProblems: [KnownFailureProblem] {
    guard let list = options.knownFailures else { return [] }
    var lines: [KnownFailure.Key: Int] = [:]
    return list.entries.compactMap { entry in
      defer { lines[entry.key] = lines[entry.key] ?? entry.line }
      return problem(of: entry, in: list, earlierLine: lines[entry.key])
        .map { KnownFailureProblem(entry: entry, kind: $0) }
    }
  }

  private func problem(
    of entry: KnownFailure, in list: KnownFailureList, earlierLine: Int?
  ) -> KnownFailureProblem.Kind? {
    if let earlierLine { return .twice(line: earlierLine) }
    if let id = entry.requirement {
      guard plan.specification[id] != nil else {
        return .unknownRequirement(nearest: plan.specification.nearest(to: id.rawValue))
      }
      guard plan.selected.contains(id) else { return .unselected }
    }
    if let name = entry.caseName {
      guard plan.caseNames.contains(where: { KnownFailure.matches(name, $0) }) else { return .unknownCase }
    }
    if list.isExpired(entry) { return .expired }
    // What ran elsewhere, not at all, or without a judgement may well fail.
    if shard != nil || isEarly || isUndecided(entry) { return nil }
    // The case may violate what was not selected.
    if entry.requirement == nil, plan.selected.count < plan.specification.ids.count { return nil }
    let fails = results.contains { result in
      result.findings.contains { entry.covers(result.requirement.id, in: $0.caseName) }
    }
    return fails ? nil : .passes
  }

  private func isUndecided(_ entry: KnownFailure) -> Bool {
    if let id = entry.requirement {
      return results.contains { $0.requirement.id == id && $0.status == .skip }
    }
    return undecidedCases.contains { name in entry.caseName.map { KnownFailure.matches($0, name) } ?? false }
  }
}

extension KnownFailure {
  fileprivate struct Key: Hashable {
    let requirement: RequirementID?
    let caseName: String?
  }

  fileprivate var key: Key { Key(requirement: requirement, caseName: caseName) }
}

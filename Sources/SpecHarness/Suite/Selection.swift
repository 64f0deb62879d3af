internal import Glibc

/// Which requirements a user asked for.
package struct Selection: Sendable {
  package let requirements: Set<RequirementID>

  /// Applies globs to the requirements' IDs.
  ///
  /// - Throws: `SuiteError.usage` for a pattern that matches nothing.
  package init(only: [String], skip: [String]) throws(SuiteError) {
    var chosen = Set(RequirementID.allCases)
    if !only.isEmpty { chosen = try Self.matches(only, option: "--only") }
    if !skip.isEmpty { chosen.subtract(try Self.matches(skip, option: "--skip")) }
    guard !chosen.isEmpty else { throw .usage("--only and --skip leave no requirement") }
    requirements = chosen
  }

  package var isWhole: Bool { requirements.count == RequirementID.allCases.count }

  private static func matches(_ patterns: [String], option: String) throws(SuiteError) -> Set<RequirementID> {
    var found: Set<RequirementID> = []
    for pattern in patterns {
      let matching = RequirementID.allCases.filter { fnmatch(pattern, $0.rawValue, 0) == 0 }
      guard !matching.isEmpty else {
        throw .usage("\(option) \(pattern): matches no requirement (see `mirror conform --list`)")
      }
      found.formUnion(matching)
    }
    return found
  }
}

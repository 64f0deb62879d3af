internal import Glibc

/// Which requirements a user asked for.
package struct Selection: Sendable {
  package let requirements: Set<RequirementID>

  /// Applies patterns to the requirements' names, in capitals or not.
  ///
  /// A pattern is a name, an area such as `KG-FILE` or `file`, the beginning of names, or a glob.
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
      let matching = requirements(matching: pattern.uppercased())
      guard !matching.isEmpty else {
        let near = RequirementID.nearest(to: pattern).map(\.rawValue).joined(separator: ", ")
        let hint = near.isEmpty ? "`mirror conform --list` names them all" : "did you mean \(near)?"
        throw .usage("\(option) \(pattern): matches no requirement; \(hint)")
      }
      found.formUnion(matching)
    }
    return found
  }

  private static func requirements(matching pattern: String) -> [RequirementID] {
    let all = RequirementID.allCases
    if pattern.isEmpty { return [] }
    // An area is no mere beginning: KG-JWK is not KG-JWKS.
    let area = all.filter { [$0.area.rawValue, "KG-\($0.area.rawValue)"].contains(pattern) }
    if !area.isEmpty { return area }
    let glob = all.filter { fnmatch(pattern, $0.rawValue, 0) == 0 }
    if !glob.isEmpty { return glob }
    return all.filter { $0.rawValue.hasPrefix(pattern) }
  }
}

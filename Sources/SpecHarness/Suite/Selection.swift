internal import Glibc

/// Which requirements a user asked for.
package struct Selection: Sendable {
  package let requirements: Set<RequirementID>
  /// Whether nothing was left out.
  package let isWhole: Bool

  /// Applies patterns to the requirements' names, in capitals or not.
  ///
  /// A pattern is a name, an area such as `KG-FILE` or `file`, the beginning of names, or a glob.
  ///
  /// - Throws: `SuiteError.usage` for a pattern that matches nothing.
  package init(
    only: [String], skip: [String], of specification: Specification
  ) throws(SuiteError) {
    var chosen = Set(specification.ids)
    if !only.isEmpty { chosen = try Self.matches(only, option: "--only", specification) }
    if !skip.isEmpty { chosen.subtract(try Self.matches(skip, option: "--skip", specification)) }
    guard !chosen.isEmpty else { throw .usage("--only and --skip leave no requirement") }
    requirements = chosen
    isWhole = chosen.count == specification.ids.count
  }

  private static func matches(
    _ patterns: [String], option: String, _ specification: Specification
  ) throws(SuiteError) -> Set<RequirementID> {
    var found: Set<RequirementID> = []
    for pattern in patterns {
      let matching = requirements(matching: pattern.uppercased(), specification)
      guard !matching.isEmpty else {
        let near = specification.nearest(to: pattern).map(\.rawValue).joined(separator: ", ")
        let hint = near.isEmpty ? "`mirror conform --list` names them all" : "did you mean \(near)?"
        throw .usage("\(option) \(pattern): matches no requirement; \(hint)")
      }
      found.formUnion(matching)
    }
    return found
  }

  private static func requirements(
    matching pattern: String, _ specification: Specification
  ) -> [RequirementID] {
    if pattern.isEmpty { return [] }
    // An area is no mere beginning: KG-JWK is not KG-JWKS.
    let area = specification.areas.first { [$0.name, specification.name(of: $0)].contains(pattern) }
    if let area { return area.requirements.map(\.id) }
    let glob = specification.ids.filter { fnmatch(pattern, $0.rawValue, 0) == 0 }
    if !glob.isEmpty { return glob }
    return specification.ids.filter { $0.rawValue.hasPrefix(pattern) }
  }
}

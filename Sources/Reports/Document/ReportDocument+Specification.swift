public import SpecHarness

extension ReportDocument {
  /// The specification as the report has it: its requirements with its levels and profiles, in its order.
  ///
  /// - Parameter known: where the texts come from; what it does not know has none, since a report may be of another
  ///   version.
  public func specification(knowing known: Specification?) -> Specification {
    var names: [String] = []
    var members: [String: [Requirement]] = [:]
    for result in results {
      let name = Self.areaName(of: result.requirement)
      if members[name] == nil { names.append(name) }
      members[name, default: []].append(Self.requirement(result, known?[result.requirement]))
    }
    let prefix = results.first?.requirement.rawValue.prefix { $0 != "-" } ?? ""
    return Specification(
      prefix: String(prefix), version: suite.spec,
      areas: names.map { name in
        let area = known?.areas.first { $0.name == name }
        return Area(name, title: area?.title ?? "", members[name] ?? [], rules: area?.rules ?? [])
      })
  }

  /// The middle part of a requirement's name.
  private static func areaName(of id: RequirementID) -> String {
    let parts = id.rawValue.split(separator: "-")
    return parts.count > 1 ? String(parts[1]) : ""
  }

  private static func requirement(_ result: Result, _ known: Requirement?) -> Requirement {
    Requirement(
      result.requirement, result.level, result.profile,
      statement: known?.statement ?? "(this version of the program does not know the requirement)",
      sources: known?.sources ?? [], rationale: known?.rationale ?? "", checked: known?.checked ?? "")
  }
}

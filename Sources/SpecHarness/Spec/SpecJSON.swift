internal import StrictFormats

/// Writes requirements as JSON.
package enum SpecJSON {
  /// One requirement as an object, ended by a newline.
  package static func record(of requirement: Requirement) -> String {
    value(of: requirement).serialized(pretty: true) + "\n"
  }

  /// The whole catalog: `spec` (its version), `requirements` in order, and the `rules` for `KG-ROLL-*`.
  package static var catalog: String {
    let rules = Catalog.judgingRules.map { rule in
      JSONValue.record([("id", .string(rule.id)), ("text", .string(rule.text))])
    }
    return JSONValue.record([
      ("spec", .string(Catalog.version)),
      ("requirements", .array(Catalog.requirements.map(value))),
      ("rules", .array(rules)),
    ]).serialized(pretty: true) + "\n"
  }

  private static func value(of requirement: Requirement) -> JSONValue {
    .record([
      ("requirement", .string(requirement.id.rawValue)),
      ("area", .string(requirement.area.title)),
      ("level", .string(requirement.level.rawValue)),
      ("profile", .string(requirement.profile.rawValue)),
      ("statement", .string(requirement.statement)),
      ("sources", .array(requirement.sources.map { .string($0.description) })),
      ("rationale", .string(requirement.rationale)),
      ("checked", .string(requirement.checked)),
    ])
  }
}

internal import StrictFormats

/// Writes a specification as JSON.
package struct SpecJSON: Sendable {
  private let specification: Specification

  package init(_ specification: Specification) { self.specification = specification }

  /// One requirement as an object, ended by a newline.
  package func record(of requirement: Requirement) -> String {
    value(of: requirement).serialized(pretty: true) + "\n"
  }

  /// The whole catalog: `spec` (its version), `requirements` in order, and the `rules` of judging.
  package var catalog: String {
    let rules = specification.judgingRules.map { rule in
      JSONValue.record([("id", .string(rule.id)), ("text", .string(rule.text))])
    }
    return JSONValue.record([
      ("spec", .string(specification.version)),
      ("requirements", .array(specification.requirements.map(value))),
      ("rules", .array(rules)),
    ]).serialized(pretty: true) + "\n"
  }

  private func value(of requirement: Requirement) -> JSONValue {
    .record([
      ("requirement", .string(requirement.id.rawValue)),
      ("area", .string(specification.area(of: requirement.id)?.title ?? "")),
      ("level", .string(requirement.level.rawValue)),
      ("profile", .string(requirement.profile.rawValue)),
      ("statement", .string(requirement.statement)),
      ("sources", .array(requirement.sources.map { .string($0.description) })),
      ("rationale", .string(requirement.rationale)),
      ("checked", .string(requirement.checked)),
    ])
  }
}

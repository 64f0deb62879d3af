package import StrictFormats

extension Report {
  /// How many findings of a requirement the report carries.
  private static var findingLimit: Int { 20 }

  /// The report in the shape of `spec/schemas/report.schema.json`.
  public func json() -> String {
    JSONValue.record([
      ("schema", .int(1)),
      (
        "suite",
        .record([
          ("name", .string("mirror")), ("version", .string(Product.version)),
          ("spec", .string(plan.specification.version)),
        ])
      ),
      ("subject", .record([("command", .array(options.command.map(JSONValue.string)))])),
      ("profile", .string(options.profile.rawValue)),
      ("seed", .number("\(options.seed)")),
      (
        "platform",
        .record([
          ("os", .string("linux")), ("faults", .string(faultMechanism)),
          ("libraries", .array(plan.libraries.map(JSONValue.string))),
        ])
      ),
      ("partial", .bool(isPartial)), ("ended", .string(cause.rawValue)),
      ("verdict", .string(verdict.rawValue)),
      ("summary", summary),
      ("results", .array(results.map(Self.record))),
      ("knownFailures", knownFailures),
      ("shard", shard?.json ?? .null),
      ("faultGrid", grid.map(Self.record) ?? .null),
      (
        "sampling",
        .array(sampling.map(\.json))
      ),
    ]).serialized(pretty: true) + "\n"
  }

  /// The list of known failures, as far as it is right.
  private var knownFailures: JSONValue {
    guard let list = options.knownFailures else { return .null }
    return .record([
      ("path", .string(list.path)), ("entries", .int(list.entries.count)),
      (
        "problems",
        .array(
          knownFailureProblems.map { problem in
            .record([
              ("line", .int(problem.entry.line)), ("target", .string(problem.entry.target)),
              ("problem", .string("\(problem)")),
            ])
          })
      ),
    ])
  }

  private var summary: JSONValue {
    .record([
      ("pass", .int(count(.pass))), ("fail", .int(count(.fail))), ("warn", .int(count(.warn))),
      ("skip", .int(count(.skip))), ("cases", .int(cases)), ("runs", .int(runs)), ("faults", .int(faults)),
      ("known", .int(results.count { $0.isKnownFailure })),
      ("calls", .int(calls)),
      ("seconds", .seconds(seconds)),
    ])
  }

  /// The table of faults: rows are the calls in order, columns the faults.
  private static func record(of grid: FaultGrid) -> JSONValue {
    .record([
      ("columns", .array(grid.columns.map(JSONValue.string))),
      (
        "rows",
        .array(
          grid.rows.map { row in
            .record([
              ("call", .string(row.call)), ("cells", .array(row.cells.map { .string($0.rawValue) })),
            ])
          })
      ),
    ])
  }

  package static func record(of result: RequirementResult) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("requirement", .string(result.requirement.id.rawValue)),
      ("level", .string(result.requirement.level.rawValue)),
      ("profile", .string(result.requirement.profile.rawValue)),
      ("status", .string(result.status.rawValue)),
      ("cases", .int(result.cases)), ("seconds", .seconds(result.seconds)),
    ]
    if let reason = result.reason { members.append(("reason", .string(reason))) }
    let findings = result.findings.prefix(findingLimit).map { finding in
      JSONValue.record([
        ("message", .string(finding.message)), ("expected", .string(finding.expected)),
        ("observed", .string(finding.observed)), ("case", .string(finding.caseName)),
        ("reproduce", .string(finding.reproduce)),
      ])
    }
    if result.isKnownFailure, let known = result.findings.first?.knownFailure {
      members.append(("knownFailure", known.json))
    }
    members.append(("findings", .array(findings)))
    return .record(members)
  }
}

extension JSONValue {
  /// An object of members in a given order.
  package static func record(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { JSONMember(name: $0.0, value: $0.1) })
  }

  package static func int(_ value: Int) -> JSONValue { .number("\(value)") }

  /// A duration with thousandths.
  static func seconds(_ value: Double) -> JSONValue { .number("\((value * 1000).rounded() / 1000)") }
}

/// What this product calls itself.
public enum Product {
  /// The version of the program, the suite and the reference, which are released together.
  public static let version = "0.1.0"
}

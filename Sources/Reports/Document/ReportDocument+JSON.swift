internal import SpecHarness
package import StrictFormats

extension ReportDocument {
  /// The report in the shape of `spec/schemas/report.schema.json`.
  public func json() -> String { value.serialized(pretty: true) + "\n" }

  private var value: JSONValue {
    var members: [(String, JSONValue)] = [
      ("schema", .int(Self.schema)), ("suite", suiteRecord), ("subject", subjectRecord),
      ("profile", .string(profile.rawValue)), ("seed", .number("\(seed)")), ("platform", platformRecord),
    ]
    if let date { members.append(("date", .string(date))) }
    members += [
      ("request", requestRecord), ("partial", .bool(isPartial)), ("end", .string(end.rawValue)),
    ]
    if let shard { members.append(("shard", shard.record)) }
    if !listProblems.isEmpty { members.append(("listProblems", .strings(listProblems))) }
    members += [
      ("verdict", .string(verdict.rawValue)), ("summary", summaryRecord),
      ("results", .array(results.map(\.value))), ("faultGrid", grid?.value ?? .null),
      ("sampling", .array(sampling.map(\.json))), ("traces", .array(traces.map(\.json))),
      ("kept", .strings(kept)),
    ]
    return .record(members)
  }

  private var suiteRecord: JSONValue {
    .record(
      [
        ("name", .string(suite.name)), ("version", .string(suite.version)), ("spec", .string(suite.spec)),
      ] + .optional("suite", suite.suite))
  }

  private var subjectRecord: JSONValue {
    .record([
      ("command", .strings(subject.command)), ("embeddedReference", .bool(subject.isEmbeddedReference)),
      (
        "files",
        .array(
          subject.files.map { file in
            .record([
              ("path", .string(file.path)), ("sha256", .string(file.sha256)), ("size", .int(file.size)),
            ])
          })
      ),
    ])
  }

  private var platformRecord: JSONValue {
    .record(
      [
        ("os", .string(platform.os)), ("faults", .string(platform.faults)),
        ("libraries", .strings(platform.libraries)),
      ] + .optional("kernel", platform.kernel) + .optional("machine", platform.machine)
        + .optional("fileSystem", platform.fileSystem))
  }

  private var requestRecord: JSONValue {
    .record([
      ("program", .string(request.program)), ("faults", .string(request.faults)),
      ("timeout", .seconds(request.timeout)), ("only", .strings(request.only)),
      ("skip", .strings(request.skip)), ("cases", .strings(request.cases)),
    ])
  }

  private var summaryRecord: JSONValue {
    .record([
      ("pass", .int(count(.pass))), ("fail", .int(count(.fail))), ("warn", .int(count(.warn))),
      ("skip", .int(count(.skip))), ("expected", .int(expectedCount)), ("cases", .int(counts.cases)),
      ("runs", .int(counts.runs)), ("faults", .int(counts.faults)), ("calls", .int(counts.calls)),
      ("seconds", .seconds(counts.seconds)),
    ])
  }
}

extension ReportDocument.Result {
  /// The result as an element of a report's `results`.
  package var value: JSONValue {
    var members: [(String, JSONValue)] = [
      ("requirement", .string(requirement.rawValue)), ("level", .string(level.rawValue)),
      ("profile", .string(profile.rawValue)), ("status", .string(status.rawValue)),
      ("cases", .int(cases)), ("seconds", .seconds(seconds)),
    ]
    members += .optional("reason", reason)
    members.append(("findings", .array(findings.map(\.value))))
    if !kinds.isEmpty {
      let list = kinds.map {
        JSONValue.record([("message", .string($0.message)), ("cases", .strings($0.cases))])
      }
      members.append(("kinds", .array(list)))
    }
    if let knownFailure { members.append(("knownFailure", knownFailure.value)) }
    return .record(members)
  }
}

extension ReportDocument.Finding {
  fileprivate var value: JSONValue {
    var members: [(String, JSONValue)] = [
      ("message", .string(message)), ("expected", .string(expected)), ("observed", .string(observed)),
      ("case", .string(caseName)), ("reproduce", .string(reproduce)),
    ]
    members += .optional("moment", moment)
    if let knownFailure { members.append(("knownFailure", knownFailure.value)) }
    return .record(members)
  }
}

extension ReportDocument.KnownFailure {
  fileprivate var value: JSONValue {
    .record(
      [("reason", .string(reason))] + .optional("link", link)
        + (line.map { [("line", .int($0))] } ?? []))
  }
}

extension FaultGrid {
  /// The table of faults: rows are the calls in order, columns the faults.
  fileprivate var value: JSONValue {
    .record([
      ("columns", .strings(columns)),
      (
        "rows",
        .array(
          rows.map { row in
            .record([
              ("call", .string(row.call)), ("cells", .array(row.cells.map { .string($0.rawValue) })),
              ("cases", .array(row.cases.map { $0.map(JSONValue.string) ?? .null })),
            ])
          })
      ),
    ])
  }
}

extension [(String, JSONValue)] {
  /// A member that is there when there is something to say.
  fileprivate static func optional(_ name: String, _ text: String?) -> Self {
    text.map { [(name, .string($0))] } ?? []
  }
}

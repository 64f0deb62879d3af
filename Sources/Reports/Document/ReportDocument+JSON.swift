internal import SpecHarness
package import StrictFormats

extension ReportDocument {
  /// The report in the shape of `spec/schemas/report.schema.json`.
  public func json() -> String { value.serialized(pretty: true) + "\n" }

  private var value: JSONValue {
    var members: [(String, JSONValue)] = [
      ("schema", .int(Self.schema)), ("suite", suiteRecord), ("subject", subjectRecord),
      ("profile", .text(profile.rawValue)), ("seed", .number("\(seed)")), ("platform", platformRecord),
    ]
    if let date { members.append(("date", .text(date))) }
    members += [
      ("request", requestRecord), ("partial", .bool(isPartial)), ("end", .text(end.rawValue)),
    ]
    if let shard { members.append(("shard", shard.record)) }
    if !listProblems.isEmpty { members.append(("listProblems", .strings(listProblems))) }
    members += [
      ("verdict", .text(verdict.rawValue)), ("summary", summaryRecord),
      ("results", .array(results.map(\.value))), ("faultGrid", grid?.value ?? .null),
      ("sampling", .array(sampling.map(\.json))), ("traces", .array(traces.map(\.json))),
      ("kept", .strings(kept)),
    ]
    return .record(members)
  }

  private var suiteRecord: JSONValue {
    .record(
      [
        ("name", .text(suite.name)), ("version", .text(suite.version)), ("spec", .text(suite.spec)),
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
              ("path", .text(file.path)), ("sha256", .text(file.sha256)), ("size", .int(file.size)),
            ])
          })
      ),
    ])
  }

  private var platformRecord: JSONValue {
    .record(
      [
        ("os", .text(platform.os)), ("faults", .text(platform.faults)),
        ("libraries", .strings(platform.libraries)),
      ] + .optional("kernel", platform.kernel) + .optional("machine", platform.machine)
        + .optional("fileSystem", platform.fileSystem))
  }

  private var requestRecord: JSONValue {
    .record([
      ("program", .text(request.program)), ("faults", .text(request.faults)),
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
      ("requirement", .text(requirement.rawValue)), ("level", .text(level.rawValue)),
      ("profile", .text(profile.rawValue)), ("status", .text(status.rawValue)),
      ("cases", .int(cases)), ("seconds", .seconds(seconds)),
    ]
    members += .optional("reason", reason)
    members.append(("findings", .array(findings.map(\.value))))
    if !kinds.isEmpty {
      let list = kinds.map {
        JSONValue.record([("message", .text($0.message)), ("cases", .strings($0.cases))])
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
      ("message", .text(message)), ("expected", .text(expected)), ("observed", .text(observed)),
      ("case", .text(caseName)), ("reproduce", .text(reproduce)),
    ]
    members += .optional("moment", moment)
    if let knownFailure { members.append(("knownFailure", knownFailure.value)) }
    return .record(members)
  }
}

extension ReportDocument.KnownFailure {
  fileprivate var value: JSONValue {
    .record(
      [("reason", .text(reason))] + .optional("link", link)
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
              ("call", .text(row.call)), ("cells", .array(row.cells.map { .text($0.rawValue) })),
              ("cases", .array(row.cases.map { $0.map(JSONValue.text) ?? .null })),
            ])
          })
      ),
    ])
  }
}

extension [(String, JSONValue)] {
  /// A member that is there when there is something to say.
  fileprivate static func optional(_ name: String, _ text: String?) -> Self {
    text.map { [(name, .text($0))] } ?? []
  }
}

internal import Reports
internal import SpecHarness
internal import StrictFormats

extension Inspector.Outcome {
  /// The outcome for a person: what it is, where that is not what it should be, findings in full, then a line that says what was judged.
  public func text() -> String {
    let subject = paths.joined(separator: " and ")
    var lines = nature.map { ["\(subject): \($0)"] } ?? []
    for result in results where !result.findings.isEmpty {
      lines.append(
        "\(result.status.rawValue.uppercased()) \(result.requirement.id)  \(result.requirement.statement)")
      for finding in result.findings {
        lines += [
          "  - \(finding.message)", "      expected   \(finding.expected)",
          "      observed   \(finding.observed)",
        ]
      }
    }
    let failed = results.count { $0.status == .fail }
    let verdict =
      failed == 0
      ? "conformant, \(results.count) requirements judged"
      : "\(failed) of \(results.count) requirements violated"
    return (lines + ["\(subject): \(verdict)"]).joined(separator: "\n")
  }
}

extension Inspector {
  /// The outcomes as one JSON document, their results in the shape of the suite's report.
  public static func json(_ inspection: Inspection) -> String {
    JSONValue.record([
      ("schema", .int(1)),
      (
        "inspected",
        .array(
          inspection.outcomes.map { outcome in
            .record([
              ("paths", .array(outcome.paths.map(JSONValue.string))),
              ("nature", outcome.nature.map(JSONValue.string) ?? .null),
              ("verdict", .string(outcome.isConformant ? "conformant" : "nonconformant")),
              ("results", .array(outcome.results.map { ReportDocument.Result($0).value })),
            ])
          })
      ),
      ("unreadable", .array(inspection.errors.map { .string($0.description) })),
    ]).serialized(pretty: true)
  }
}

internal import SpecHarness
internal import StrictFormats

extension Inspection.Outcome {
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
    return (lines + ["\(subject): \(verdict)"]).joined(separator: "\n")
  }

  private var verdict: String {
    let failed = results.count { $0.status == .fail }
    let judged = "\(results.count) requirement\(results.count == 1 ? "" : "s")"
    if results.isEmpty { return "nothing to judge" }
    return failed == 0 ? "conformant, \(judged) judged" : "\(failed) of \(judged) violated"
  }
}

extension Inspection {
  /// The outcomes as one JSON document, their results in the shape of the suite's report.
  public func json() -> String {
    JSONValue.record([
      ("schema", .int(1)),
      (
        "inspected",
        .array(
          outcomes.map { outcome in
            .record([
              ("paths", .array(outcome.paths.map(JSONValue.string))),
              ("nature", outcome.nature.map(JSONValue.string) ?? .null),
              ("verdict", .string(outcome.isConformant ? "conformant" : "nonconformant")),
              ("results", .array(outcome.results.map { ReportDocument.Result($0).value })),
            ])
          })
      ),
      ("unreadable", .array(errors.map { .string($0.description) })),
    ]).serialized(pretty: true)
  }
}

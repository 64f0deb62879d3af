internal import StrictFormats

extension Inspector.Outcome {
  /// The outcome for a person: findings in full, then a line that says what was judged.
  public func text() -> String {
    let subject = paths.joined(separator: " and ")
    var lines: [String] = []
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
  public static func json(_ outcomes: [Outcome]) -> String {
    JSONValue.record([
      ("schema", .int(1)),
      (
        "inspected",
        .array(
          outcomes.map { outcome in
            .record([
              ("paths", .array(outcome.paths.map(JSONValue.string))),
              ("verdict", .string(outcome.isConformant ? "conformant" : "nonconformant")),
              ("results", .array(outcome.results.map(Report.record))),
            ])
          })
      ),
    ]).serialized(pretty: true)
  }
}

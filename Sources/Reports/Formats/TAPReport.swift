internal import SpecHarness

/// The report in version 14 of the Test Anything Protocol: a test for each requirement; warnings and known failures are
/// TODO, which fails nothing.
struct TAPReport {
  let document: ReportDocument
  let specification: Specification

  var text: String {
    var lines = ["TAP version 14", "1..\(document.results.count + document.listProblems.count)"]
    lines += document.provenance.map { comment("\($0.name): \($0.value)") }
    lines += document.reservations.map(comment)
    for (index, result) in document.results.enumerated() { lines += test(result, index + 1) }
    for (index, problem) in document.listProblems.enumerated() {
      let number = document.results.count + index + 1
      lines.append("not ok \(number) - known failures: \(Self.description(problem))")
    }
    lines.append(comment("verdict: \(document.verdict.rawValue): \(document.verdictSentence)"))
    return lines.map { $0 + "\n" }.joined()
  }

  private func comment(_ text: String) -> String { "# " + oneLine(text) }

  private func test(_ result: ReportDocument.Result, _ number: Int) -> [String] {
    let holds = result.status == .pass || result.status == .skip
    let statement = specification[result.requirement]?.statement ?? ""
    let line =
      "\(holds ? "ok" : "not ok") \(number) - \(Self.description("\(result.requirement) \(statement)"))"
    let directive =
      switch result.status {
      case .pass: ""
      case .skip: " # SKIP " + Self.description(result.reason ?? "")
      case .warn: " # TODO a warning does not change the verdict"
      case .fail: result.knownFailure.map { " # TODO " + Self.description($0.summary) } ?? ""
      }
    return [line + directive] + (holds ? [] : diagnostics(result))
  }

  /// A block of YAML 1.2 below a test; every text is quoted.
  private func diagnostics(_ result: ReportDocument.Result) -> [String] {
    var lines = [
      "---", "requirement: \(Self.quoted("\(result.requirement)"))", "severity: \(result.status.rawValue)",
      "level: \(result.level.rawValue)", "findings:",
    ]
    for summary in FindingSummary.all(of: result) {
      lines.append("  - message: \(Self.quoted(summary.message))")
      if let first = summary.first {
        lines += [
          "    expected: \(Self.quoted(first.expected))", "    observed: \(Self.quoted(first.observed))",
          "    reproduce: \(Self.quoted(first.reproduce))",
        ]
      }
      lines.append("    cases:")
      lines += summary.cases.map { "      - \(Self.quoted($0))" }
    }
    return (lines + ["..."]).map { "  " + $0 }
  }

  /// Text behind a test's number: `\` and `#` are escaped.
  private static func description(_ text: String) -> String {
    var safe = ""
    for character in oneLine(text).unicodeScalars {
      if character == "\\" || character == "#" { safe += "\\" }
      safe.unicodeScalars.append(character)
    }
    return safe
  }

  /// A double-quoted scalar (YAML 1.2.2 §7.3.1) on one line.
  private static func quoted(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": safe += "\\\""
      case "\\": safe += "\\\\"
      case _ where isUnprintable(scalar):
        let digits = String(scalar.value, radix: 16)
        let width = scalar.value > 0xFFFF ? 8 : 4
        safe += (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return "\"\(safe)\""
  }
}

internal import SpecHarness

/// The report as JUnit XML, in the shape that Jenkins and GitLab read: a test case for each requirement, with the cases that
/// fail it inside.
struct JUnitReport {
  let document: ReportDocument
  let specification: Specification

  var text: String {
    let cases = document.results.map(testCase) + document.listProblems.map(listProblem)
    let counts: [(StaticString, Int)] = [
      ("tests", cases.count), ("failures", document.failures.count + document.listProblems.count),
      ("errors", 0),
      ("skipped", document.results.count { $0.status == .skip || $0.isExpected }),
    ]
    let seconds = decimalSeconds(document.counts.seconds)
    var suite = XMLElement("testsuite").with("name", suiteName)
    var suites = XMLElement("testsuites").with("name", "mirror conform")
    for (name, count) in counts {
      suite = suite.with(name, count)
      suites = suites.with(name, count)
    }
    suite = suite.with("time", seconds)
    if let date = document.date { suite = suite.with("timestamp", date) }
    let properties =
      document.provenance.map(property) + [
        property(name: "verdict", value: "\(document.verdict.rawValue): \(document.verdictSentence)")
      ] + document.reservations.map { property(name: "note", value: $0) }
    let whole = suite.holding([XMLElement("properties").holding(properties)] + cases)
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + suites.with("time", seconds).holding([whole]).text + "\n"
  }

  private var suiteName: String {
    let name = document.suite.suite.map { "mirror \($0)" } ?? "mirror"
    return document.end == .complete ? name : "\(name) (partial: \(document.end.rawValue))"
  }

  private func property(name: String, value: String) -> XMLElement {
    XMLElement("property").with("name", name).with("value", value)
  }

  private func testCase(_ result: ReportDocument.Result) -> XMLElement {
    let element = XMLElement("testcase").with("name", name(of: result)).with(
      "classname", areaName(of: result)
    )
    .with("time", decimalSeconds(result.seconds))
    let summaries = FindingSummary.all(of: result)
    let lines = summaries.flatMap { $0.lines() }
    switch result.status {
    case .pass: return element
    case .skip: return element.holding([XMLElement("skipped").with("message", result.reason ?? "")])
    case .warn:
      return element.holding([
        XMLElement("system-out").text(["warning, which does not change the verdict:"] + lines)
      ])
    case .fail:
      if let known = result.knownFailure {
        return element.holding([
          XMLElement("skipped").with("message", "expected: \(known.summary)"),
          XMLElement("system-out").text(lines),
        ])
      }
      let message = summaries.map(\.title).joined(separator: "; ")
      return element.holding([
        XMLElement("failure").with("message", message).with("type", result.level.rawValue).text(lines)
      ])
    }
  }

  private func listProblem(_ problem: String) -> XMLElement {
    XMLElement("testcase").with("name", problem).with("classname", "known failures").with("time", "0.0")
      .holding([XMLElement("failure").with("message", problem).with("type", "known-failures").text([problem])]
      )
  }

  private func name(of result: ReportDocument.Result) -> String {
    let statement = specification[result.requirement]?.statement
    return "\(result.requirement)" + (statement.map { " \($0)" } ?? "")
  }

  private func areaName(of result: ReportDocument.Result) -> String {
    specification.area(of: result.requirement).map(specification.name) ?? "\(result.requirement)"
  }
}

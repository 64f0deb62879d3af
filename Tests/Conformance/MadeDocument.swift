import KeygenSuite
import SpecHarness

@testable import Reports

/// Documents that no run has made, with all that a document can hold.
enum MadeDocument {
  /// What a program may print to get into a report, a page, a log or a terminal.
  static let hostile = """
    </script><script>window.pwned = 1</script> ]]> <!-- <img src=x onerror=window.pwned=1> &lt; \u{1b}[31mred\u{7}\u{9b}2J
    ::error::pwned
    ::set-output name=x::y ##[error]x %0A::warning::z
    ok 99 - pwned # TODO\r\nnot ok 100\r  ...
    - key: "value" \\" '
    | cell | `code` ``two`` [link](javascript:alert) ![i](http://e.example/i.png) <b> @someone https://e.example
    \u{202e}right to left\u{2028}line\u{85}next \u{FFFE}\u{0} \u{E0001}tag
    """

  static func document(
    _ changed: [RequirementResult] = [], profile: Profile = .documented, grid: FaultGrid? = nil
  ) -> ReportDocument {
    var provenance = Provenance()
    provenance.suite = "keygen"
    provenance.files = [.init(path: "/bin/keygen", sha256: String(repeating: "ab", count: 32), size: 7)]
    provenance.kernel = "6.1.0"
    provenance.machine = "x86_64"
    provenance.fileSystem = "tmpfs"
    provenance.date = "2026-11-25T00:00:00Z"
    return ReportDocument(
      MadeReport.report(changed, profile: profile, grid: grid, kept: ["/kept/one"]), provenance)
  }

  /// A document in which everything that comes from outside is hostile, and every kind of result is there.
  static func hostileDocument() -> ReportDocument {
    let names = ["write#1:privkey EIO once", hostile]
    let grid = FaultGrid(
      columns: ["EIO once", hostile],
      rows: [
        FaultGrid.Row(call: "write#1:privkey", cells: [.fail, .tolerated], cases: names),
        FaultGrid.Row(call: hostile, cells: [.notApplicable, .unjudged], cases: [nil, hostile + "2"]),
      ])
    var document = document(
      [
        MadeReport.result(.roll4, .fail, findings: 3), MadeReport.result(.cli1, .fail, findings: 1),
        MadeReport.result(.file6, .warn, findings: 2),
        MadeReport.result(.kid3, .skip, reason: .undecided(hostile)),
      ], grid: grid)
    document.subject.command = ["./" + hostile, hostile]
    document.subject.files[0].path = "/" + hostile
    document.platform.libraries = [hostile]
    document.platform.kernel = hostile
    document.request.only = [hostile]
    document.kept = [hostile]
    for index in document.results.indices {
      for number in document.results[index].findings.indices {
        document.results[index].findings[number].kind = "\(number) " + hostile
        document.results[index].findings[number].moment = hostile
        document.results[index].findings[number].expected = hostile
        document.results[index].findings[number].observed = hostile
        document.results[index].findings[number].caseName = names[number % 2]
        document.results[index].findings[number].reproduce = "mirror conform --case " + hostile
      }
      document.results[index].kinds = document.results[index].findings.map {
        ReportDocument.Kind(message: $0.kind, cases: [$0.caseName, hostile])
      }
    }
    document.traces = [
      CallTrace(
        caseName: names[0], before: 2,
        calls: [
          .init(name: "openat#1:privkey", result: "3", path: hostile, isStruck: false),
          .init(name: hostile, result: hostile, path: nil, isStruck: true),
        ], after: 1)
    ]
    document.markKnown { id, _ in
      id == .cli1 ? .init(reason: hostile, link: "javascript:alert(1)", line: 3) : nil
    }
    return document
  }

  /// A document in every format, with the name of the format.
  static func rendered(_ document: ReportDocument, as format: ReportFormat) -> String {
    document.rendered(as: format, knowing: .keygen)
  }
}

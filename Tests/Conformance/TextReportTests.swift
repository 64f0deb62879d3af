import KeygenSuite
import Testing

@testable import SpecHarness

@Suite("The text report")
struct TextReportTests {
  private static func lines(_ report: Report, _ layout: TextLayout = TextLayout()) -> [String] {
    report.text(layout).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// A result with one finding for each message.
  private static func result(
    _ id: RequirementID, messages: [(String, moment: String?)]
  ) -> RequirementResult {
    RequirementResult(
      requirement: Specification.keygen.requirement(id), status: .fail, cases: 3, seconds: 0.25,
      skipReason: nil,
      findings: messages.enumerated().map {
        Finding(
          message: $1.0, moment: $1.moment, expected: "this \($0)", observed: "that", caseName: "case/\($0)",
          reproduce: "again")
      })
  }

  private static let mixed = MadeReport.report([
    MadeReport.result(.file6, .warn, findings: 1),
    MadeReport.result(.key4, .skip, reason: .undecided("no tracing")),
    MadeReport.result(.cli3, .fail, findings: 2), MadeReport.result(.secret1, .fail, findings: 1),
  ])

  @Test("Violations come first, then warnings, then what was not judged; the verdict is last and names them")
  func order() throws {
    let lines = Self.lines(Self.mixed)
    let starts = [
      "FAIL KG-CLI-3  ", "FAIL KG-SECRET-1  ", "WARN KG-FILE-6  ", "SKIP KG-KEY-4", "nonconformant: ",
    ]
    let places = try starts.map { start in try #require(lines.firstIndex { $0.hasPrefix(start) }, "\(start)")
    }
    #expect(places == places.sorted())
    #expect(lines.contains("     no tracing"))
    #expect(lines.last == "")
    #expect(
      lines.dropLast().last
        == "nonconformant: 2 of \(Specification.keygen.ids.count - 1) requirements violated "
        + "(KG-CLI-3, KG-SECRET-1), 1 with warnings")
    #expect(lines.count { $0.contains(" KG-") && $0.hasPrefix("  ") } >= Specification.keygen.areas.count)
  }

  @Test("The mark of an area is that of its worst result, and nothing judged is no pass")
  func marks() {
    let skips = Specification.keygen.ids(ofArea: "JWK").map {
      MadeReport.result($0, .skip)
    }
    let report = MadeReport.report(
      skips + [MadeReport.result(.file6, .warn, findings: 1), MadeReport.result(.cli3, .fail, findings: 1)])
    for (area, mark) in [
      ("JWK ", "\u{2013}"), ("FILE ", "!"), ("CLI ", "\u{2717}"), ("KEY ", "\u{2714}"),
    ] {
      #expect(Self.lines(report).contains { $0.hasPrefix("  \(mark) KG-\(area)") }, "\(area)")
    }
  }

  @Test("Colour is used only when asked for")
  func colour() {
    #expect(!Self.mixed.text().contains("\u{1b}"))
    #expect(Self.mixed.text(TextLayout(colour: true)).contains("\u{1b}[31mFAIL KG-CLI-3\u{1b}[0m  "))
  }

  // MARK: Findings

  @Test("Findings that differ in the moment only are one, with their number and the first case")
  func folded() {
    let report = MadeReport.report([
      Self.result(
        .roll3,
        messages: [
          ("a partial file is left", "EIO once at write#1:privkey"),
          ("a file is left", "files may not grow (zero)"),
          ("a partial file is left", "ENOSPC for good at openat#1:pubkey (new directory)"),
          ("another", nil),
        ])
    ])
    let text = report.text()
    #expect(
      text.contains(
        """
          - a partial file is left
              expected   this 0
              observed   that
              cases      2, first: case/0, last: case/2
          - a file is left (files may not grow (zero))
              expected   this 1
              observed   that
              case       case/1
          - another

        """))
    #expect(report.json().contains("ENOSPC for good at openat#1:pubkey"))
  }

  @Test("Of many kinds the first are shown and the rest counted, with a way to see them that exists")
  func kinds() {
    let report = MadeReport.report([MadeReport.result(.roll4, .fail, findings: 9)])
    #expect(report.text().contains("message 4\n") && !report.text().contains("message 5\n"))
    #expect(
      report.text().contains(
        "\n  and 4 more kinds of finding in 4 cases (--report json=PATH keeps up to 20 findings)\n"))
    #expect(!report.text().contains("see the JSON report"))
    #expect(
      report.text(hasJSON: true).contains(
        "\n  and 4 more kinds of finding in 4 cases (see the JSON report)\n"))
  }

  @Test("One command for all findings stands near the end, and none where nothing was found")
  func template() {
    let command =
      "mirror conform --profile documented --seed 1 --case 'CASE' --keep ./mirror-kept -- ./keygen 'two words'"
    #expect(Self.lines(Self.mixed).count { $0.contains("--case") } == 1)
    #expect(Self.lines(Self.mixed).contains("  \(command)"))
    #expect(!MadeReport.report().text().contains("--case"))
  }

  @Test("The command names what the case depends on")
  func reproduction() {
    var options = SuiteOptions(command: ["./keygen"], jobs: 1)
    options.faults = .exhaustive
    options.timeout = 2
    #expect(
      options.reproduction(of: "write#9:privkey EIO once").joined(separator: " ")
        == "mirror conform --profile documented --seed 1 --faults exhaustive --timeout 2.0 "
        + "--case 'write#9:privkey EIO once' --keep ./mirror-kept -- ./keygen")
  }

  // MARK: Faults

  @Test("Faults are counted only where some were made, and what was left out is told")
  func faults() {
    let none = FaultGrid(
      columns: ["EIO once"], rows: [FaultGrid.Row(call: "write#1:privkey", cells: [.notApplicable])])
    #expect(!MadeReport.report(grid: none).text().contains("faults at"))
    let some = FaultGrid(
      columns: ["EIO once", "EIO for good", "SIGTERM before", "EINTR once"],
      rows: [FaultGrid.Row(call: "write#1:privkey", cells: [.fail, .fail, .fail, .tolerated])])
    let sampling = FaultSampling(
      first: "write#1:privkey", last: "write#40:privkey", calls: 40, faults: 400, leftOut: 324)
    let lines = Self.lines(MadeReport.report(grid: some, sampling: [sampling]))
    #expect(lines.contains("faults at 1 call: 1 tolerated, 3 fail; calls where a fault shows a violation:"))
    #expect(lines.contains("  write#1:privkey  EIO once/for good, SIGTERM before  (1 tolerated)"))
    #expect(
      lines.contains { $0.hasPrefix("- write#1:privkey to write#40:privkey: ") && $0.contains("324 of 400") })
  }

  // MARK: Lines

  @Test(
    "Lines fit the width, words stay whole, and a shell takes the command as it is", arguments: [50, 60, 80])
  func width(_ width: Int) throws {
    let narrow = Self.mixed.text(TextLayout(width: width))
    // A line may be longer for a single long word, after its lead.
    for line in narrow.split(separator: "\n") where line.count > width {
      #expect(line.split(separator: " ").count <= 2, "\(line)")
    }
    let words = { (text: String) in text.replacing("\\\n", with: "").split { $0 == " " || $0 == "\n" } }
    if width >= 80 { #expect(words(narrow) == words(Self.mixed.text())) }
    let plain = Self.lines(Self.mixed, TextLayout(colour: false, width: width))
    let coloured = Self.lines(Self.mixed, TextLayout(colour: true, width: width))
    // Colours take no room.
    #expect(plain.count == coloured.count)
  }

  @Test("Nothing from outside acts on a terminal")
  func escapes() {
    let hostile = "\u{1b}[2J\u{7}\u{9b}31m\u{202e}\r\n"
    let finding = Finding(
      message: hostile, expected: hostile, observed: hostile, caseName: hostile, reproduce: hostile)
    let failed = RequirementResult(
      requirement: Specification.keygen.requirement(.cli3), status: .fail, cases: 1, seconds: 0,
      skipReason: nil,
      findings: [finding])
    let report = MadeReport.report(
      [failed, MadeReport.result(.key4, .skip, reason: .undecided(hostile))], command: ["./\(hostile)"],
      kept: [hostile])
    let text = report.text()
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(![.control, .format].contains(scalar.properties.generalCategory), "\(scalar.value)")
    }
    #expect(text.contains("\\u{1b}[2J\\u{7}\\u{9b}31m\\u{202e}\\u{d}\\u{a}\n"))
  }

  @Test("Kept sandboxes are named, many of them by their directory")
  func kept() {
    let few = MadeReport.report(kept: ["/x/a.1", "/x/b.2"])
    #expect(few.text().contains("\nkept: /x/a.1\nkept: /x/b.2\n"))
    let many = MadeReport.report(kept: (1...40).map { "/x/\($0)" })
    #expect(Self.lines(many).count { $0.hasPrefix("kept: ") } == 11)
    #expect(Self.lines(many).contains("kept: 30 more in ./kept"))
  }

  // MARK: Progress

  @Test("The line of progress says something from the start, and the time left once it is known")
  func progress() {
    var text = ProgressText(started: 100)
    var progress = SuiteProgress(.keygen)
    func finish(_ count: Int, violating ids: [RequirementID] = []) {
      for _ in 0..<count {
        let judgements = ids.map { Judgement($0, .violated(Violation("", expected: "", observed: ""))) }
        progress.note(.caseEnded(CaseRecord(name: "case", judgements: judgements)))
      }
    }
    var options = SuiteOptions(command: ["./keygen"], jobs: 1)
    options.profile = .documented
    progress.note(.started(MadeReport.plan(options)))
    #expect(text.line(progress, now: 100.2) == "0 violated, 0:00, finding out what the command does")
    // What only the other profile judges does not count, nor does a second violation.
    finish(20, violating: [.file2, .file4])
    #expect(text.line(progress, now: 165) == "20 cases, 1 violated, 1:05, finding out what the command does")
    var plan = MadeReport.plan(options)
    plan.caseCount = 420
    progress.note(.planned(plan))
    text.note(progress, at: 170)
    #expect(text.line(progress, now: 171) == "20/420 cases, 1 violated, 1:11")
    finish(100)
    #expect(text.line(progress, now: 180) == "120/420 cases, 1 violated, 1:20, 10/s, about 0:30 left")
    #expect(
      text.line(progress, now: 180, columns: 80)
        == "[####----------] 120/420 cases, 1 violated, 1:20, 10/s, about 0:30 left")
    finish(300)
    #expect(text.line(progress, now: 220) == "420/420 cases, 1 violated, 2:00")
  }
}

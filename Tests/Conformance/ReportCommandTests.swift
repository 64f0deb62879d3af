import FaultInjection
import Foundation
import KeygenSuite
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@testable import Reports

@Suite("mirror report and the report files of mirror conform")
struct ReportCommandTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private func save(_ name: String, _ document: ReportDocument) throws {
    try FileSystem.write(workshop.path(name), Array(document.json().utf8))
  }

  private func read(_ name: String) -> String {
    String(decoding: FileSystem.read(workshop.path(name), limit: 1 << 24) ?? [], as: UTF8.self)
  }

  // MARK: conform

  @Test("One run writes every format, and the formats of its JSON report are the same afterwards")
  func everyFormat() throws {
    let formats = ReportFormat.allCases.map(\.rawValue)
    let requests = formats.flatMap { ["--report", "\($0)=run.\($0)"] }
    let run = try workshop.run(
      [try #require(Workshop.executable), "conform", "--only", "KG-CLI-5"] + requests
    ) { $0.environment.append("SOURCE_DATE_EPOCH=1700000000") }
    #expect(run.ending == .exited(0), "\(run.errors)")
    #expect(run.output.contains("conformant in the selected part of the suite"))
    let again = formats.flatMap { ["--report", "\($0)=again.\($0)"] }
    #expect(try workshop.mirror(["report", "show", "run.json"] + again).ending == .exited(0))
    for format in formats {
      #expect(!read("run.\(format)").isEmpty)
      #expect(read("run.\(format)") == read("again.\(format)"), "\(format)")
    }
    let report = try StrictJSON.read(Array(read("run.json").utf8))
    #expect(report["date"]?.stringValue == "2023-11-14T22:13:20Z")
    #expect(report["suite"]?["suite"]?.stringValue == "keygen")
    #expect(report["platform"]?["kernel"]?.stringValue?.isEmpty == false)
    let file = report["subject"]?["files"]?.arrayValue?.first
    #expect(file?["sha256"]?.stringValue?.count == 64)
    let shown = try workshop.mirror("report", "show", "run.json")
    #expect(shown.output == read("run.text"))
  }

  @Test(
    "A path that cannot be written ends the command before anything is run, whatever its place in the line")
  func unwritable() throws {
    let subject = try workshop.script("noting", "touch '\(workshop.path("ran"))'; exit 1")
    let run = try workshop.mirror(
      "conform", "--report", "json=good.json", "--report", "html=missing/page.html", "--", subject)
    #expect(run.ending == .exited(66))
    #expect(run.errors.contains("cannot create missing/page.html: No such file or directory"))
    #expect(FileSystem.names(in: workshop.root) == ["noting"])
  }

  @Test("Two reports for one path are refused, and so are formats that there are not")
  func usage() throws {
    for arguments in [["--report", "json=x", "--report", "tap=x"], ["--report", "pdf=x"]] {
      #expect(try workshop.mirror(["conform"] + arguments).ending == .exited(64))
    }
    #expect(FileSystem.names(in: workshop.root) == [])
  }

  @Test("A full disk at the end is an error, and costs no other report")
  func full() throws {
    try save("report.json", MadeDocument.hostileDocument())
    let run = try workshop.mirror(
      "report", "show", "report.json", "--report", "html=/dev/full", "--report", "tap=report.tap")
    #expect(run.ending == .exited(70))
    #expect(run.errors.contains("cannot write /dev/full: No space left on device"))
    #expect(read("report.tap").hasPrefix("TAP version 14\n"))
  }

  @Test("A finding by a fault comes with the calls of its run, the struck one marked")
  func traces() throws {
    let loose = try workshop.variant("leaver", afterwards: "exec 3>\"$dir/left.tmp\"; rm \"$dir/left.tmp\"")
    let run = try workshop.mirror(
      "conform", "--profile", "hardened", "--case", "trace/*", "--case", "openat#1:temporary*", "--report",
      "json=r.json", "--", loose)
    #expect([.exited(0), .exited(1), .exited(2)].contains(run.ending), "\(run.errors)")
    let document = try ReportDocument(json: Array(read("r.json").utf8), file: "r.json")
    for trace in document.traces {
      #expect(!trace.calls.isEmpty && trace.calls.count <= 24)
      #expect(trace.calls.allSatisfy { $0.path?.contains("/tmp.") != true })
    }
  }

  // MARK: report show

  @Test("What is no report is refused with the place", arguments: ["{", "{}", "[]", ""])
  func noReport(text: String) throws {
    try FileSystem.write(workshop.path("x.json"), Array(text.utf8))
    for command in [["show"], ["compare", "x.json"], ["matrix"]] {
      let run = try workshop.mirror(["report"] + command + ["x.json"])
      #expect(run.ending == .exited(66))
      #expect(run.errors.hasPrefix("mirror: x.json is no report of this program: "), "\(run.errors)")
      #expect(run.output.isEmpty)
    }
    let missing = try workshop.mirror("report", "show", "missing.json")
    #expect(missing.ending == .exited(66))
    #expect(missing.errors == "mirror: cannot read missing.json: No such file or directory\n")
  }

  // MARK: report compare

  @Test("compare ends with 1 when something is worse, and says what")
  func compare() throws {
    let failing = MadeReport.result(.roll4, .fail, findings: 2)
    try save("good.json", MadeDocument.document())
    try save("bad.json", MadeDocument.document([failing, MadeReport.result(.kid3, .skip)]))
    let worse = try workshop.mirror("report", "compare", "good.json", "bad.json")
    #expect(worse.ending == .exited(1))
    #expect(worse.output.contains("worse KG-ROLL-4: passed before, failed now: message 0\n"))
    #expect(worse.output.contains("worse KG-KID-3: passed before, not judged now: no means\n"))
    #expect(
      worse.output.hasSuffix(
        "conformant before, nonconformant now: 2 worse, 0 better, 0 otherwise changed, 46 the same\n"))
    let better = try workshop.mirror("report", "compare", "bad.json", "good.json")
    #expect(better.ending == .exited(0))
    #expect(better.output.contains("better KG-ROLL-4"))
    #expect(try workshop.mirror("report", "compare", "bad.json", "bad.json").ending == .exited(0))
    for format in ["markdown", "json"] {
      let run = try workshop.mirror("report", "compare", "good.json", "bad.json", "--format", format)
      #expect(run.ending == .exited(1) && run.output.contains("KG-ROLL-4"))
      if format == "json" { #expect(try StrictJSON.read(run.standardOutput)["worse"] == .bool(true)) }
    }
  }

  @Test("A new kind of finding is worse, one less is better; a requirement that is gone is said")
  func compareFindings() {
    let two = MadeDocument.document([MadeReport.result(.roll4, .fail, findings: 2)])
    let three = MadeDocument.document([MadeReport.result(.roll4, .fail, findings: 3)])
    func directions(_ old: ReportDocument, _ new: ReportDocument) -> Set<String> {
      Set(
        ReportComparison(old, new, names: ("a", "b")).changes
          .filter { $0.direction != .same }.map { "\($0.direction) \($0.requirement): \($0.summary)" })
    }
    #expect(directions(two, three) == ["worse KG-ROLL-4: new finding: message 2"])
    #expect(directions(three, two) == ["better KG-ROLL-4: no longer: message 2"])
    var shorter = two
    shorter.results.removeFirst()
    #expect(directions(two, shorter) == ["worse KG-CLI-1: passed, and unknown to the second report"])
    #expect(directions(shorter, two) == ["other KG-CLI-1: passed, and unknown to the first report"])
  }

  @Test("Known failures decide nothing; other versions, profiles and parts are said")
  func compareNotes() {
    let old = MadeDocument.document()
    var new = MadeDocument.document([MadeReport.result(.roll4, .fail, findings: 1)], profile: .hardened)
    new.markKnown { _, _ in .init(reason: "known") }
    new.suite.spec = "9.0.0"
    new.isPartial = true
    let comparison = ReportComparison(old, new, names: ("a", "b"))
    #expect(!comparison.isWorse)
    #expect(
      comparison.notes == [
        "different specifications: \(old.suite.spec) and 9.0.0",
        "different profiles: documented and hardened", "the second report is partial",
      ])
    #expect(comparison.text.contains("note: different profiles"))
  }

  // MARK: report matrix

  @Test("matrix has a row for each requirement and a column for each report, in both formats")
  func matrix() throws {
    try save("good.json", MadeDocument.document())
    try save("bad.json", MadeDocument.hostileDocument())
    let markdown = try workshop.mirror("report", "matrix", "Good one=good.json", "bad.json")
    #expect(markdown.ending == .exited(0))
    let rows = markdown.lines.filter { $0.hasPrefix("| KG-") }
    #expect(rows.count == Specification.keygen.ids.count)
    #expect(rows.contains { $0.hasPrefix("| KG-ROLL-4 |") && $0.hasSuffix("| \u{2714} | \u{2717} |") })
    #expect(markdown.output.contains("`Good one`"))
    let page = try workshop.mirror("report", "matrix", "--format", "html", "good.json", "bad.json")
    #expect(page.output.hasPrefix("<!doctype html>\n"))
    #expect(!page.output.contains("<img") && page.output.components(separatedBy: "<script").count == 2)
  }
}

import FaultInjection
import Foundation
import StrictFormats
import SystemSupport
import Testing

@testable import SpecHarness

@Suite("Reports")
struct ReportTests {
  // MARK: The verdict

  @Test("Everything passed is conformant, one failure is not")
  func verdicts() {
    #expect(MadeReport.report().verdict == .conformant)
    #expect(MadeReport.report([MadeReport.result(.roll1, .fail, findings: 1)]).verdict == .nonconformant)
    #expect(MadeReport.report([MadeReport.result(.file4, .warn, findings: 1)]).verdict == .conformant)
  }

  @Test("A skipped MUST of the profile is inconclusive, one of another profile or a SHOULD is not")
  func skips() {
    #expect(MadeReport.report([MadeReport.result(.kid3, .skip)]).verdict == .inconclusive)
    #expect(MadeReport.report([MadeReport.result(.file5, .skip)]).verdict == .conformant)
    #expect(
      MadeReport.report([MadeReport.result(.file5, .skip)], profile: .hardened).verdict == .inconclusive)
    #expect(MadeReport.report([MadeReport.result(.file6, .skip)], profile: .hardened).verdict == .conformant)
    // A failure is certain whatever else could not be judged.
    let both = [MadeReport.result(.kid3, .skip), MadeReport.result(.cli1, .fail, findings: 1)]
    #expect(MadeReport.report(both).verdict == .nonconformant)
  }

  @Test("What the user left out does not count, unless it is everything")
  func deselected() {
    let out = MadeReport.result(.kid3, .skip, reason: RequirementResult.deselected)
    #expect(MadeReport.report([out]).verdict == .conformant)
    let all = RequirementID.allCases.map {
      MadeReport.result($0, .skip, reason: RequirementResult.deselected)
    }
    #expect(MadeReport.report(all).verdict == .inconclusive)
  }

  // MARK: JSON

  @Test("The JSON report has one result for each requirement, in order, and counts what it cuts")
  func json() throws {
    let report = MadeReport.report([
      MadeReport.result(.roll4, .fail, findings: 33), MadeReport.result(.key4, .skip),
    ])
    let value = try StrictJSON.read(Array(report.json().utf8))
    let results = try #require(value["results"]?.arrayValue)
    #expect(results.map { $0["requirement"]?.stringValue } == RequirementID.allCases.map(\.rawValue))
    #expect(value.result(.roll4)?["findings"]?.arrayValue?.count == 20)
    #expect(
      value.result(.roll4)?["findings"]?.arrayValue?[0]["observed"]?.stringValue == "that \"quoted\"\n\u{1b}")
    #expect(value.result(.key4)?["reason"]?.stringValue == "no means")
    #expect(value["verdict"]?.stringValue == "nonconformant")
    #expect(value["subject"]?["command"]?.arrayValue == [.string("./keygen"), .string("two words")])
    #expect(value.summary("pass") == RequirementID.allCases.count - 2)
    #expect(value.summary("fail") == 1 && value.summary("skip") == 1 && value.summary("cases") == 100)
  }

  @Test(
    "Made and real reports are valid by the schema",
    .enabled(if: SchemaCheck.isThere, "needs python3 with the package jsonschema"))
  func schema() throws {
    let workshop = try Workshop()
    let made: [Report] = [
      MadeReport.report(), MadeReport.report([MadeReport.result(.roll4, .fail, findings: 33)]),
      MadeReport.report(
        [MadeReport.result(.file6, .warn, findings: 1), MadeReport.result(.kid3, .skip)], profile: .hardened),
    ]
    var paths: [String] = []
    for (index, report) in made.enumerated() {
      paths.append(workshop.path("made-\(index).json"))
      try FileSystem.write(paths[index], Array(report.json().utf8))
    }
    let loose = try workshop.variant("loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
    for (name, command) in [("reference", []), ("loose", ["--", loose])] {
      paths.append(workshop.path("\(name).json"))
      let run = try workshop.mirror(
        ["conform", "--only", "KG-FILE-*", "--only", "KG-ROLL-1", "--report", "json=\(name).json"] + command)
      #expect(run.ending == .exited(name == "loose" ? 1 : 0), "\(run.output)\(run.errors)")
    }
    let check = try SchemaCheck.run(paths)
    #expect(check.lines == paths.map { "valid \($0)" }, "\(check.errors)")
    #expect(check.ending == .exited(0))
  }
}

/// Runs `spec/schemas/check.py` on reports; it needs a Python package that is not everywhere.
private enum SchemaCheck {
  static let isThere: Bool = (try? run([]).ending) == .exited(0)

  static func run(_ files: [String]) throws -> RunResult {
    let schemas = SpecFiles.schemas.path
    return try Workshop().run(["python3", schemas + "/check.py", schemas + "/report.schema.json"] + files)
  }
}

import Foundation
import StrictFormats
import Testing

@testable import SpecHarness

@Suite("Reports")
struct ReportTests {
  private static func result(
    _ id: RequirementID, _ status: RequirementResult.Status, reason: String? = nil, findings: Int = 0
  ) -> RequirementResult {
    RequirementResult(
      requirement: Catalog.requirement(id), status: status, cases: status == .skip ? 0 : 3, seconds: 0.25,
      reason: status == .skip ? reason ?? "no means" : nil,
      findings: (0..<findings).map {
        Finding(
          message: "message \($0)", expected: "this", observed: "that \"quoted\"\n\u{1b}",
          caseName: "case/\($0)",
          reproduce: "mirror conform --case case/\($0)")
      })
  }

  /// A report in which everything passes but for some results.
  private static func report(
    _ changed: [RequirementResult] = [], profile: Profile = .documented
  ) -> Report {
    var options = SuiteOptions(command: ["./keygen", "two words"], jobs: 2)
    options.profile = profile
    let results = Catalog.requirements.map { requirement in
      changed.first { $0.requirement.id == requirement.id } ?? result(requirement.id, .pass)
    }
    return Report(
      options: options, faultMechanism: "syscall", results: results, cases: 100, runs: 200, faults: 50,
      seconds: 1.5, kept: [], calls: 9, grid: nil, sampling: [], isPartial: false)
  }

  // MARK: The verdict

  @Test("Everything passed is conformant, one failure is not")
  func verdicts() {
    #expect(Self.report().verdict == .conformant)
    #expect(Self.report([Self.result(.roll1, .fail, findings: 1)]).verdict == .nonconformant)
    #expect(Self.report([Self.result(.file4, .warn, findings: 1)]).verdict == .conformant)
  }

  @Test("A skipped MUST of the profile is inconclusive, one of another profile or a SHOULD is not")
  func skips() {
    #expect(Self.report([Self.result(.kid3, .skip)]).verdict == .inconclusive)
    #expect(Self.report([Self.result(.file5, .skip)]).verdict == .conformant)
    #expect(Self.report([Self.result(.file5, .skip)], profile: .hardened).verdict == .inconclusive)
    #expect(Self.report([Self.result(.file6, .skip)], profile: .hardened).verdict == .conformant)
    // A failure is certain whatever else could not be judged.
    let both = [Self.result(.kid3, .skip), Self.result(.cli1, .fail, findings: 1)]
    #expect(Self.report(both).verdict == .nonconformant)
  }

  @Test("What the user left out does not count, unless it is everything")
  func deselected() {
    let out = Self.result(.kid3, .skip, reason: RequirementResult.deselected)
    #expect(Self.report([out]).verdict == .conformant)
    let all = RequirementID.allCases.map { Self.result($0, .skip, reason: RequirementResult.deselected) }
    #expect(Self.report(all).verdict == .inconclusive)
  }

  // MARK: Text

  @Test("The text names every failure in full, every skip with its reason, and the verdict last")
  func text() {
    let report = Self.report([
      Self.result(.cli3, .fail, findings: 2), Self.result(.file6, .warn, findings: 1),
      Self.result(.key4, .skip, reason: "no tracing"),
    ])
    let lines = report.text(colour: false).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains { $0.hasPrefix("FAIL KG-CLI-3  ") })
    #expect(lines.contains { $0.hasPrefix("WARN KG-FILE-6  ") })
    #expect(lines.contains("SKIP KG-KEY-4") && lines.contains("     no tracing"))
    #expect(lines.contains("      see it     mirror conform --case case/1"))
    #expect(lines.last == "")
    #expect(lines.dropLast().last?.hasPrefix("nonconformant: 1 of ") == true)
    #expect(lines.count { $0.contains(" KG-") && $0.hasPrefix("  ") } >= Area.allCases.count)
  }

  @Test("The mark of an area is that of its worst result, and nothing judged is no pass")
  func marks() {
    let skips = RequirementID.allCases.filter { $0.area == .jwk }.map { Self.result($0, .skip) }
    let report = Self.report(
      skips + [Self.result(.file6, .warn, findings: 1), Self.result(.cli3, .fail, findings: 1)])
    let lines = report.text(colour: false).split(separator: "\n")
    for (area, mark) in [
      ("JWK ", "\u{2013}"), ("FILE ", "!"), ("CLI ", "\u{2717}"), ("KEY ", "\u{2714}"),
    ] {
      #expect(lines.contains { $0.hasPrefix("  \(mark) KG-\(area)") }, "\(area)")
    }
  }

  @Test("Colour is used only when asked for")
  func colour() {
    let report = Self.report([Self.result(.cli3, .fail)])
    #expect(!report.text(colour: false).contains("\u{1b}"))
    #expect(report.text(colour: true).contains("\u{1b}[31m"))
  }

  @Test("Findings of one kind stand once, and the rest are counted")
  func kinds() {
    let text = Self.report([Self.result(.roll4, .fail, findings: 9)]).text(colour: false)
    #expect(text.contains("message 4\n") && !text.contains("message 5\n"))
    #expect(text.contains("and 4 more findings"))
  }

  // MARK: JSON

  @Test("The JSON report has one result for each requirement, in order, and counts what it cuts")
  func json() throws {
    let report = Self.report([Self.result(.roll4, .fail, findings: 33), Self.result(.key4, .skip)])
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
      Self.report(), Self.report([Self.result(.roll4, .fail, findings: 33)]),
      Self.report([Self.result(.file6, .warn, findings: 1), Self.result(.kid3, .skip)], profile: .hardened),
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

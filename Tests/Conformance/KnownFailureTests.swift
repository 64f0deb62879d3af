import FaultInjection
import KeygenSuite
import StrictFormats
import SystemSupport
import Testing

@testable import SpecHarness

@Suite("Known failures")
struct KnownFailureTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private static func entry(
    _ id: RequirementID?, _ caseName: String? = nil, expires: String? = nil, line: Int = 2
  ) -> KnownFailure {
    KnownFailure(requirement: id, caseName: caseName, reason: "why", expires: expires, line: line)
  }

  /// The report of a run of two cases: `a` violates KG-ROLL-1, `b` decides nothing of KG-ROLL-4.
  private static func report(
    _ entries: [KnownFailure], isEarly: Bool = false, shard: Shard? = nil
  ) -> Report {
    var options = SuiteOptions(command: ["./x"], jobs: 1)
    options.knownFailures = KnownFailureList(path: "l.yaml", entries: entries, today: "2026-11-25")
    options.shard = shard
    let plan = RunPlan(
      specification: .keygen, options: options, selected: [.roll1, .roll2, .roll4], isPartial: true,
      caseNames: ["a", "b"], isTraced: true, untracedReason: nil, needingTrace: [], elsewhere: [],
      faults: nil,
      libraries: [], caseCount: 2)
    let violation = Outcome.violated(Violation("m", expected: "e", observed: "o"))
    let records = [
      CaseRecord(name: "a", judgements: [Judgement(.roll1, violation), Judgement(.roll2, .held)]),
      CaseRecord(name: "b", judgements: [Judgement(.roll4, .undecided("no means"))]),
    ]
    return Report(plan, records, RunEnd(seconds: 1, isEarly: isEarly))
  }

  private static func kinds(_ entries: KnownFailure..., isEarly: Bool = false) -> [KnownFailureProblem.Kind] {
    report(entries, isEarly: isEarly).knownFailureProblems.map(\.kind)
  }

  // MARK: What an entry does

  @Test("A failure that is known does not decide the verdict, by its requirement, its case or both")
  func known() {
    let entries = [
      Self.entry(.roll1), Self.entry(nil, "a"), Self.entry(.roll1, "a"), Self.entry(nil, "[a]"),
      Self.entry(.roll1, expires: "2026-11-25"),
    ]
    for entry in entries {
      let report = Self.report([entry, Self.entry(.roll4, line: 9)])
      #expect(report.unexpectedFailures == 0 && report.verdict == .inconclusive)
      #expect(report.knownFailureProblems.isEmpty)
      #expect(report.results.first { $0.requirement.id == .roll1 }?.isKnownFailure == true)
    }
  }

  @Test("An entry for something else, or whose day is over, hides nothing")
  func unknown() {
    let entries = [Self.entry(.roll2), Self.entry(.roll1, "b"), Self.entry(.roll1, expires: "2026-11-24")]
    for entry in entries { #expect(Self.report([entry]).verdict == .nonconformant) }
  }

  @Test("An entry that is not right, or not any more, is a problem")
  func problems() {
    #expect(Self.kinds(Self.entry(.roll2)) == [.passes])
    #expect(Self.kinds(Self.entry(.roll1, "b")) == [.passes])
    #expect(Self.kinds(Self.entry(.cli1)) == [.unselected])
    #expect(Self.kinds(Self.entry(nil, "c")) == [.unknownCase])
    #expect(Self.kinds(Self.entry(.roll1), Self.entry(.roll1, line: 5)) == [.twice(line: 2)])
    #expect(Self.kinds(Self.entry(.roll1, expires: "2026-11-24")) == [.expired])
    guard case .unknownRequirement(let nearest)? = Self.kinds(Self.entry(RequirementID("KG-ROL-1"))).first
    else {
      Issue.record("an unknown requirement is no problem")
      return
    }
    #expect(nearest.contains(.roll1))
  }

  @Test("What could not be judged, or was not run, may well fail")
  func undecided() throws {
    #expect(Self.kinds(Self.entry(.roll4)) == [])
    #expect(Self.kinds(Self.entry(nil, "b")) == [])
    #expect(Self.kinds(Self.entry(.roll2), isEarly: true) == [])
    let shard = try #require(Shard(index: 1, count: 2))
    #expect(Self.report([Self.entry(.roll2)], shard: shard).knownFailureProblems == [])
  }

  // MARK: The list

  private func conform(_ list: String, _ arguments: String...) throws -> RunResult {
    for name in ["known.yaml", "loose"] { FileSystem.removeTree(workshop.path(name)) }
    try FileSystem.write(workshop.path("known.yaml"), Array(list.utf8))
    let loose = try workshop.variant("loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
    return try workshop.mirror(
      [
        "conform", "--faults", "environment", "--only", "KG-FILE-2", "--only", "KG-CLI-1", "--expect",
        "known.yaml",
      ]
        + arguments + ["--", loose])
  }

  @Test(
    "A listed failure does not change the exit status; a stale, unknown, double or expired entry fails the run"
  )
  func list() throws {
    let entry =
      "  - requirement: KG-FILE-2\n    reason: the mode is mended next week\n    link: https://x.test/1\n"
    let known = try conform("expect:\n" + entry)
    #expect(known.ending == .exited(0), "\(known.output)\(known.errors)")
    #expect(known.output.contains("KNOWN KG-FILE-2") && known.output.contains("the mode is mended next week"))
    let bad = [
      "  - requirement: KG-CLI-1\n    reason: r\n", "  - requirement: KG-KEY-1\n    reason: r\n",
      "  - requirement: KG-NONE-1\n    reason: r\n", entry, "  - case: no/such\n    reason: r\n",
      "  - case: flag/short\n    reason: r\n    expires: 2020-01-01\n",
    ]
    for other in bad {
      let result = try conform("expect:\n" + entry + other)
      #expect(result.ending == .exited(1), "\(other)")
      #expect(result.output.contains("known.yaml:5: "), "\(other)\(result.output)")
    }
  }

  @Test("A list that cannot be read or is no list is refused before anything runs")
  func malformed() throws {
    let lists = [
      ("", 1), ("expect:\n  - requirement: KG-CLI-1\n", 2), ("expect:\n  - reason: r\n", 2), ("- a\n", 1),
      ("expect:\n  - requirement: KG-CLI-1\n    reason: r\n    expires: 2027-02-30\n", 2),
      ("expect:\n  - requirement: KG-CLI-1\n    reason: r\n    reasons: r\n", 4), ("expect: [\n", 2),
    ]
    for (list, line) in lists {
      let result = try conform(list)
      #expect(result.ending == .exited(64), "\(list)")
      #expect(result.errors.contains("known.yaml:\(line): "), "\(list): \(result.errors)")
    }
    #expect(try workshop.mirror("conform", "--expect", "none.yaml").ending == .exited(66))
    #expect(try conform("expect:\n").ending == .exited(1))
  }

  @Test("A drafted list makes the run that it was drafted from pass")
  func draft() throws {
    let first = try conform("expect: []\n", "--write-expect", "draft.yaml")
    #expect(first.ending == .exited(1))
    let draft = try #require(FileSystem.read(workshop.path("draft.yaml"), limit: 1 << 16))
    #expect(String(decoding: draft, as: UTF8.self).contains("requirement: KG-FILE-2"))
    #expect(try conform(String(decoding: draft, as: UTF8.self)).ending == .exited(0))
  }
}

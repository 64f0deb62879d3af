import Testing

@testable import FaultInjection
@testable import SpecHarness

/// What the records of all cases become together.
@Suite("Assembling a report")
struct ReportAssemblyTests {
  private static let must = RequirementID("RA-ONE-1")
  private static let should = RequirementID("RA-ONE-2")
  private static let hardened = RequirementID("RA-TWO-1")

  private static func requirement(
    _ id: RequirementID, _ level: Level = .must, _ profile: Profile = .documented
  ) -> Requirement {
    Requirement(
      id, level, profile, statement: "It MUST hold.", sources: [.standard("one")], rationale: "Why.",
      checked: "How.")
  }

  private static let specification = Specification(
    prefix: "RA", version: "1.0.0",
    areas: [
      Area("ONE", title: "One", [requirement(must), requirement(should, .should)]),
      Area("TWO", title: "Two", [requirement(hardened, .must, .hardened)]),
    ])

  /// What a run set out to do, by default with everything selected and traced.
  private struct Plan {
    var cases: [String] = ["one", "two", "three"]
    var selected: Set<RequirementID> = [must, should, hardened]
    var untracedReason: String?
    var needingTrace: Set<RequirementID> = []
    var elsewhere: Set<RequirementID> = []
    var faults: [FaultPlanTable.Cell] = []
    var options = SuiteOptions(command: ["./it"], jobs: 1)

    var plan: RunPlan {
      RunPlan(
        specification: specification, options: options, selected: selected, isPartial: false,
        caseNames: cases,
        isTraced: untracedReason == nil, untracedReason: untracedReason, needingTrace: needingTrace,
        elsewhere: elsewhere, faults: FaultPlanTable(cells: faults, sampling: []), libraries: [],
        caseCount: cases.count)
    }
  }

  private static func report(
    _ records: [CaseRecord], isEarly: Bool = false, _ change: (inout Plan) -> Void = { _ in }
  ) -> Report {
    var plan = Plan()
    change(&plan)
    return Report(plan.plan, records, RunEnd(seconds: 2, isEarly: isEarly))
  }

  private static func record(
    _ name: String, _ judgements: (RequirementID, Outcome)..., seconds: Double = 0.5,
    cell: FaultGrid.Cell? = nil
  ) -> CaseRecord {
    CaseRecord(
      name: name, judgements: judgements.map { Judgement($0, $1) }, runs: 2, faults: 1,
      kept: ["/kept/\(name)"], cell: cell, seconds: seconds)
  }

  private static func violated(_ message: String, at moment: String? = nil) -> Outcome {
    .violated(Violation(message, moment: moment, expected: "this", observed: "that"))
  }

  // MARK: Status

  @Test("Every requirement has one result, in the order of the specification")
  func order() {
    let report = Self.report([
      Self.record("two", (Self.hardened, .held)),
      Self.record("one", (Self.should, .held), (Self.must, .held)),
    ])
    #expect(report.results.map(\.requirement.id) == [Self.must, Self.should, Self.hardened])
    #expect(report.results.map(\.status) == [.pass, .pass, .pass])
    #expect(report.verdict == .conformant)
  }

  @Test("A violation fails a MUST of the profile, and only warns of others")
  func binding() {
    let records = [
      Self.record(
        "one", (Self.must, Self.violated("a")), (Self.should, Self.violated("b")),
        (Self.hardened, Self.violated("c")))
    ]
    #expect(Self.report(records).results.map(\.status) == [.fail, .warn, .warn])
    let strict = Self.report(records) { $0.options.profile = .hardened }
    #expect(strict.results.map(\.status) == [.fail, .warn, .fail])
  }

  @Test("One violation outweighs all that held, and what was undecided outweighs nothing")
  func mixture() {
    let report = Self.report([
      Self.record("one", (Self.must, .held), (Self.should, .undecided("no means"))),
      Self.record("two", (Self.must, Self.violated("a")), (Self.should, .held)),
    ])
    #expect(report.results.map(\.status) == [.fail, .pass, .skip])
  }

  @Test("What is only undecided is skipped with its first reason")
  func undecided() {
    let report = Self.report([
      Self.record("two", (Self.must, .undecided("second"))),
      Self.record("one", (Self.must, .undecided("first"))),
    ])
    #expect(report.results[0].status == .skip)
    #expect(report.results[0].skipReason == .undecided("first"))
    #expect(report.verdict == .inconclusive)
  }

  // MARK: Why nothing was judged

  @Test("What was not selected is skipped, whatever the cases say of it")
  func deselected() {
    let report = Self.report([Self.record("one", (Self.must, Self.violated("a")), (Self.should, .held))]) {
      $0.selected = [Self.should]
    }
    #expect(report.results.map(\.skipReason) == [.deselected, nil, .deselected])
    #expect(report.results[0].findings.isEmpty)
  }

  @Test("What needs the calls of a run names why they are not there")
  func needingTrace() {
    func reason(_ change: (inout Plan) -> Void) -> String? { Self.report([], change).results[0].reason }
    #expect(reason { _ in } == "no run of the subject got as far as to show it")
    #expect(reason { $0.needingTrace = [Self.must] } == "no traced run showed it")
    #expect(
      reason {
        $0.needingTrace = [Self.must]
        $0.untracedReason = "ptrace is forbidden"
      } == "ptrace is forbidden")
    #expect(
      reason {
        $0.needingTrace = [Self.should]
        $0.untracedReason = "ptrace is forbidden"
      } == "no run of the subject got as far as to show it, and its calls were not traced")
  }

  @Test(
    "What cases asked for by name do not show counts as left out, and what another shard shows as elsewhere")
  func left() {
    let named = Self.report([Self.record("one", (Self.must, .held))]) { $0.options.cases = ["one"] }
    #expect(named.results.map(\.skipReason) == [nil, .deselected, .deselected])
    #expect(named.verdict == .conformant)
    let shard = Self.report([Self.record("one", (Self.must, .held))]) { $0.elsewhere = [Self.should] }
    #expect(shard.results[1].skipReason == .elsewhere)
    #expect(shard.results[2].skipReason != .elsewhere)
  }

  // MARK: An early end

  @Test("A run that ended early passes nothing, and keeps what it found")
  func early() {
    let report = Self.report(
      [Self.record("one", (Self.must, Self.violated("a")), (Self.should, .held))], isEarly: true)
    #expect(report.results.map(\.status) == [.fail, .skip, .skip])
    #expect(report.results[1].reason == "the run ended at the first violation")
    #expect(report.results[2].reason == "the run ended at the first violation")
    #expect(report.verdict == .nonconformant && report.isEarly && report.isPartial)
    // What was undecided before keeps its own reason.
    let open = Self.report([Self.record("one", (Self.must, .undecided("no means")))], isEarly: true)
    #expect(open.results[0].reason == "no means")
  }

  // MARK: Faults

  private static func faults(_ count: Int, _ requirements: [RequirementID]) -> [FaultPlanTable.Cell] {
    (1...count).map {
      FaultPlanTable.Cell(
        caseName: "fault \($0)", call: "write#\($0):out", fault: "EIO once", requirements: requirements)
    }
  }

  private static func faultReport(unjudged: Int, of count: Int, _ outcome: Outcome = .held) -> Report {
    let records = (1...count).map { number in
      number <= unjudged
        ? Self.record("fault \(number)", (Self.must, .undecided("it never came up")), cell: .unjudged)
        : Self.record("fault \(number)", (Self.must, outcome), cell: .pass)
    }
    return Self.report(records) {
      $0.faults = Self.faults(count, [Self.must])
      $0.cases = $0.faults.map(\.caseName)
    }
  }

  @Test("More than a tenth of the faults unjudged is no pass; a violation is certain all the same")
  func hole() {
    #expect(Self.faultReport(unjudged: 1, of: 10).results[0].status == .pass)
    let hole = Self.faultReport(unjudged: 2, of: 19).results[0]
    #expect(hole.status == .skip)
    #expect(hole.reason == "2 of 19 faults could not be judged, for example: it never came up")
    #expect(Self.faultReport(unjudged: 5, of: 10, Self.violated("a")).results[0].status == .fail)
  }

  @Test("Faults that cannot show a requirement leave no hole in it")
  func otherHole() {
    let report = Self.report([
      Self.record("one", (Self.must, .held)),
      Self.record("fault 1", (Self.should, .undecided("x")), cell: .unjudged),
    ]) {
      $0.faults = Self.faults(1, [Self.should])
      $0.cases = ["one", "fault 1"]
    }
    #expect(report.results[0].status == .pass && report.results[1].status == .skip)
  }

  @Test("The table has the calls with a record, and none stands in a report of single cases")
  func grid() {
    let report = Self.faultReport(unjudged: 1, of: 3)
    #expect(report.calls == 3)
    #expect(report.grid?.rows.map(\.cells) == [[.unjudged], [.pass], [.pass]])
    #expect(Self.report([Self.record("one", (Self.must, .held))]).grid == nil)
    let single = Self.report([Self.record("fault 1", (Self.must, .held), cell: .pass)]) {
      $0.faults = Self.faults(1, [Self.must])
      $0.cases = ["fault 1"]
      $0.options.cases = ["fault 1"]
    }
    #expect(single.grid == nil && single.calls == 1)
  }

  // MARK: Counting

  @Test("A case counts once for a requirement, with its time, and only where it judged it")
  func counts() {
    let report = Self.report([
      Self.record("one", (Self.must, .held), (Self.must, .held), (Self.should, .undecided("x")), seconds: 1),
      Self.record("two", (Self.must, .held), seconds: 0.25),
    ])
    #expect(report.results[0].cases == 2 && report.results[0].seconds == 1.25)
    #expect(report.results[1].cases == 0 && report.results[1].seconds == 0)
  }

  @Test("Cases that nobody asked for judge nothing, though their runs are counted")
  func baseline() {
    let report = Self.report([
      Self.record("one", (Self.must, .held)), Self.record("unasked", (Self.must, Self.violated("a"))),
    ])
    #expect(report.results[0].status == .pass)
    #expect(report.cases == 1 && report.runs == 4 && report.faults == 1 && report.seconds == 2)
    #expect(report.kept == ["/kept/one"])
  }

  // MARK: Findings

  @Test("Findings come in the order of the cases, each with the command that shows it again")
  func findings() {
    let report = Self.report([
      Self.record("two", (Self.must, Self.violated("later"))),
      Self.record("one", (Self.must, Self.violated("first", at: "EIO once at write#1:out"))),
    ]) { $0.options.seed = 7 }
    let findings = report.results[0].findings
    #expect(findings.map(\.caseName) == ["one", "two"])
    #expect(findings.map(\.message) == ["first (EIO once at write#1:out)", "later"])
    #expect(findings[1].expected == "this" && findings[1].observed == "that")
    #expect(
      findings[1].reproduce
        == "mirror conform --profile documented --seed 7 --case two --keep ./mirror-kept -- ./it")
  }

  @Test("Like findings that differ in the moment only are folded, in the order of the first of each")
  func folding() {
    let report = Self.report([
      Self.record("one", (Self.must, Self.violated("a", at: "one")), (Self.must, Self.violated("b"))),
      Self.record("two", (Self.must, Self.violated("a", at: "two"))),
      // A case with two runs.
      Self.record("three", (Self.must, Self.violated("a")), (Self.must, Self.violated("a"))),
    ])
    let folded = FoldedFinding.fold(report.results[0].findings)
    #expect(folded.map(\.message) == ["a", "b"])
    #expect(folded.map(\.count) == [3, 1])
    #expect(folded.map(\.first.caseName) == ["one", "one"])
    #expect(folded[0].first.moment == "one")
    #expect(FoldedFinding.fold([]).isEmpty)
  }
}

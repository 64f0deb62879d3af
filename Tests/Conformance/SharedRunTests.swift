import KeygenSuite
import Synchronization
import Testing

@testable import SpecHarness

/// A run that counts how often it is made, and ends as it is told.
private final class CountedRun: Conformance {
  let outcome: Result<Report, SuiteError>
  let only: [RequirementID]
  let profile: Profile
  let runs = Atomic<Int>(0)

  init(_ outcome: Result<Report, SuiteError>, only: [RequirementID] = [], profile: Profile = .documented) {
    self.outcome = outcome
    self.only = only
    self.profile = profile
  }

  var specification: Specification { .keygen }
  var requirements: [Requirement] {
    only.isEmpty ? specification.requirements : only.compactMap { specification[$0] }
  }
  var plainCaseNames: [String] { [] }
  func caseNames() throws(SuiteError) -> [String] { [] }
  func trace(note: (String) -> Void) throws(SuiteError) -> [String] { [] }

  func run(_ report: @escaping @Sendable (SuiteEvent) -> Void) throws(SuiteError) -> Report {
    runs.add(1, ordering: .relaxed)
    report(.caseStarted("a"))
    return try outcome.get()
  }
}

@Suite("A run that many tests share")
struct SharedRunTests {
  @Test("However many tests ask at the same time, the suite is run once")
  func once() async throws {
    let suite = CountedRun(.success(MadeReport.report([MadeReport.result(.file2, .fail, findings: 1)])))
    let shared = SharedRun(suite)
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for requirement in Specification.keygen.requirements {
        group.addTask { try await shared.problems(with: requirement).count }
      }
      return try await group.reduce(into: 0) { $0 += $1 }
    }
    #expect(counts == 1)
    #expect(suite.runs.load(ordering: .relaxed) == 1)
    #expect(try await shared.report().verdict == .nonconformant)
    #expect(suite.runs.load(ordering: .relaxed) == 1)
  }

  @Test("A run that could not be made fails everybody who asks, and is not made again")
  func failed() async {
    let suite = CountedRun(.failure(.unavailable("no such program")))
    let shared = SharedRun(suite)
    for _ in 0..<3 {
      await #expect(throws: SuiteError.self) { try await shared.report() }
    }
    #expect(suite.runs.load(ordering: .relaxed) == 1)
  }

  @Test("Options that make no sense are told when the arguments of the test are")
  func usage() async {
    var options = SuiteOptions(command: ["./x"])
    options.only = ["KG-FIEL"]
    let shared = SharedRun(try KeygenConformance(options))
    #expect(throws: SuiteError.self) { try shared.requirements }
    await #expect(throws: SuiteError.self) { try await shared.report() }
  }

  @Test("The arguments are what decides the verdict, and nothing that silence would say too much of")
  func arguments() throws {
    let report = MadeReport.report()
    let documented = try SharedRun(CountedRun(.success(report))).requirements
    #expect(documented.allSatisfy { $0.level == .must && $0.profile == .documented })
    #expect(documented.contains { $0.id == .file2 })
    let hardened = try SharedRun(CountedRun(.success(report), profile: .hardened)).requirements
    #expect(hardened.count > documented.count && hardened.allSatisfy { $0.level == .must })
    let few = try SharedRun(CountedRun(.success(report), only: [.file2])).requirements
    #expect(few.map(\.id) == [.file2])
  }

  @Test("The report comes to a task, with the events of the run")
  func report() async throws {
    let events = Atomic<Int>(0)
    let suite = CountedRun(.success(MadeReport.report()))
    let report = try await suite.report { _ in events.add(1, ordering: .relaxed) }
    #expect(report.verdict == .conformant && events.load(ordering: .relaxed) == 1)
    #expect(report["KG-FILE-2"]?.status == .pass && report["KG-FILE-99"] == nil)
  }
}

@Suite("What a test of a requirement has to tell")
struct ReportProblemTests {
  private static func finding(
    _ kind: String, _ caseName: String, moment: String? = nil, known: KnownFailure? = nil
  ) -> Finding {
    Finding(
      message: kind, moment: moment, expected: "this", observed: "that\u{1b}[2J", caseName: caseName,
      reproduce: "mirror conform --case \(caseName)", knownFailure: known)
  }

  private static func problems(_ findings: [Finding], _ status: RequirementResult.Status = .fail) -> [Report
    .Problem]
  {
    let plain = MadeReport.result(.file2, status)
    let result = RequirementResult(
      requirement: plain.requirement, status: status, cases: 3, seconds: 1, skipReason: nil,
      findings: findings)
    return MadeReport.report([result]).problems(with: .file2)
  }

  @Test("Each kind of violation is one problem, which says how many cases found it")
  func kinds() {
    let problems = Self.problems([
      Self.finding("loose mode", "a", moment: "EIO once at write#1"),
      Self.finding("loose mode", "b", moment: "EIO once at write#2"),
      Self.finding("no file", "c"),
    ])
    #expect(problems.count == 2)
    let texts = problems.map(\.description)
    #expect(texts[0].hasPrefix("KG-FILE-2 is violated: loose mode (EIO once at write#1)\nexpected: this\n"))
    #expect(
      texts[0].contains("cases: 2, first: a\nagain: mirror conform --case a\nrequirement: `privkey.json`"))
    #expect(texts[1].contains("no file") && texts[1].contains("\ncase: c\n"))
    #expect(!texts.joined().contains("\u{1b}"))
  }

  @Test("Neither a warning nor what is known is a problem")
  func tolerated() {
    let known = KnownFailure(requirement: .file2, caseName: nil, reason: "why", line: 2)
    #expect(Self.problems([Self.finding("loose mode", "a", known: known)]).isEmpty)
    #expect(Self.problems([Self.finding("a", "a", known: known), Self.finding("b", "b")]).count == 1)
    #expect(Self.problems([Self.finding("loose mode", "a")], .warn).isEmpty)
    #expect(Self.problems([], .pass).isEmpty)
    #expect(MadeReport.report().problems(with: "KG-FILE-99").isEmpty)
  }

  @Test("What decides the verdict and could not be judged is a problem; what nobody asked for is none")
  func undecided() {
    let report = MadeReport.report([
      MadeReport.result(.file2, .skip), MadeReport.result(.file5, .skip),
      MadeReport.result(.file1, .skip, reason: .deselected),
    ])
    #expect(
      report.problems(with: .file2).map(\.description).first?.hasPrefix(
        "KG-FILE-2 could not be judged: no means\n") == true)
    #expect(report.problems(with: .file5).isEmpty && report.problems(with: .file1).isEmpty)
  }
}

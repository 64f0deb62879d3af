import FaultInjection
import KeygenSuite
import Reports

@testable import SpecHarness

/// Reports that no run has made.
enum MadeReport {
  static func result(
    _ id: RequirementID, _ status: RequirementResult.Status, reason: SkipReason = .undecided("no means"),
    findings: Int = 0
  ) -> RequirementResult {
    RequirementResult(
      requirement: Specification.keygen.requirement(id), status: status, cases: status == .skip ? 0 : 3,
      seconds: 0.25,
      skipReason: status == .skip ? reason : nil,
      findings: (0..<findings).map {
        Finding(
          message: "message \($0)", expected: "this", observed: "that \"quoted\"\n\u{1b}",
          caseName: "case/\($0)",
          reproduce: "mirror conform --case case/\($0)")
      })
  }

  /// A report in which everything passes but for some results.
  static func report(
    _ changed: [RequirementResult] = [], profile: Profile = .documented, grid: FaultGrid? = nil,
    sampling: [FaultSampling] = [], command: [String] = ["./keygen", "two words"], kept: [String] = []
  ) -> Report {
    var options = SuiteOptions(command: command, jobs: 2)
    options.keep = "./kept"
    options.profile = profile
    let results = Specification.keygen.requirements.map { requirement in
      changed.first { $0.requirement.id == requirement.id } ?? result(requirement.id, .pass)
    }
    return Report(
      plan: plan(options, sampling), results: results, cases: 100, runs: 200, faults: 50, seconds: 1.5,
      kept: kept, calls: 9, grid: grid, cause: .completed)
  }

  /// The plan of a run that traces calls and leaves nothing out.
  static func plan(
    _ options: SuiteOptions, _ sampling: [FaultSampling] = [], cases: [String] = []
  ) -> RunPlan {
    RunPlan(
      specification: .keygen, options: options, selected: Set(Specification.keygen.ids), isPartial: false,
      caseNames: cases, isTraced: true, untracedReason: nil, needingTrace: [], elsewhere: [],
      faults: FaultPlanTable(cells: [], sampling: sampling), libraries: ["libsodium 1.0.18"], caseCount: 100)
  }
}

extension Report {
  /// The JSON report, without what only the machine knows.
  func json() -> String { ReportDocument(self).json() }
}

@testable import SpecHarness

/// Reports that no run has made.
enum MadeReport {
  static func result(
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
  static func report(
    _ changed: [RequirementResult] = [], profile: Profile = .documented, grid: FaultGrid? = nil,
    sampling: [FaultSampling] = [], command: [String] = ["./keygen", "two words"], kept: [String] = []
  ) -> Report {
    var options = SuiteOptions(command: command, jobs: 2)
    options.keep = "./kept"
    options.profile = profile
    let results = Catalog.requirements.map { requirement in
      changed.first { $0.requirement.id == requirement.id } ?? result(requirement.id, .pass)
    }
    return Report(
      options: options, faultMechanism: "syscall", results: results, cases: 100, runs: 200, faults: 50,
      seconds: 1.5, kept: kept, calls: 9, grid: grid, sampling: sampling, isPartial: false)
  }
}

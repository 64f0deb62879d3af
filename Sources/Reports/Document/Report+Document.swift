public import SpecHarness

extension Report {
  /// Makes a report of a document, for the text that a run prints.
  ///
  /// - Parameters:
  ///   - document: what the report says.
  ///   - known: the specification of the suite, for the texts of the requirements.
  public init(_ document: ReportDocument, knowing known: Specification?) {
    let specification = document.specification(knowing: known)
    var options = SuiteOptions(command: document.subject.command, jobs: 1)
    options.isEmbeddedReference = document.subject.isEmbeddedReference
    options.profile = document.profile
    options.seed = document.seed
    options.faults = FaultChoice(rawValue: document.request.faults) ?? .auto
    options.timeout = document.request.timeout
    options.program = document.request.program
    options.only = document.request.only
    options.skip = document.request.skip
    options.cases = document.request.cases
    options.shard = document.shard.flatMap { Shard(index: $0.index, count: $0.count) }
    let isTraced = document.platform.faults == "syscall"
    let plan = RunPlan(
      specification: specification, options: options, selected: Set(document.results.map(\.requirement)),
      isPartial: document.isPartial, caseNames: [], isTraced: isTraced, untracedReason: nil,
      needingTrace: [], faults: FaultPlanTable(cells: [], sampling: document.sampling),
      libraries: document.platform.libraries, caseCount: document.counts.cases)
    self.init(
      plan: plan,
      results: document.results.compactMap { result in
        specification[result.requirement].map { RequirementResult(result, $0) }
      },
      cases: document.counts.cases, runs: document.counts.runs, faults: document.counts.faults,
      seconds: document.counts.seconds, kept: document.kept, calls: document.counts.calls,
      grid: document.grid, cause: RunEnd.Cause(document.end), traces: document.traces,
      storedListProblems: document.listProblems)
  }
}

extension RequirementResult {
  fileprivate init(_ result: ReportDocument.Result, _ requirement: Requirement) {
    self.init(
      requirement: requirement, status: result.status, cases: result.cases, seconds: result.seconds,
      skipReason: result.reason.map(SkipReason.init(text:)),
      findings: result.findings.map(Finding.init) + Self.cutFindings(of: result))
  }

  /// What the document does not carry of a kind differs from what it does in the moment only.
  private static func cutFindings(of result: ReportDocument.Result) -> [Finding] {
    let carried = Dictionary(grouping: result.findings, by: \.kind)
    return result.kinds.flatMap { kind -> [Finding] in
      let own = carried[kind.message] ?? []
      return kind.cases.dropFirst(own.count).map {
        Finding(
          message: kind.message, expected: own.first?.expected ?? "see the case",
          observed: own.first?.observed ?? "see the case", caseName: $0,
          reproduce: own.first?.reproduce ?? "", knownFailure: result.knownFailure.map(KnownFailure.init))
      }
    }
  }
}

extension Finding {
  fileprivate init(_ finding: ReportDocument.Finding) {
    self.init(
      message: finding.kind, moment: finding.moment, expected: finding.expected, observed: finding.observed,
      caseName: finding.caseName, reproduce: finding.reproduce,
      knownFailure: finding.knownFailure.map(KnownFailure.init))
  }
}

extension KnownFailure {
  fileprivate init(_ entry: ReportDocument.KnownFailure) {
    self.init(requirement: nil, caseName: nil, reason: entry.reason, link: entry.link, line: entry.line ?? 0)
  }
}

extension RunEnd.Cause {
  fileprivate init(_ end: ReportDocument.End) {
    self =
      switch end {
      case .complete: .completed
      case .early: .firstViolation
      case .stopped: .stopped
      }
  }
}

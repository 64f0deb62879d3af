public import SpecHarness

extension ReportDocument {
  /// Makes a document of a run's report.
  ///
  /// - Parameters:
  ///   - report: what the suite says.
  ///   - provenance: what only the machine and the caller know.
  public init(_ report: Report, _ provenance: Provenance = Provenance()) {
    let options = report.options
    self.init(
      suite: SuiteIdentity(
        name: "mirror", version: Product.version, spec: report.plan.specification.version,
        suite: provenance.suite),
      subject: SubjectIdentity(
        command: options.command, isEmbeddedReference: options.isEmbeddedReference, files: provenance.files),
      profile: options.profile, seed: options.seed,
      platform: Platform(
        os: "linux", faults: report.faultMechanism, libraries: report.plan.libraries,
        kernel: provenance.kernel, machine: provenance.machine, fileSystem: provenance.fileSystem),
      date: provenance.date,
      request: RunRequest(
        program: options.program, faults: options.faults.rawValue, timeout: options.timeout,
        only: options.only, skip: options.skip, cases: options.cases),
      isPartial: report.isPartial, end: End(report.cause),
      shard: report.shard.map { Shard(index: $0.shard.index, count: $0.shard.count, record: $0.json) },
      listProblems: report.listProblems,
      verdict: report.verdict,
      counts: Counts(
        cases: report.cases, runs: report.runs, faults: report.faults, calls: report.calls,
        seconds: report.seconds),
      results: report.results.map(Result.init), grid: report.grid, sampling: report.sampling, traces: [],
      kept: report.kept)
    let shown = Set(results.flatMap { $0.findings.map(\.caseName) })
    traces = report.traces.filter { shown.contains($0.caseName) }
  }
}

extension ReportDocument.Result {
  /// - Parameter result: what the suite says.
  package init(_ result: RequirementResult) {
    self.init(
      requirement: result.requirement.id, level: result.requirement.level,
      profile: result.requirement.profile, status: result.status, cases: result.cases,
      seconds: (result.seconds * 1000).rounded() / 1000, reason: result.reason,
      findings: Self.carried(result.findings).map(ReportDocument.Finding.init),
      kinds: ReportDocument.Kind.all(of: result.findings),
      knownFailure: result.isKnownFailure
        ? result.findings.first?.knownFailure.map(ReportDocument.KnownFailure.init) : nil)
  }
}

extension ReportDocument.Result {
  /// The findings that a report carries: the first of each kind, and of the rest the first.
  fileprivate static func carried(_ findings: [Finding]) -> [Finding] {
    var kinds: Set<String> = []
    let firsts = findings.indices.filter { kinds.insert(findings[$0].kind).inserted }.prefix(findingLimit)
    let rest = findings.indices.filter { !firsts.contains($0) }.prefix(findingLimit - firsts.count)
    return (firsts + rest).sorted().map { findings[$0] }
  }
}

extension ReportDocument.Finding {
  fileprivate init(_ finding: Finding) {
    self.init(
      kind: finding.kind, moment: finding.moment, expected: finding.expected, observed: finding.observed,
      caseName: finding.caseName, reproduce: finding.reproduce,
      knownFailure: finding.knownFailure.map(ReportDocument.KnownFailure.init))
  }
}

extension ReportDocument.KnownFailure {
  fileprivate init(_ entry: KnownFailure) {
    self.init(reason: entry.reason, link: entry.link, line: entry.line)
  }
}

extension ReportDocument.End {
  fileprivate init(_ cause: RunEnd.Cause) {
    self =
      switch cause {
      case .completed: .complete
      case .firstViolation: .early
      case .stopped: .stopped
      }
  }
}

extension ReportDocument.Kind {
  /// Puts like findings together, in the order in which each kind comes first.
  fileprivate static func all(of findings: [Finding]) -> [Self] {
    var kinds: [Self] = []
    var positions: [String: Int] = [:]
    for finding in findings {
      if let position = positions[finding.kind] {
        // A case of many runs may find it in each.
        if kinds[position].cases.last != finding.caseName { kinds[position].cases.append(finding.caseName) }
      } else {
        positions[finding.kind] = kinds.count
        kinds.append(Self(message: finding.kind, cases: [finding.caseName]))
      }
    }
    return kinds
  }
}

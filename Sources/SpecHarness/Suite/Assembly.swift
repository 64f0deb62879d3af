internal import SystemSupport

/// Puts the judgements of all cases together into one report.
struct Assembly {
  let options: SuiteOptions
  let selection: Selection
  let tracing: Tracing

  /// - Parameters:
  ///   - records: of the cases that were asked for.
  ///   - runs: how often the subject was run for them and for the baseline.
  ///   - seconds: how long it all took.
  func report(records: [CaseRecord], runs: Int, seconds: Double) -> Report {
    let grid = tracing.campaign?.grid(of: records)
    return Report(
      options: options, faultMechanism: tracing.isPossible ? "syscall" : "environment",
      results: Catalog.requirements.map { result(of: $0, records) }, cases: records.count, runs: runs,
      faults: records.reduce(0) { $0 + $1.faults }, seconds: seconds, kept: records.flatMap(\.kept),
      calls: grid?.rows.count ?? 0,
      grid: grid.flatMap { $0.rows.isEmpty || !options.cases.isEmpty ? nil : $0 },
      sampling: tracing.campaign?.sampling ?? [],
      isPartial: !selection.isWhole || !options.cases.isEmpty)
  }

  private func result(of requirement: Requirement, _ records: [CaseRecord]) -> RequirementResult {
    guard selection.requirements.contains(requirement.id) else {
      return skipped(requirement, RequirementResult.deselected)
    }
    var tally = Tally()
    for record in records { tally.add(record, of: requirement.id) }
    guard tally.cases > 0 else {
      if let reason = tally.openReasons.first { return skipped(requirement, reason) }
      if !options.cases.isEmpty { return skipped(requirement, RequirementResult.deselected) }
      return skipped(
        requirement,
        Self.needsTracing.contains(requirement.id)
          ? tracing.obstacle ?? "no traced run showed it"
          : "no run of the subject got as far as to show it")
    }
    let findings = tally.violations.map { name, violation in
      Finding(
        message: violation.message, expected: violation.expected, observed: violation.observed,
        caseName: name,
        reproduce: options.reproduction(of: name).joined(separator: " "))
    }
    let binds = requirement.level == .must && options.profile.includes(requirement.profile)
    // Nothing speaks against it, but nothing decides for it either.
    if findings.isEmpty, !tally.isDecided {
      return skipped(requirement, tally.openReasons.first ?? "not decided")
    }
    if findings.isEmpty, let hole = hole(in: requirement.id, records) { return skipped(requirement, hole) }
    return RequirementResult(
      requirement: requirement, status: findings.isEmpty ? .pass : binds ? .fail : .warn, cases: tally.cases,
      seconds: tally.seconds, reason: nil, findings: findings)
  }

  /// Why too few of the faults could be judged for a pass: what a program does in the rest is anybody's guess.
  private func hole(in requirement: RequirementID, _ records: [CaseRecord]) -> String? {
    guard let (count, all) = tracing.campaign?.unjudged(requirement, records), count * 10 > all else {
      return nil
    }
    let reason = records.first { $0.cell == .unjudged }?.judgements.lazy.compactMap(\.openReason).first
    return "\(count) of \(all) faults could not be judged, for example: \(reason ?? "no reason is known")"
  }

  /// What cannot be seen from outside a run.
  private static let needsTracing: Set<RequirementID> = [.file5, .file6, .key4, .roll8, .roll9, .secret2]

  private func skipped(_ requirement: Requirement, _ reason: String) -> RequirementResult {
    RequirementResult(
      requirement: requirement, status: .skip, cases: 0, seconds: 0, reason: reason, findings: [])
  }
}

/// What all cases together say of one requirement.
private struct Tally {
  var cases = 0
  var seconds = 0.0
  var isDecided = false
  var violations: [(String, Violation)] = []
  var openReasons: [String] = []

  mutating func add(_ record: CaseRecord, of requirement: RequirementID) {
    let outcomes = record.judgements.filter { $0.requirement == requirement }.map(\.outcome)
    guard !outcomes.isEmpty else { return }
    var judged = false
    for outcome in outcomes {
      switch outcome {
      case .held: judged = true
      case .violated(let violation):
        judged = true
        violations.append((record.name, violation))
      case .undecided(let reason): openReasons.append(reason)
      }
    }
    guard judged else { return }
    isDecided = true
    cases += 1
    seconds += record.seconds
  }
}

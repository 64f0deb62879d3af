extension Report {
  /// Puts the records of all cases together into one report.
  ///
  /// - Parameters:
  ///   - plan: of the run.
  ///   - records: of its cases, those of the baseline included, in any order.
  ///   - end: how the run ended.
  public init(_ plan: RunPlan, _ records: [CaseRecord], _ end: RunEnd) {
    let byName = Dictionary(records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let asked = plan.caseNames.compactMap { byName[$0] }
    let assembly = Assembly(plan: plan, records: asked, byName: byName, cause: end.cause)
    let grid = plan.faults?.grid(of: asked)
    self.init(
      plan: plan, results: plan.specification.requirements.map(assembly.result), cases: asked.count,
      runs: records.reduce(0) { $0 + $1.runs }, faults: asked.reduce(0) { $0 + $1.faults },
      seconds: end.seconds, kept: asked.flatMap(\.kept), calls: grid?.rows.count ?? 0,
      grid: grid.flatMap { $0.rows.isEmpty || !plan.options.cases.isEmpty ? nil : $0 },
      cause: end.cause, traces: asked.compactMap(\.trace),
      shard: plan.shard.map { ShardRecord($0, plan, records, end) },
      undecidedCases: Set(asked.filter(\.isUndecided).map(\.name)))
  }
}

/// Makes one result of all that the cases say of a requirement.
private struct Assembly {
  let plan: RunPlan
  let records: [CaseRecord]
  let byName: [String: CaseRecord]
  let cause: RunEnd.Cause

  func result(of requirement: Requirement) -> RequirementResult {
    guard plan.selected.contains(requirement.id) else { return skipped(requirement, .deselected) }
    var tally = Tally()
    for record in records { tally.add(record, of: requirement.id) }
    guard tally.cases > 0 else {
      if let reason = tally.undecidedReasons.first { return skipped(requirement, .undecided(reason)) }
      if !plan.options.cases.isEmpty { return skipped(requirement, .deselected) }
      if plan.elsewhere.contains(requirement.id) { return skipped(requirement, .elsewhere) }
      return skipped(requirement, .undecided(unseenReason(requirement.id)))
    }
    let findings = tally.violations.map { name, violation in
      Finding(
        message: violation.message, moment: violation.moment, expected: violation.expected,
        observed: violation.observed, caseName: name,
        reproduce: plan.options.reproduction(of: name).joined(separator: " "),
        knownFailure: plan.options.knownFailures?.entry(for: requirement.id, in: name))
    }
    // Nothing speaks against it, but nothing decides for it either.
    if findings.isEmpty, let reason = hole(in: requirement.id) ?? earlyEnd {
      return skipped(requirement, .undecided(reason))
    }
    let binds = requirement.level == .must && plan.options.profile.includes(requirement.profile)
    return RequirementResult(
      requirement: requirement, status: findings.isEmpty ? .pass : binds ? .fail : .warn, cases: tally.cases,
      seconds: tally.seconds, skipReason: nil, findings: findings)
  }

  private func unseenReason(_ id: RequirementID) -> String {
    if let reason = earlyEnd { return reason }
    if plan.needingTrace.contains(id) { return plan.untracedReason ?? "no traced run showed it" }
    return "no run of the subject got as far as to show it"
      + (plan.untracedReason == nil ? "" : ", and its calls were not traced")
  }

  /// Why what was left out might have shown a violation.
  private var earlyEnd: String? {
    switch cause {
    case .completed: nil
    case .firstViolation: "the run ended at the first violation"
    case .stopped: "the run was stopped"
    }
  }

  /// Why too few of the faults could be judged for a pass: what a program does in the rest is anybody's guess.
  private func hole(in requirement: RequirementID) -> String? {
    guard let (count, all) = plan.faults?.unjudged(requirement, byName), count * 10 > all else { return nil }
    let reason = records.first { $0.cell == .unjudged }?.judgements.lazy.compactMap(\.undecidedReason).first
    return "\(count) of \(all) faults could not be judged, for example: \(reason ?? "no reason is known")"
  }

  private func skipped(_ requirement: Requirement, _ reason: SkipReason) -> RequirementResult {
    RequirementResult(
      requirement: requirement, status: .skip, cases: 0, seconds: 0, skipReason: reason, findings: [])
  }
}

/// What all cases together say of one requirement.
private struct Tally {
  var cases = 0
  var seconds = 0.0
  var violations: [(String, Violation)] = []
  var undecidedReasons: [String] = []

  mutating func add(_ record: CaseRecord, of requirement: RequirementID) {
    let outcomes = record.judgements.filter { $0.requirement == requirement }.map(\.outcome)
    var judged = false
    for outcome in outcomes {
      switch outcome {
      case .held: judged = true
      case .violated(let violation):
        judged = true
        violations.append((record.name, violation))
      case .undecided(let reason): undecidedReasons.append(reason)
      }
    }
    guard judged else { return }
    cases += 1
    seconds += record.seconds
  }
}

internal import Synchronization

/// Every fault at every call of a subject: the cases of KG-ROLL-* where calls can be traced.
package struct FaultCampaign: Sendable {
  private let context: CaseContext
  private let clean: [FaultScenario: CleanRun]
  private let faults: [FaultCase]
  private let board = FaultBoard()
  private let hangs = HangCounter()
  /// How often the subject was run to find out what to do.
  package let preparations: Int

  /// What came of the preparation.
  package enum Preparation: Sendable {
    case ready(FaultCampaign)
    /// Faults at calls cannot be judged for this subject or on this machine, for a reason.
    case impossible(String)
  }

  /// Records the subject and lists the faults.
  ///
  /// - Throws: `CaseFailure` when a sandbox cannot be made or the subject cannot be started.
  package static func prepare(_ context: CaseContext) throws(CaseFailure) -> Preparation {
    if let obstacle = TracedRunner().obstacle() {
      return .impossible("system calls cannot be traced here: \(obstacle)")
    }
    guard context.baseline.succeeds else { return .impossible("no run of the subject succeeds") }
    var experiment = Experiment(context, name: "record")
    defer { for sandbox in experiment.sandboxes { sandbox.remove() } }
    var clean: [FaultScenario: CleanRun] = [:]
    for scenario in FaultScenario.allCases {
      if scenario == .missing && context.baseline.needsDirectory { continue }
      var obstacle = ""
      guard let run = try CleanRun(scenario, &experiment, obstacle: &obstacle) else {
        if scenario == .existing { return .impossible(obstacle) }
        continue
      }
      clean[scenario] = run
    }
    return .ready(FaultCampaign(context, clean, preparations: experiment.runs))
  }

  private init(_ context: CaseContext, _ clean: [FaultScenario: CleanRun], preparations: Int) {
    self.context = context
    self.clean = clean
    self.preparations = preparations
    faults = FaultScenario.allCases.flatMap { scenario in
      clean[scenario].map { Self.faults(scenario, $0) } ?? []
    }
  }

  private static func faults(_ scenario: FaultScenario, _ clean: CleanRun) -> [FaultCase] {
    var cases: [FaultCase] = []
    for call in clean.calls {
      // What a missing directory adds is its making; the rest is the same as in one that is there.
      if scenario == .missing, !call.name.roles.contains(where: { $0 == .directory || $0 == .parent }) {
        continue
      }
      for fault in FaultEnumeration.faults(of: call) {
        cases.append(
          FaultCase(
            scenario: scenario, call: call, fault: fault, concern: clean.purposes.concern(of: call.name)))
      }
    }
    guard scenario == .existing else { return cases }
    if let call = FaultEnumeration.rivalTarget(clean.recording, clean.purposes) {
      let concern: Concern = call.name.roles.last == .privateKey ? .privateSet : .publicSet
      cases.append(FaultCase(scenario: scenario, call: call, fault: .rival, concern: concern))
    }
    return cases
  }

  // MARK: Cases

  /// The cases, in the order of the calls.
  package var cases: [TestCase] {
    faults.map { fault in
      TestCase(fault.name, fault.requirements) { experiment throws(CaseFailure) in
        try run(fault, &experiment)
      }
    }
  }

  private func run(_ fault: FaultCase, _ experiment: inout Experiment) throws(CaseFailure) {
    guard let clean = clean[fault.scenario] else { return }
    if fault.isLastingError, hangs.isTooMany {
      return leaveOpen(fault, "not run: the subject hangs too often", &experiment)
    }
    experiment.noteFault()
    for attempt in 1...3 {
      let traced = try traced(fault, clean, &experiment)
      if let obstacle = traced.recording.obstacle {
        return leaveOpen(fault, "\(obstacle)", &experiment)
      }
      guard let hit = traced.recording.hit else { continue }
      let agrees = clean.agrees(with: traced.recording, upTo: hit)
      guard agrees || attempt == 3 && !fault.hasTemporary else { continue }
      return try judge(fault, traced, clean, &experiment)
    }
    leaveOpen(fault, "\(fault.call.name) did not come up again in the same way", &experiment)
  }

  private func leaveOpen(_ fault: FaultCase, _ reason: String, _ experiment: inout Experiment) {
    for requirement in fault.requirements { experiment.judgements.leaveOpen(requirement, reason) }
    board.set(.unjudged, for: fault.name)
  }

  /// One run with the fault; one that seems to hang is given a second chance, with more time.
  private func traced(
    _ fault: FaultCase, _ clean: CleanRun, _ experiment: inout Experiment
  ) throws(CaseFailure) -> TracedRun {
    var request = request(fault, clean)
    let first = try TracedRun(request, in: fault.scenario.makeSandbox(&experiment), &experiment)
    guard first.observation.ending == .timedOut else { return first }
    if hangs.note() { return first }
    // A busy machine must not make a slow run look like one without end.
    request.deadline = 3 * context.deadline
    return try TracedRun(request, in: fault.scenario.makeSandbox(&experiment), &experiment)
  }

  private func request(_ fault: FaultCase, _ clean: CleanRun) -> TracedRun.Request {
    var request = TracedRun.Request(
      setting: fault.scenario.setting, plan: fault.plan,
      deadline: min(context.deadline, max(2.5, 30 * clean.elapsed)))
    request.options.watchesReads = fault.canLoseData
    return request
  }

  private func judge(
    _ fault: FaultCase, _ traced: TracedRun, _ clean: CleanRun, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    let flaws = clean.flaws.union(context.flaws.known)
    let state = PairState(traced, clean, experiment.baseline, flaws: flaws)
    switch fault.fault {
    case .signal, .kill:
      let judge = InterruptionJudge(fault: fault, run: traced, state: state, flaws: flaws)
      board.set(judge.judge(into: &experiment.judgements), for: fault.name)
    case .rival:
      let judge = RivalJudge(fault: fault, run: traced, state: state)
      board.set(judge.judge(into: &experiment.judgements), for: fault.name)
    case .error, .lost, .short, .fullAfterHalf:
      let judge = FaultJudge(fault: fault, run: traced, clean: clean, state: state)
      var cell = judge.judge(into: &experiment.judgements)
      // What could not be removed may well stand in the way.
      if cell != .tolerated, !judge.hung, !traced.observation.ending.isSuccess, state.stuck.isEmpty {
        try retry(fault, traced.observation.sandbox, clean, &experiment)
        if experiment.judgements.all.last?.isViolated == true { cell = .fail }
      }
      if cell != .tolerated {
        try FailureLeak(fault, traced).judge(request(fault, clean), &experiment)
        if experiment.judgements.violates(.secret1) { cell = .fail }
      }
      board.set(cell, for: fault.name)
    }
  }

  /// KG-ROLL-5: with the fault gone, the same directory works.
  private func retry(
    _ fault: FaultCase, _ sandbox: Sandbox, _ clean: CleanRun, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    let request = TracedRun.Request(setting: fault.scenario.setting, deadline: context.deadline)
    let left = sandbox.snapshot()
    let result = try TracedRun.run(request, in: sandbox, left, &experiment).result
    func path(_ file: KeyFile) -> String { fault.scenario.directory + "/" + file.name }
    let blocking = KeyFile.allCases.filter { left[path($0)] != nil }.map(\.name)
    let hasPair = KeyFile.allCases.allSatisfy {
      Entry(path: sandbox.path(path($0)), contentLimit: 0)?.kind == .file
    }
    let message = excerpt(result.standardError)
    experiment.judgements.expect(
      .roll5, result.ending.isSuccess && hasPair && blocking.isEmpty,
      "a retry after a failed run does not succeed (\(fault.fault) at \(fault.call.name))",
      expected: "exit status 0 and a pair",
      observed: "\(result.ending)\(message.isEmpty ? "" : "; stderr: \(message)")"
        + (blocking.isEmpty ? "" : "; left by the failed run: \(list(blocking))"))
  }

  // MARK: What it shows

  /// How many of the faults that can judge a requirement were run, and how many of them came to no judgement.
  package func unjudged(_ requirement: RequirementID) -> (count: Int, all: Int) {
    let cells = faults.filter { $0.requirements.contains(requirement) }.compactMap {
      board.cell(for: $0.name)
    }
    return (cells.count { $0 == .unjudged }, cells.count)
  }

  /// The calls of a clean run, one line each, for a person.
  package var listing: [String] {
    clean[.existing].map { TraceListing.lines($0.recording, $0.purposes) } ?? []
  }

  /// How many calls faults were put into.
  package var callCount: Int { Set(faults.map(\.row)).count }

  /// The table of everything that was run so far.
  package func grid() -> FaultGrid {
    var columns: [String] = []
    var rows: [String] = []
    var cells: [String: [String: FaultGrid.Cell]] = [:]
    var knownColumns: Set<String> = []
    for fault in faults {
      let column = "\(fault.fault)"
      if knownColumns.insert(column).inserted { columns.append(column) }
      if cells[fault.row] == nil { rows.append(fault.row) }
      cells[fault.row, default: [:]][column] = board.cell(for: fault.name) ?? .notApplicable
    }
    return FaultGrid(
      columns: columns,
      rows: rows.map { row in
        FaultGrid.Row(call: row, cells: columns.map { cells[row]?[$0] ?? .notApplicable })
      })
  }
}

extension FaultCase {
  fileprivate var isLastingError: Bool {
    switch fault {
    case .error(_, let lasting), .lost(_, let lasting): lasting
    case .fullAfterHalf: true
    default: false
    }
  }

  fileprivate var hasTemporary: Bool { call.name.roles.contains(where: \.isTemporary) }
}

/// Keeps a subject that hangs at every fault from taking for ever.
private final class HangCounter: Sendable {
  private static let believed = 3
  private static let limit = 24
  private let count = Mutex(0)

  /// Counts a hang; true when it need not be tried again with more time.
  func note() -> Bool {
    count.withLock { count in
      count += 1
      return count > Self.believed
    }
  }

  var isTooMany: Bool { count.withLock { $0 >= Self.limit } }
}

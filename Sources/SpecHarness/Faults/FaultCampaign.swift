internal import FaultInjection

/// Every fault at every call of a subject: the cases of KG-ROLL-* where calls can be traced.
package struct FaultCampaign: Sendable {
  private let context: CaseContext
  private let clean: [FaultScenario: CleanRun]
  private let faults: [FaultCase]
  private let rows: [String]
  /// Whether a lasting failure makes the subject hang, so that no time is lost on telling a hang from a slow run.
  private let hangsOnFailure: Bool
  /// What was left out, where the subject makes many like calls.
  package let sampling: [FaultSampling]
  /// How often the subject was run to find out what to do.
  package let preparations: Int
  private let copies: CheckpointPool<FaultScenario>?

  /// Every requirement that a fault can judge.
  static let judged: Set<RequirementID> = [
    .roll1, .roll2, .roll3, .roll4, .roll5, .roll6, .roll7, .roll8, .roll9, .exist6, .cli2, .cli4, .secret1,
    .secret2,
  ]

  /// What came of the preparation.
  package enum Preparation: Sendable {
    case ready(FaultCampaign)
    /// Faults at calls cannot be judged for this subject or on this machine, for a reason.
    case impossible(String)
  }

  /// Records the subject and lists the faults.
  ///
  /// - Parameter isExhaustive: whether many like calls get every fault, too.
  /// - Throws: `CaseFailure` when a sandbox cannot be made or the subject cannot be started.
  package static func prepare(
    _ context: CaseContext, isExhaustive: Bool = false
  ) throws(CaseFailure) -> Preparation {
    if let obstacle = TracedRunner().obstacle() {
      return .impossible("system calls cannot be traced here: \(obstacle)")
    }
    guard context.baseline.succeeds else { return .impossible("no run of the subject succeeds") }
    var experiment = Experiment(context, name: "record")
    defer { experiment.cleanUp() }
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
    let campaign = try FaultCampaign(context, clean, isExhaustive: isExhaustive, &experiment)
    if campaign.faults.isEmpty { return .impossible("no call of the subject could be made to fail") }
    return .ready(campaign)
  }

  private init(
    _ context: CaseContext, _ clean: [FaultScenario: CleanRun], isExhaustive: Bool,
    _ experiment: inout Experiment
  ) throws(CaseFailure) {
    self.context = context
    self.clean = clean
    var faults: [FaultCase] = []
    var sampling: [FaultSampling] = []
    for scenario in FaultScenario.allCases {
      guard let run = clean[scenario] else { continue }
      // What a missing directory adds is its making, and whatever else a run does only then.
      let known = scenario == .missing ? Set(clean[.existing]?.calls.map(\.name) ?? []) : []
      let calls = run.calls.filter { call in
        !known.contains(call.name) || call.name.roles.contains { $0 == .directory || $0 == .parent }
      }
      let (chosen, left) = FaultSampling.choose(calls, seed: context.seed, isExhaustive: isExhaustive) {
        FaultEnumeration.faults(of: $0, in: scenario)
      }
      sampling += left
      for (call, own) in chosen {
        let concern = run.purposes.concern(of: call.name)
        faults += own.map { FaultCase(scenario: scenario, call: call, fault: $0, concern: concern) }
      }
      if scenario == .existing, let call = FaultEnumeration.rivalTarget(run.recording, run.purposes) {
        let concern: Concern = call.name.roles.last == .privateKey ? .privateSet : .publicSet
        faults.append(FaultCase(scenario: scenario, call: call, fault: .rival, concern: concern))
      }
    }
    self.faults = faults
    self.sampling = sampling
    var seen: Set<String> = []
    rows = faults.map(\.row).filter { seen.insert($0).inserted }
    hangsOnFailure = try FaultRun.hangs(context, clean, faults, &experiment)
    copies = context.usesCheckpoints ? CheckpointPool() : nil
    if let copies {
      for scenario in FaultScenario.allCases {
        guard let run = clean[scenario] else { continue }
        let runs = faults.filter { $0.scenario == scenario }.map { [hangsOnFailure] in
          FaultRun(context: context, fault: $0, clean: run, hangsOnFailure: hangsOnFailure)
        }
        try FaultRun.tryCopies(copies, runs, &experiment)
      }
    }
    preparations = experiment.runs
  }

  // MARK: Cases

  /// The cases, in the order of the calls.
  package var cases: [TestCase] {
    faults.compactMap { fault in
      guard let clean = clean[fault.scenario] else { return nil }
      let run = FaultRun(
        context: context, fault: fault, clean: clean, hangsOnFailure: hangsOnFailure, copies: copies)
      return TestCase(fault.name, fault.requirements) { experiment throws(CaseFailure) in
        try run.judge(&experiment)
      }
    }
  }

  // MARK: What it shows

  /// How many of the faults that can judge a requirement were run, and how many of them came to no judgement.
  package func unjudged(_ requirement: RequirementID, _ records: [CaseRecord]) -> (count: Int, all: Int) {
    let cells = cells(of: records)
    let own = faults.filter { $0.requirements.contains(requirement) }.compactMap { cells[$0.name] }
    return (own.count { $0 == .unjudged }, own.count)
  }

  private func cells(of records: [CaseRecord]) -> [String: FaultGrid.Cell] {
    records.reduce(into: [:]) { $0[$1.name] = $1.cell }
  }

  /// The calls of a clean run, one line each, for a person.
  package var listing: [String] {
    clean[.existing].map { TraceListing.lines($0.recording, $0.purposes) } ?? []
  }

  /// Why runs with a fault are made afresh, in words; nothing where they are copies.
  package var refusals: [String] {
    var seen: Set<String> = []
    let all = FaultScenario.allCases.compactMap { scenario in copies?.refusal(for: scenario) }
    return all.map { "\($0)" }.filter { seen.insert($0).inserted }
  }

  /// How many cases copies have decided.
  package var casesByCopies: Int { copies?.decisions ?? 0 }

  /// Ends what is kept to be copied.
  package func endCopies() { copies?.close() }

  /// How many calls faults are put into.
  package var callCount: Int { rows.count }

  /// The table of what came of every fault, with the calls that have a record only.
  package func grid(of records: [CaseRecord]) -> FaultGrid {
    let known = cells(of: records)
    var columns: [String] = []
    var knownColumns: Set<String> = []
    var cells: [String: [String: FaultGrid.Cell]] = [:]
    for fault in faults {
      guard let cell = known[fault.name] else { continue }
      let column = "\(fault.fault)"
      if knownColumns.insert(column).inserted { columns.append(column) }
      cells[fault.row, default: [:]][column] = cell
    }
    return FaultGrid(
      columns: columns,
      rows: rows.compactMap { row in
        cells[row].map { own in
          FaultGrid.Row(call: row, cells: columns.map { own[$0] ?? .notApplicable })
        }
      })
  }
}

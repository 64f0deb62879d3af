internal import FaultInjection
internal import SystemSupport

/// Every fault at every call of a subject, as cases of the suite.
package struct FaultCampaign<Suite: ConformanceSuite>: Sendable {
  private let clean: [Suite.Scenario: CleanRun<Suite>]
  private let plainest: Suite.Scenario
  private let faults: [FaultCase<Suite.Scenario>]
  private let suite: Suite
  /// Whether a lasting failure makes the subject hang, so that no time is lost on telling a hang from a slow run.
  private let hangsOnFailure: Bool
  /// What was left out, where the subject makes many like calls.
  package let sampling: [FaultSampling]
  /// How often the subject was run to find out what to do.
  package let preparations: Int
  private let copies: CheckpointPool<Suite.Scenario>?
  private let equals: EqualRuns<Suite.Scenario>?
  private let looks: [Suite.Scenario: KillLooks]

  /// What came of the preparation.
  package enum Preparation: Sendable {
    case ready(FaultCampaign)
    /// Faults at calls cannot be judged for this subject or on this machine, for a reason.
    case unavailable(String)
  }

  /// Records the subject and lists the faults.
  ///
  /// - Parameters:
  ///   - isExhaustive: whether many like calls get every fault, too.
  ///   - jobs: how many scenarios are prepared at once.
  /// - Throws: `CaseFailure` when a sandbox cannot be made or the subject cannot be started.
  package static func prepare(
    _ context: CaseContext<Suite>, isExhaustive: Bool = false, jobs: Int = 1
  ) throws(CaseFailure) -> Preparation {
    if let reason = TracedRunner().unavailableReason() {
      return .unavailable("system calls cannot be traced here: \(reason)")
    }
    guard context.baseline.succeeds else { return .unavailable("no run of the subject succeeds") }
    let scenarios = context.suite.scenarios(context.baseline)
    guard let plainest = scenarios.first else { return .unavailable("the suite injects no faults") }
    var runs = 0
    let recorded = try forEach(scenarios, context, jobs: jobs, &runs) {
      scenario, experiment throws(CaseFailure) in try CleanRun.record(scenario, &experiment)
    }
    var clean: [Suite.Scenario: CleanRun<Suite>] = [:]
    for (scenario, outcome) in zip(scenarios, recorded) {
      switch outcome {
      case .recorded(let run): clean[scenario] = run
      case .unavailable(let reason):
        if scenario == plainest { return .unavailable(reason) }
      }
    }
    let campaign = try FaultCampaign(
      context, clean, scenarios, plainest, isExhaustive: isExhaustive, jobs: jobs, runs: runs)
    if campaign.faults.isEmpty { return .unavailable("no call of the subject could be made to fail") }
    return .ready(campaign)
  }

  private init(
    _ context: CaseContext<Suite>, _ clean: [Suite.Scenario: CleanRun<Suite>], _ scenarios: [Suite.Scenario],
    _ plainest: Suite.Scenario, isExhaustive: Bool, jobs: Int, runs: Int
  ) throws(CaseFailure) {
    self.clean = clean
    self.plainest = plainest
    suite = context.suite
    var faults: [FaultCase<Suite.Scenario>] = []
    var sampling: [FaultSampling] = []
    for scenario in scenarios {
      guard let run = clean[scenario] else { continue }
      let known = scenario.extendsPlainest ? Set(clean[plainest]?.calls.map(\.name) ?? []) : []
      let (chosen, left) = FaultSampling.choose(run.calls, seed: context.seed, isExhaustive: isExhaustive) {
        call in
        let faults = FaultEnumeration.faults(of: call, in: scenario)
        let isNew =
          !known.contains(call.name) || call.name.roles.contains { $0 == .directory || $0 == .parent }
        if isNew || isExhaustive { return faults }
        return call.name.occurrence > 2 ? [] : FaultEnumeration.foremost(faults)
      }
      sampling += left
      for (call, own) in chosen {
        let concern = run.purposes.concern(of: call.name)
        faults += own.enumerated().map { index, fault in
          FaultCase(scenario: scenario, call: call, fault: fault, concern: concern, isFirst: index == 0)
        }
      }
      if scenario == plainest,
        let call = FaultEnumeration.concurrentWriterTarget(run.recording, run.purposes)
      {
        let concern: FileLabel? = if case .watched(let label)? = call.name.roles.last { label } else { nil }
        faults.append(FaultCase(scenario: scenario, call: call, fault: .concurrentWriter, concern: concern))
      }
    }
    self.faults = faults
    self.sampling = sampling
    var runs = runs
    let hangs = try Self.forEach([plainest], context, jobs: 1, &runs) {
      [faults] _, experiment throws(CaseFailure) in
      try FaultRun.hangs(clean, faults, &experiment)
    }
    hangsOnFailure = hangs == [true]
    copies = context.usesCheckpoints ? CheckpointPool() : nil
    equals = context.usesCheckpoints ? EqualRuns() : nil
    var looks: [Suite.Scenario: KillLooks] = [:]
    if let copies {
      let all = try Self.forEach(scenarios, context, jobs: jobs, &runs) {
        [faults, hangsOnFailure] scenario, experiment throws(CaseFailure) in
        guard let run = clean[scenario] else { return nil as KillLooks? }
        let runs = faults.filter { $0.scenario == scenario }.map {
          FaultRun(fault: $0, clean: run, hangsOnFailure: hangsOnFailure)
        }
        guard let seen = try FaultRun.lookAtKills(runs, &experiment) else { return nil }
        try FaultRun.tryCopies(copies, runs, besides: seen.whole, &experiment)
        return seen.looks
      }
      for (scenario, seen) in zip(scenarios, all) { looks[scenario] = seen }
    }
    self.looks = looks
    preparations = runs
  }

  /// Does something for several scenarios at once, each with an experiment of its own.
  ///
  /// - Parameter runs: is added the number of runs that it took.
  /// - Returns: what came of it, in the order of the scenarios.
  private static func forEach<Outcome: Sendable>(
    _ scenarios: [Suite.Scenario], _ context: CaseContext<Suite>, jobs: Int, _ runs: inout Int,
    _ body: @escaping @Sendable (Suite.Scenario, inout Experiment<Suite>) throws(CaseFailure) -> Outcome
  ) throws(CaseFailure) -> [Outcome] {
    let results = parallelMap(scenarios, jobs: jobs) { scenario in
      var experiment = Experiment(context, name: "record")
      defer { experiment.cleanUp() }
      let result = Result { () throws(CaseFailure) in try body(scenario, &experiment) }
      return (result, experiment.runs)
    }
    return try results.map { (result, count) throws(CaseFailure) in
      runs += count
      return try result.get()
    }
  }

  // MARK: Cases

  /// The cases, in the order of the calls.
  package var cases: [TestCase<Suite>] {
    faults.compactMap { fault in
      guard let clean = clean[fault.scenario] else { return nil }
      let run = FaultRun(
        fault: fault, clean: clean, hangsOnFailure: hangsOnFailure, look: looks[fault.scenario]?[fault.plan],
        copies: copies, equals: equals)
      return TestCase(fault.name, suite.requirements(of: fault), order: fault.order) {
        experiment throws(CaseFailure) in try run.judge(&experiment)
      }
    }
  }

  /// The cells of the table of faults that the cases fill.
  package var plan: FaultPlanTable {
    FaultPlanTable(
      cells: faults.map { fault in
        FaultPlanTable.Cell(
          caseName: fault.name, call: fault.row, fault: "\(fault.fault)",
          requirements: suite.requirements(of: fault))
      }, sampling: sampling)
  }

  /// The calls of a clean run, one line each, for a person.
  package var listing: [String] {
    clean[plainest].map { TraceListing.lines($0.recording, $0.purposes) } ?? []
  }

  /// Why runs with a fault are made afresh, in words; nothing where they are copies.
  package var refusals: [String] {
    var seen: Set<String> = []
    let all = clean.keys.compactMap { scenario in copies?.refusal(for: scenario) }
    return all.map { "\($0)" }.sorted().filter { seen.insert($0).inserted }
  }

  /// Ends what is kept to be copied.
  package func endCopies() { copies?.close() }
}

extension FaultCase {
  /// The first plausible error of a call and the kills are likeliest to show something; an error that lasts often shows
  /// what the same one shows that strikes once.
  fileprivate var order: CaseOrder {
    switch fault {
    case .error(let error, lasting: false), .lost(let error, lasting: false):
      error == ErrorTable.errors(of: call).first ? .early : .usual
    case .kill(.after): .early
    case .error, .lost, .signal: .late
    default: .usual
    }
  }
}

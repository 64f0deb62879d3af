internal import FaultInjection
internal import Glibc
internal import Synchronization
internal import SystemSupport

/// One run of a suite: it runs a subject in every case and judges it by every requirement.
package struct SuiteRun<Suite: ConformanceSuite>: Sendable {
  private let suite: Suite
  private let options: SuiteOptions
  private let selection: Selection

  /// Prepares a run.
  ///
  /// - Throws: `SuiteError.usage` when a pattern matches nothing.
  package init(_ suite: Suite, _ options: SuiteOptions) throws(SuiteError) {
    self.suite = suite
    self.options = options
    selection = try Selection(only: options.only, skip: options.skip, of: suite.specification)
  }

  /// The requirements that are selected, in the order of the specification.
  package var requirements: [Requirement] {
    suite.specification.requirements.filter { selection.requirements.contains($0.id) }
  }

  /// The names of all selected cases for the subject; it is run a few times to find out which calls it makes.
  package func caseNames() throws(SuiteError) -> [String] {
    try onOwnThread { (run) throws(SuiteError) in try run.listCaseNames() }
  }

  private func listCaseNames() throws(SuiteError) -> [String] {
    var context = try makeContext()
    context.usesCheckpoints = false
    let tracing = try Tracing(options, context, isWanted: isTracingWanted)
    return try selectedCases(with: tracing, context.baseline).map(\.name) + poolNames
  }

  /// The names of the selected cases that need no recording of the subject, in order.
  package var plainCaseNames: [String] {
    (plainCases + suite.traceCases).filter(isSelected).map(\.name) + poolNames
  }

  /// The calls that the subject makes, one line each.
  ///
  /// - Parameter note: is told what is particular about runs with a fault, in words.
  /// - Throws: `SuiteError.unavailable` when calls cannot be traced here.
  package func trace(note: (String) -> Void = { _ in }) throws(SuiteError) -> [String] {
    let (calls, reasons) = try onOwnThread { (run) throws(SuiteError) in try run.listCalls() }
    for reason in reasons { note("every run with a fault starts the command afresh: \(reason)") }
    return calls
  }

  private func listCalls() throws(SuiteError) -> (calls: [String], reasons: [String]) {
    var options = options
    options.faults = .syscall
    let tracing = try Tracing(options, try makeContext(), isWanted: true)
    guard let campaign = tracing.campaign else { throw .unavailable(tracing.unavailableReason ?? "") }
    campaign.endCopies()
    return (campaign.listing, campaign.refusals)
  }

  // MARK: The run

  /// Runs the suite.
  ///
  /// - Parameter report: is told what happens, one event after the other, from several threads.
  /// - Throws: `SuiteError` when the subject cannot be started, a case is not known, or the harness itself fails.
  package func run(
    _ report: @escaping @Sendable (SuiteEvent) -> Void = { _ in }
  ) throws(SuiteError) -> Report {
    try onOwnThread { (run) throws(SuiteError) in try run.judge(EventStream(report)) }
  }

  private func judge(_ events: EventStream) throws(SuiteError) -> Report {
    let began = monotonicSeconds()
    let context = try makeContext()
    events.send(.started(provisionalPlan))
    let phase = BaselinePhase(context, jobs: options.jobs) { testCase, context in
      // Nobody asked for the sandboxes of a case that is run for its baseline only.
      run(testCase, isSelected(testCase) ? context : context.keepingNothing, events)
    }
    let tracing = try Tracing(options, phase.context, isWanted: isTracingWanted)
    let cases = try selectedCases(with: tracing, phase.context.baseline)
    let share = Share(options.shard, cases, suite, done: phase.outcomes.map(\.record.name))
    let plan = plan(cases, tracing, share)
    events.send(.planned(plan))
    let binding = plan.bindingRequirements
    let isDecided = Flag(options.failsFast && phase.outcomes.contains { isViolated($0.record, binding) })
    let rest = share.cases.sorted { $0.order < $1.order }
    // Who asked for one job gets one case at a time.
    let waiting = options.jobs > 1 ? rest.count { $0.order == .waiting } : 0
    let others = parallelMap(rest, jobs: options.jobs + min(waiting, options.jobs)) {
      testCase -> CaseOutcome<Suite.Sample>? in
      if isDecided.isSet { return nil }
      let outcome = run(testCase, phase.context, events)
      if options.failsFast, isViolated(outcome.record, binding) { isDecided.set() }
      return outcome
    }
    tracing.campaign?.endCopies()
    let outcomes = phase.outcomes + others.compactMap(\.self)
    if let complaint = outcomes.lazy.compactMap(\.record.complaint).first {
      throw .internal("the suite was not judged to its end: \(complaint)")
    }
    let pool = share.isFirst ? pool(phase.outcomes.flatMap(\.samples)) : []
    for record in pool { events.send(.caseEnded(record)) }
    let end = RunEnd(seconds: monotonicSeconds() - began, isEarly: others.contains { $0 == nil })
    events.send(.ended(end))
    let own = share.isFirst ? outcomes : others.compactMap(\.self)
    return Report(plan, own.map(\.record) + pool, end)
  }

  private func run(
    _ testCase: TestCase<Suite>, _ context: CaseContext<Suite>, _ events: EventStream
  ) -> CaseOutcome<Suite.Sample> {
    events.send(.caseStarted(testCase.name))
    let outcome = testCase.run(context)
    events.send(.caseEnded(outcome.record))
    return outcome
  }

  private func isViolated(_ record: CaseRecord, _ binding: Set<RequirementID>) -> Bool {
    !record.violated(beyond: options.knownFailures).isDisjoint(with: binding)
  }

  private func plan(_ cases: [TestCase<Suite>], _ tracing: Tracing<Suite>, _ share: Share<Suite>) -> RunPlan {
    let seenWithout = plainCases.reduce(into: Set<RequirementID>()) { $0.formUnion($1.requirements) }
      .union(suite.pool?.requirements ?? [])
    return RunPlan(
      specification: suite.specification, options: options, selected: selection.requirements,
      isPartial: !selection.isWhole || !options.cases.isEmpty, caseNames: cases.map(\.name) + poolNames,
      isTraced: tracing.isPossible, untracedReason: tracing.unavailableReason,
      needingTrace: Set(suite.specification.ids).subtracting(seenWithout), elsewhere: share.elsewhere,
      faults: tracing.campaign?.plan,
      libraries: suite.libraries,
      caseCount: Set(cases.map(\.name) + poolNames + suite.baselineCases.map(\.name)).count)
  }

  /// The plan as long as nothing is known of the subject.
  private var provisionalPlan: RunPlan {
    RunPlan(
      specification: suite.specification, options: options, selected: selection.requirements,
      isPartial: !selection.isWhole || !options.cases.isEmpty, caseNames: plainCaseNames, isTraced: false,
      untracedReason: nil, needingTrace: [], elsewhere: [], faults: nil, libraries: suite.libraries,
      caseCount: plainCaseNames.count)
  }

  /// Finds the subject and how it is to be called.
  private func makeContext() throws(SuiteError) -> CaseContext<Suite> {
    let subject: Subject
    do {
      subject = try Subject(command: options.command, shown: options.isEmbeddedReference ? [] : nil)
    } catch {
      throw .unavailable("\(error)")
    }
    do {
      var context = CaseContext(
        suite, subject, in: try SandboxRoot(), seed: options.seed, deadline: options.timeout,
        keep: options.keep)
      try FirstRun(context).check()
      // A case that is run again by its name shows the program as it is.
      context.samplingSeconds = options.samplingSeconds
      context.usesCheckpoints = options.usesCheckpoints && options.cases.isEmpty
      context.baseline = try suite.baseline(context)
      return context
    } catch let error as SuiteError {
      throw error
    } catch let failure as CaseFailure {
      if case .launch = failure { throw .unavailable("\(failure)") }
      throw .internal("\(failure)")
    } catch {
      throw .internal("\(error)")
    }
  }

  // MARK: Which cases

  private var plainCases: [TestCase<Suite>] { suite.cases(seed: options.seed) }

  /// Whether any selected case may need the subject's calls.
  private var isTracingWanted: Bool {
    if !options.cases.isEmpty {
      let plain = Set(plainCases.map(\.name) + (suite.pool.map { [$0.name] } ?? []))
      return !options.cases.allSatisfy(plain.contains)
    }
    return !selection.requirements.isDisjoint(with: suite.tracedRequirements)
  }

  private func isSelected(_ testCase: TestCase<Suite>) -> Bool {
    isSelected(testCase.name, testCase.requirements)
  }

  private func isSelected(_ name: String, _ requirements: Set<RequirementID>) -> Bool {
    if !options.cases.isEmpty { return options.cases.contains { matches($0, name) } }
    return !selection.requirements.isDisjoint(with: requirements)
  }

  private func matches(_ pattern: String, _ name: String) -> Bool {
    pattern == name || fnmatch(pattern, name, 0) == 0
  }

  /// The cases that are asked for, or that can judge a requirement that is.
  ///
  /// - Throws: `SuiteError.usage` when a pattern matches none.
  private func selectedCases(
    with tracing: Tracing<Suite>, _ baseline: Suite.Baseline
  ) throws(SuiteError) -> [TestCase<Suite>] {
    let all =
      plainCases + tracing.cases(of: suite, oneFaultIn: options.faultShare, seed: options.seed)
    let known = all.map(\.name) + suite.traceCases.map(\.name) + (suite.pool.map { [$0.name] } ?? [])
    for pattern in options.cases where !known.contains(where: { matches(pattern, $0) }) {
      // A case of the subject's calls may well exist, but not now.
      let reason = tracing.unavailableReason.map { "; there are no faults at system calls: \($0)" } ?? ""
      throw .usage("--case \(pattern): no such case (see `mirror conform --list -- COMMAND`)\(reason)")
    }
    // Who asks for a case by its name gets it.
    return all.filter { isSelected($0) && !($0.isSpared && baseline.isSlow && options.cases.isEmpty) }
  }

  // MARK: The pool

  private var poolNames: [String] {
    suite.pool.flatMap { isSelected($0.name, $0.requirements) ? [$0.name] : nil } ?? []
  }

  /// The checks over the samples of the baseline's runs together: the same runs, whatever is selected.
  private func pool(_ samples: [Suite.Sample]) -> [CaseRecord] {
    guard let pool = suite.pool, !poolNames.isEmpty else { return [] }
    return [CaseRecord(name: pool.name, judgements: pool.judge(samples).all)]
  }
}

/// Hands on events one by one, in the order in which they are sent.
private final class EventStream: Sendable {
  private let report: Mutex<@Sendable (SuiteEvent) -> Void>

  init(_ report: @escaping @Sendable (SuiteEvent) -> Void) { self.report = Mutex(report) }

  func send(_ event: SuiteEvent) { report.withLock { $0(event) } }
}

/// Something that is so from a moment on, for all threads.
private final class Flag: Sendable {
  private let value: Atomic<Bool>

  init(_ isSet: Bool) { value = Atomic(isSet) }

  var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }

  func set() { value.store(true, ordering: .sequentiallyConsistent) }
}

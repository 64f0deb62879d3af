internal import Crosscheck
internal import FaultInjection
internal import Glibc
internal import SystemSupport

/// The conformance suite: runs a subject in every case and judges it by every requirement.
public struct Suite: Sendable {
  private let options: SuiteOptions
  private let selection: Selection

  /// Prepares a run.
  ///
  /// - Throws: `SuiteError.usage` when a pattern matches nothing.
  public init(_ options: SuiteOptions) throws(SuiteError) {
    self.options = options
    selection = try Selection(only: options.only, skip: options.skip)
  }

  /// The requirements that are selected, in the order of the specification.
  public var requirements: [Requirement] {
    Catalog.requirements.filter { selection.requirements.contains($0.id) }
  }

  /// The requirements whose violation decides the verdict.
  private var bindingRequirements: Set<RequirementID> {
    Set(
      requirements.filter { $0.level == .must && options.profile.includes($0.profile) }.map(\.id))
  }

  /// The names of the cases that need no recording of the subject, in order.
  public static func caseNames(seed: UInt64) -> [String] {
    plainCases(seed: seed).map(\.name) + [PoolChecks.caseName]
  }

  /// The names of all selected cases for the subject; it is run a few times to find out which calls it makes.
  public func caseNames() throws(SuiteError) -> [String] {
    var context = try makeContext()
    context.usesCheckpoints = false
    let tracing = try Tracing(options, context, isWanted: isTracingWanted)
    return try selectedCases(with: tracing).map(\.name) + (isPoolSelected ? [PoolChecks.caseName] : [])
  }

  /// The names of the selected cases that need no recording of the subject, in order.
  public var plainCaseNames: [String] {
    Self.plainCases(seed: options.seed).filter(isSelected).map(\.name)
      + (isPoolSelected ? [PoolChecks.caseName] : [])
  }

  /// The calls that the subject makes, one line each.
  ///
  /// - Parameter note: is told what is particular about runs with a fault, in words.
  /// - Throws: `SuiteError.unavailable` when calls cannot be traced here.
  public func trace(note: (String) -> Void = { _ in }) throws(SuiteError) -> [String] {
    var options = options
    options.faults = .syscall
    let tracing = try Tracing(options, try makeContext(), isWanted: true)
    guard let campaign = tracing.campaign else { throw .unavailable(tracing.obstacle ?? "") }
    for reason in campaign.refusals { note("every run with a fault starts the command afresh: \(reason)") }
    return campaign.listing
  }

  /// Runs the suite.
  ///
  /// - Parameter progress: is told how far the suite is; called from several threads.
  /// - Throws: `SuiteError` when the subject cannot be started, a case is not known, or the harness itself fails.
  public func run(
    progress: (@Sendable (SuiteProgress) -> Void)? = nil
  ) throws(SuiteError) -> Report {
    let started = monotonicSeconds()
    let counter = ProgressCounter(progress, counted: bindingRequirements)
    let phase = BaselinePhase(try makeContext(), jobs: options.jobs) { counter.advance($0) }
    let tracing = try Tracing(options, phase.context, isWanted: isTracingWanted)
    let cases = try selectedCases(with: tracing)
    let done = Set(phase.records.map(\.name))
    let rest = cases.filter { !done.contains($0.name) }
    counter.setAll(phase.records.count + rest.count)
    let context = phase.context
    let others = parallelMap(rest, jobs: options.jobs) { testCase in
      let record = testCase.run(context)
      counter.advance(record)
      return record
    }
    tracing.campaign?.endCopies()
    if let complaint = (phase.records + others).lazy.compactMap(\.complaint).first {
      throw .internal("the suite was not judged to its end: \(complaint)")
    }
    let records = inOrder(phase.records + others, of: cases) + pool(phase.records)
    let assembly = Assembly(options: options, selection: selection, tracing: tracing)
    let runs = (phase.records + others).reduce(0) { $0 + $1.runs }
    return assembly.report(records: records, runs: runs, seconds: monotonicSeconds() - started)
  }

  /// The records of the cases asked for, in the order of these.
  private func inOrder(_ records: [CaseRecord], of cases: [TestCase]) -> [CaseRecord] {
    let byName = Dictionary(records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return cases.compactMap { byName[$0.name] }
  }

  /// Finds the subject and how it is to be called.
  private func makeContext() throws(SuiteError) -> CaseContext {
    let subject: Subject
    do {
      subject = try Subject(command: options.command, shown: options.isEmbeddedReference ? [] : nil)
    } catch {
      throw .unavailable("\(error)")
    }
    do {
      let yard = try SandboxYard()
      var context = CaseContext(
        subject: subject, yard: yard, seed: options.seed, deadline: options.timeout, baseline: Baseline(),
        keep: options.keep)
      try FirstRun.check(context)
      // A case that is run again by its name shows the program as it is.
      context.usesCheckpoints = options.usesCheckpoints && options.cases.isEmpty
      context.baseline = try Probe.baseline(context)
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

  private static func plainCases(seed: UInt64) -> [TestCase] {
    CaseCatalog.all(seed: seed) + TraceCases.all()
  }

  /// Whether any selected case may need the subject's calls.
  private var isTracingWanted: Bool {
    let plain = Set(CaseCatalog.all(seed: options.seed).map(\.name) + [PoolChecks.caseName])
    if !options.cases.isEmpty { return !options.cases.allSatisfy(plain.contains) }
    return !selection.requirements.isDisjoint(with: FaultCampaign.judged.union(TraceCases.judged))
  }

  private func isSelected(_ testCase: TestCase) -> Bool {
    if !options.cases.isEmpty { return options.cases.contains { Self.matches($0, testCase.name) } }
    return !selection.requirements.isDisjoint(with: testCase.requirements)
  }

  private static func matches(_ pattern: String, _ name: String) -> Bool {
    pattern == name || fnmatch(pattern, name, 0) == 0
  }

  /// The cases that are asked for, or that can judge a requirement that is.
  ///
  /// - Throws: `SuiteError.usage` when a pattern matches none.
  private func selectedCases(with tracing: Tracing) throws(SuiteError) -> [TestCase] {
    let all = CaseCatalog.all(seed: options.seed) + tracing.cases
    for pattern in options.cases {
      let names = all.map(\.name) + Self.plainCases(seed: options.seed).map(\.name) + [PoolChecks.caseName]
      if names.contains(where: { Self.matches(pattern, $0) }) { continue }
      // A case of the subject's calls may well exist, but not now.
      let reason = tracing.obstacle.map { "; there are no faults at system calls: \($0)" } ?? ""
      throw .usage("--case \(pattern): no such case (see `mirror conform --list -- COMMAND`)\(reason)")
    }
    return all.filter(isSelected)
  }

  private var isPoolSelected: Bool {
    if !options.cases.isEmpty { return options.cases.contains { Self.matches($0, PoolChecks.caseName) } }
    return !selection.requirements.isDisjoint(with: PoolChecks.requirements)
  }

  /// The checks over the key pairs of the baseline's runs together: the same runs, whatever is selected.
  private func pool(_ records: [CaseRecord]) -> [CaseRecord] {
    guard isPoolSelected else { return [] }
    var judgements = Judgements()
    PoolChecks.judge(
      records.flatMap(\.facts), interfaces: NetworkInterfaces.addresses(), into: &judgements)
    return [
      CaseRecord(
        name: PoolChecks.caseName, judgements: judgements.all, facts: [], runs: 0, faults: 0, kept: [])
    ]
  }
}

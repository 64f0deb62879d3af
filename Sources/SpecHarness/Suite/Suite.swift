internal import Crosscheck
internal import Glibc
internal import Synchronization

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

  /// The names of the cases that need no recording of the subject, in order.
  public static func caseNames(seed: UInt64) -> [String] {
    (CaseCatalog.all(seed: seed) + TraceCases.all()).map(\.name) + [PoolChecks.caseName]
  }

  /// The names of all cases for the subject; it is run a few times to find out which calls it makes.
  public func caseNames() throws(SuiteError) -> [String] {
    let tracing = try Tracing(options.faults, try makeContext())
    return Self.caseNames(seed: options.seed) + (tracing.campaign?.cases ?? []).map(\.name)
  }

  /// The calls that the subject makes, one line each.
  ///
  /// - Throws: `SuiteError.unavailable` when calls cannot be traced here.
  public func trace() throws(SuiteError) -> [String] {
    let tracing = try Tracing(.syscall, try makeContext())
    guard let campaign = tracing.campaign else { throw .unavailable(tracing.obstacle ?? "") }
    return campaign.listing
  }

  /// Runs the suite.
  ///
  /// - Parameter progress: is told how many of how many cases are done; called from several threads.
  /// - Throws: `SuiteError` when the subject cannot be started, a case is not known, or the harness itself fails.
  public func run(
    progress: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil
  ) throws(SuiteError) -> Report {
    let started = monotonicSeconds()
    if let name = options.caseName, options.faults == .environment { try check(name, among: []) }
    let context = try makeContext()
    let tracing = try Tracing(options.faults, context)
    if let name = options.caseName { try check(name, among: tracing.cases, tracing.obstacle) }
    let cases = selected(CaseCatalog.all(seed: options.seed) + tracing.cases)
    let done = Mutex(0)
    let work = { @Sendable (testCase: TestCase) in
      let began = monotonicSeconds()
      var record = testCase.run(context)
      record.seconds = monotonicSeconds() - began
      let count = done.withLock { count in
        count += 1
        return count
      }
      progress?(count, cases.count)
      return record
    }
    // What is wrong now and then, or always, has to be known before it is blamed on a fault or a race.
    let isFirst = { (testCase: TestCase) in
      testCase.name.hasPrefix(KeyCases.prefix) || testCase.name == DirectoryCases.otherContent
    }
    let keys = parallelMap(cases.filter(isFirst), jobs: options.jobs, work)
    let others = parallelMap(cases.filter { !isFirst($0) }, jobs: options.jobs, work)
    let records = inOrder(keys + others, of: cases)
    let assembly = Assembly(options: options, selection: selection, tracing: tracing)
    return assembly.report(records: records + pool(records), started: started)
  }

  private func inOrder(_ records: [CaseRecord], of cases: [TestCase]) -> [CaseRecord] {
    let places = Dictionary(uniqueKeysWithValues: cases.enumerated().map { ($1.name, $0) })
    return records.sorted { places[$0.name] ?? 0 < places[$1.name] ?? 0 }
  }

  private func check(
    _ name: String, among cases: [TestCase], _ obstacle: String? = nil
  ) throws(SuiteError) {
    let isKnown = Self.caseNames(seed: options.seed).contains(name) || cases.contains { $0.name == name }
    if isKnown { return }
    // A case of the subject's calls may well exist, but not now.
    let reason = obstacle.map { "; there are no faults at system calls: \($0)" } ?? ""
    throw .usage("--case \(name): no such case (see `mirror conform --list -- COMMAND`)\(reason)")
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
        patience: Patience(), keep: options.keep)
      try FirstRun.check(context)
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

  /// The cases that can judge a selected requirement.
  private func selected(_ all: [TestCase]) -> [TestCase] {
    if let name = options.caseName {
      return all.filter { $0.name == name || name == PoolChecks.caseName && $0.name.hasPrefix("key/") }
    }
    if selection.isWhole { return all }
    // Any successful run judges these, so a few cases that succeed are enough for them.
    let bySuccess = !selection.requirements.isDisjoint(with: TestCase.judgedBySuccess)
    return all.filter { testCase in
      !selection.requirements.isDisjoint(with: testCase.requirements)
        || bySuccess && (testCase.name.hasPrefix("key/") || testCase.name.hasPrefix("cli/"))
    }
  }

  /// The checks over the key pairs of all runs together.
  private func pool(_ records: [CaseRecord]) -> [CaseRecord] {
    guard options.caseName == nil || options.caseName == PoolChecks.caseName else { return [] }
    var judgements = Judgements()
    PoolChecks.judge(
      records.flatMap(\.facts), interfaces: NetworkInterfaces.addresses(), into: &judgements)
    return [
      CaseRecord(
        name: PoolChecks.caseName, judgements: judgements.all, facts: [], runs: 0, faults: 0, kept: [])
    ]
  }
}

/// Seconds on a clock that only goes forward.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

internal import Crosscheck
internal import Glibc
internal import Synchronization

/// The conformance suite: runs a subject in every case and judges it by every requirement.
public struct Suite: Sendable {
  private let options: SuiteOptions
  private let selection: Selection

  /// Prepares a run.
  ///
  /// - Throws: `SuiteError.usage` when a pattern or a case name matches nothing.
  public init(_ options: SuiteOptions) throws(SuiteError) {
    self.options = options
    selection = try Selection(only: options.only, skip: options.skip)
    if let name = options.caseName, !Self.caseNames(seed: options.seed).contains(name) {
      throw .usage("--case \(name): no such case (see `mirror conform --list`)")
    }
  }

  /// The names of all cases for a seed, in order.
  public static func caseNames(seed: UInt64) -> [String] {
    CaseCatalog.all(seed: seed).map(\.name) + [PoolChecks.caseName]
  }

  /// Runs the suite.
  ///
  /// - Parameter progress: is told how many of how many cases are done; called from several threads.
  /// - Throws: `SuiteError` when the subject cannot be started or the harness itself fails.
  public func run(progress: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil) throws(SuiteError) -> Report
  {
    let started = monotonicSeconds()
    let context = try makeContext()
    let cases = selectedCases()
    let done = Mutex(0)
    let records = parallelMap(cases, jobs: options.jobs) { testCase in
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
    let assembly = Assembly(options: options, selection: selection)
    return assembly.report(
      records: records + pool(records), started: started, yard: context.yard)
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
      let yard = try SandboxYard(keeping: options.keep)
      var context = CaseContext(
        subject: subject, yard: yard, seed: options.seed, deadline: options.timeout, baseline: Baseline(),
        patience: Patience(), keepsFailing: options.keep != nil)
      context.baseline = try Probe.baseline(context)
      return context
    } catch let failure as CaseFailure {
      if case .launch = failure { throw .unavailable("\(failure)") }
      throw .internal("\(failure)")
    } catch {
      throw .internal("\(error)")
    }
  }

  /// The cases that can judge a selected requirement.
  private func selectedCases() -> [TestCase] {
    let all = CaseCatalog.all(seed: options.seed)
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

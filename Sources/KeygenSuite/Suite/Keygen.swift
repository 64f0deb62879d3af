internal import Crosscheck
package import FaultInjection
package import SpecHarness

/// The suite for programs that make a key pair: `spec/keygen.md`.
package struct Keygen: ConformanceSuite {
  package typealias Baseline = KeygenBaseline
  package typealias Sample = PairFacts
  package typealias Scenario = KeygenScenario
  package typealias Measure = PairMeasure

  package init() {}

  package var specification: Specification { .keygen }

  package var libraries: [String] { KeyChecks.libraries }

  package func invocation(in sandbox: Sandbox, _ baseline: KeygenBaseline) -> Invocation {
    Setting().invocation(in: sandbox, baseline)
  }

  package func isComplete(_ observation: Observation) -> Bool { observation.madePair }

  package func baseline(_ context: CaseContext) throws(CaseFailure) -> KeygenBaseline {
    try Probe.baseline(context)
  }

  package var baselineCases: [TestCase] { KeyCases.all() + [DirectoryCases.withOtherContent] }

  package func cases(seed: UInt64) -> [TestCase] { CaseCatalog.all(seed: seed) }

  package var traceCases: [TestCase] { TraceCases.all() }

  package var pool: SamplePool<PairFacts>? {
    SamplePool(PoolChecks.caseName, PoolChecks.requirements) { facts in
      var judgements = Judgements()
      PoolChecks.judge(facts, interfaces: NetworkInterfaces.addresses(), into: &judgements)
      return judgements
    }
  }
}

package typealias TestCase = SpecHarness.TestCase<Keygen>
package typealias Experiment = SpecHarness.Experiment<Keygen>
package typealias CaseContext = SpecHarness.CaseContext<Keygen>
typealias FaultCase = SpecHarness.FaultCase<KeygenScenario>
typealias CleanRun = SpecHarness.CleanRun<Keygen>
typealias FaultedRun = SpecHarness.FaultedRun<Keygen>

extension TestCase {
  /// - Parameter successes: whether the case has runs without a reason to fail that it judges by all that such runs are
  ///   judged by.
  init(
    _ name: String, _ requirements: [RequirementID], successes: Bool,
    _ body: @escaping @Sendable (inout Experiment) throws(CaseFailure) -> Void
  ) {
    self.init(name, Set(requirements).union(successes ? SuccessChecks.judged : []), body)
  }
}

extension Experiment {
  /// Makes a fresh sandbox, with the output directory in it when the subject needs it there.
  mutating func makeSandbox(
    _ directory: String = Setting.directory, madeBeforehand: Bool? = nil
  ) throws(CaseFailure) -> Sandbox {
    try makeSandbox(
      with: madeBeforehand ?? baseline.needsDirectory ? directory : nil,
      keeping: Set(KeyFile.allCases.map(\.name)))
  }

  /// Runs the subject once and looks at the sandbox before and after.
  mutating func run(_ setting: Setting = Setting(), in sandbox: Sandbox) throws(CaseFailure) -> Observation {
    try run(setting.invocation(in: sandbox, baseline), in: sandbox)
  }

  /// Judges a run that had no reason to fail, and keeps what its key pair says for the checks over many runs.
  @discardableResult
  mutating func judgeSuccess(_ observation: Observation) -> PairFacts? {
    var fresh = Judgements()
    let found = SuccessChecks.judge(observation, into: &fresh)
    judgements.append(fresh)
    guard let found else { return nil }
    samples.append(found)
    return found
  }
}

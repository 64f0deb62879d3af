package import FaultInjection

/// One suite: what it specifies, which runs show it, and how they are judged.
///
/// The harness runs the cases, injects the faults and assembles the report; it knows nothing else of a suite.
package protocol ConformanceSuite: Sendable {
  /// What runs without a fault look like, found out before all else.
  associatedtype Baseline: SubjectBaseline = PlainBaseline
  /// What a case keeps of a run for the checks over many runs; it may be secret, so no record holds it.
  associatedtype Sample: Sendable = Never
  /// The states in which faults are injected.
  associatedtype Scenario: FaultScenario = PlainScenario
  /// What a traced run without a fault leaves, as far as the judge of a faulted run needs it.
  associatedtype Measure: Sendable = Void

  /// What the suite judges by.
  var specification: Specification { get }

  /// The command's ordinary run in a sandbox.
  ///
  /// - Parameter baseline: what is known so far.
  func invocation(in sandbox: Sandbox, _ baseline: Baseline) -> Invocation

  /// Whether a run did what the command is there for, whatever it said.
  func isComplete(_ observation: Observation) -> Bool

  /// Finds out how the subject is to be called.
  func baseline(_ context: CaseContext<Self>) throws(CaseFailure) -> Baseline

  /// The cases that are always run first: what they show is held against no fault.
  var baselineCases: [TestCase<Self>] { get }

  /// All cases that need no recording of the subject, the baseline's among them, in order; the same for the same seed.
  func cases(seed: UInt64) -> [TestCase<Self>]

  /// The cases that only the calls of a run can decide.
  var traceCases: [TestCase<Self>] { get }

  /// The checks over the samples of all baseline cases together.
  var pool: SamplePool<Sample>? { get }

  /// The libraries that judge, with their versions, for the report.
  var libraries: [String] { get }

  // MARK: Faults

  /// The scenarios that are possible, the plainest first.
  func scenarios(_ baseline: Baseline) -> [Scenario]

  /// Makes a sandbox in the state of a scenario.
  func makeSandbox(
    for scenario: Scenario, _ experiment: inout Experiment<Self>
  ) throws(CaseFailure) -> Sandbox

  /// How the subject is run in a scenario.
  func invocation(for scenario: Scenario, in sandbox: Sandbox, _ baseline: Baseline) -> Invocation

  /// Looks at what a traced run without a fault left.
  func measure(_ run: TracedRun) -> Measure

  /// Tells, for content that a run wrote under a temporary name, which of its files it is for.
  func contentRecognizer(for observation: Observation) -> @Sendable ([UInt8]) -> FileLabel?

  /// Every requirement that some fault or some case of the subject's calls may judge.
  var tracedRequirements: Set<RequirementID> { get }

  /// Every requirement that a fault may judge.
  func requirements(of fault: FaultCase<Scenario>) -> [RequirementID]

  /// Judges a run that met a fault; returns what stands in the grid.
  ///
  /// Of a signal it judges by what the run did and left, not by the call at which it was sent: wherever that is, it is one run
  /// as long as the program holds the signal back.
  func judge(
    _ run: FaultedRun<Self>, in experiment: inout Experiment<Self>
  ) throws(CaseFailure) -> FaultGrid.Cell
}

// What a suite need not say.
extension ConformanceSuite {
  package func cases(seed: UInt64) -> [TestCase<Self>] { baselineCases }
  package var baselineCases: [TestCase<Self>] { [] }
  package var traceCases: [TestCase<Self>] { [] }
  package var pool: SamplePool<Sample>? { nil }
  package var libraries: [String] { [] }

  package func contentRecognizer(for observation: Observation) -> @Sendable ([UInt8]) -> FileLabel? {
    { _ in nil }
  }

  package func invocation(for scenario: Scenario, in sandbox: Sandbox, _ baseline: Baseline) -> Invocation {
    invocation(in: sandbox, baseline)
  }
}

extension ConformanceSuite where Scenario == PlainScenario {
  package func scenarios(_ baseline: Baseline) -> [PlainScenario] { [.plain] }
}

extension ConformanceSuite where Measure == Void {
  package func measure(_ run: TracedRun) {}
}

/// What the harness itself needs to know of runs without a fault.
package protocol SubjectBaseline: Sendable {
  /// Nothing is known yet.
  init()
  /// Whether a run without a fault succeeds.
  var succeeds: Bool { get }
  /// Whether the first runs reached their deadline.
  var hangs: Bool { get }
  /// Whether a run takes so long that many of them would take minutes.
  var isSlow: Bool { get }
  /// Whether processes outlived the first runs.
  var leavesProcesses: Bool { get }
  /// What runs without a fault violate, always or now and then; no fault is blamed for it.
  var violations: Set<RequirementID> { get set }
}

/// Checks that look at the samples of many runs together.
package struct SamplePool<Sample: Sendable>: Sendable {
  /// The name under which the findings of these checks stand.
  package let name: String
  package let requirements: Set<RequirementID>
  /// Judges all samples.
  package let judge: @Sendable ([Sample]) -> Judgements

  package init(
    _ name: String, _ requirements: [RequirementID], judge: @escaping @Sendable ([Sample]) -> Judgements
  ) {
    self.name = name
    self.requirements = Set(requirements)
    self.judge = judge
  }
}

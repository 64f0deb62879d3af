internal import SystemSupport

/// The first part of every run of the suite, whatever is selected: how the subject is called, and what its runs without
/// a fault look like.
struct BaselinePhase<Suite: ConformanceSuite>: Sendable {
  /// The context of all later cases.
  let context: CaseContext<Suite>
  /// The cases that were run for it; each of them judges as any other case does.
  let outcomes: [CaseOutcome<Suite.Sample>]

  /// Runs the phase.
  ///
  /// - Parameters:
  ///   - context: with what the first runs found out.
  ///   - run: runs a case and tells others of it.
  init(
    _ context: CaseContext<Suite>, jobs: Int,
    run: @escaping @Sendable (TestCase<Suite>, CaseContext<Suite>) -> CaseOutcome<Suite.Sample>
  ) {
    outcomes = parallelMap(context.suite.baselineCases, jobs: jobs) { run($0, context) }
    var context = context
    context.baseline.violations = outcomes.reduce(into: []) { $0.formUnion($1.record.violated) }
    self.context = context
  }
}

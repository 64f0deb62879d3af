internal import Crosscheck
internal import SystemSupport

/// The first part of every run of the suite, whatever is selected: how the subject is called, and what its runs without
/// a fault look like.
struct BaselinePhase: Sendable {
  /// The context of all later cases.
  let context: CaseContext
  /// The cases that were run for it; each of them judges as any other case does.
  let records: [CaseRecord]

  /// The cases of the phase: those that show what is wrong now and then, or always.
  static func cases() -> [TestCase] { KeyCases.all() + [DirectoryCases.withOtherContent] }

  /// Runs the phase.
  ///
  /// - Parameters:
  ///   - context: with what the first runs found out.
  ///   - done: is called with each record as it comes.
  init(_ context: CaseContext, jobs: Int, done: @escaping @Sendable (CaseRecord) -> Void = { _ in }) {
    records = parallelMap(Self.cases(), jobs: jobs) { testCase in
      let record = testCase.run(context)
      done(record)
      return record
    }
    var context = context
    context.baseline.violations = Set(records.flatMap(\.judgements).filter(\.isViolated).map(\.requirement))
    self.context = context
  }
}

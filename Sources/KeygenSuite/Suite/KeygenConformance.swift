public import SpecHarness

/// One run of the suite for key generators: it runs a subject in every case and judges it by every requirement of
/// `spec/keygen.md`.
public struct KeygenConformance: Conformance {
  /// What decides the verdict.
  public let profile: Profile
  private let run: SuiteRun<Keygen>

  /// Prepares a run.
  ///
  /// - Throws: `SuiteError.usage` when a pattern matches nothing.
  public init(_ options: SuiteOptions) throws(SuiteError) {
    profile = options.profile
    run = try SuiteRun(Keygen(), options)
  }

  /// `Specification.keygen`.
  public var specification: Specification { .keygen }

  /// The requirements that are selected, in the order of the specification.
  public var requirements: [Requirement] { run.requirements }

  /// The names of all selected cases for the subject; it is run a few times to find out which calls it makes.
  public func caseNames() throws(SuiteError) -> [String] { try run.caseNames() }

  /// The names of the selected cases that need no recording of the subject, in order.
  public var plainCaseNames: [String] { run.plainCaseNames }

  /// The calls that the subject makes, one line each.
  ///
  /// - Parameter note: is told what is particular about runs with a fault, in words.
  /// - Throws: `SuiteError.unavailable` when calls cannot be traced here.
  public func trace(note: (String) -> Void = { _ in }) throws(SuiteError) -> [String] {
    try run.trace(note: note)
  }

  /// Runs the suite.
  ///
  /// - Parameter report: is told what happens, one event after the other, from several threads.
  /// - Throws: `SuiteError` when the subject cannot be started, a case is not known, or the harness itself fails.
  public func run(
    _ report: @escaping @Sendable (SuiteEvent) -> Void = { _ in }
  ) throws(SuiteError) -> Report {
    try run.run(report)
  }
}

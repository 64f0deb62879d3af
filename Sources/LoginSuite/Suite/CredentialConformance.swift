public import SpecHarness

/// One run of a suite for programs that store a registry credential, by `spec/login.md`.
public struct CredentialConformance: Conformance {
  /// `Specification.login` or `Specification.store`.
  public let specification: Specification
  /// What decides the verdict.
  public let profile: Profile
  private let run: SuiteRun<CredentialSuite>

  /// Prepares a run of the suite `login`: the subject takes a configuration by `-f FILE`.
  ///
  /// - Throws: `SuiteError.usage` when a pattern matches nothing.
  public static func login(_ options: SuiteOptions) throws(SuiteError) -> CredentialConformance {
    try CredentialConformance(CredentialSuite(.login, seed: options.seed), options)
  }

  /// Prepares a run of the suite `store`: the subject is called as it is given, with `{config}`, `{host}` and `{user}`
  /// replaced, and the secret on standard input.
  ///
  /// - Parameters:
  ///   - options: what is asked of the run.
  ///   - hosts: what `{host}` stands for, one after the other; none for names that lead nowhere.
  /// - Throws: `SuiteError.usage` when a pattern matches nothing.
  public static func store(
    _ options: SuiteOptions, hosts: [String] = []
  ) throws(SuiteError) -> CredentialConformance {
    try CredentialConformance(CredentialSuite(.store, hosts: hosts, seed: options.seed), options)
  }

  private init(_ suite: CredentialSuite, _ options: SuiteOptions) throws(SuiteError) {
    specification = suite.specification
    profile = options.profile
    var options = options
    options.suiteWords = suite.words
    run = try SuiteRun(suite, options)
  }

  /// The requirements that are selected, in the order of the specification.
  public var requirements: [Requirement] { run.requirements }

  /// The names of the selected cases that need no recording of the subject, in order.
  public var plainCaseNames: [String] { run.plainCaseNames }

  /// The names of all selected cases for the subject; it is run a few times to find out which calls it makes.
  public func caseNames() throws(SuiteError) -> [String] { try run.caseNames() }

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

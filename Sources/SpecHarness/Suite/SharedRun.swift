internal import Synchronization

/// One run of a suite for many tests: it begins when the first of them asks, and every one gets the same report.
///
/// ```swift
/// let keygen = SharedRun(try KeygenConformance(SuiteOptions(command: ["./my-keygen"])))
///
/// @Test(arguments: try keygen.requirements)
/// func conforms(to requirement: Requirement) async throws {
///   for problem in try await keygen.problems(with: requirement) { Issue.record("\(problem)") }
/// }
/// ```
///
/// Tests may ask in any order and at the same time. A run that could not be made fails each of them with the same error.
public final class SharedRun<Suite: Conformance>: Sendable {
  private let suite: Result<Suite, SuiteError>
  private let task = Mutex<Task<Result<Report, SuiteError>, Never>?>(nil)

  /// Says which run it is; nothing is run yet.
  ///
  /// - Parameter suite: prepares the run. What it throws is thrown by every other member, so that this can be the value of
  ///   a global variable.
  public init(_ suite: @autoclosure () throws(SuiteError) -> Suite) {
    self.suite = Result(catching: suite)
  }

  /// The requirements that decide the verdict, in the order of the specification: the arguments of a parameterized test.
  ///
  /// Every selected MUST of the profile is among them, and nothing that a passing test would say too much of: a test of each
  /// passes only when the run has judged the requirement and found nothing that ``SuiteOptions/knownFailures`` does not have.
  ///
  /// - Throws: ``SuiteError/usage(_:)`` when the options name no requirement.
  public var requirements: [Requirement] {
    get throws(SuiteError) { try suite.get().bindingRequirements }
  }

  /// What the run says of the subject; the first call makes the run, which takes seconds or minutes.
  ///
  /// - Throws: what ``Conformance/report(_:)`` throws.
  public func report() async throws(SuiteError) -> Report {
    let suite = try suite.get()
    let task = task.withLock { task in
      let current = task ?? Task.detached { await Self.outcome(of: suite) }
      task = current
      return current
    }
    return try await task.value.get()
  }

  /// What a test of a requirement has to tell, as ``Report/problems(with:)`` says it; the first call makes the run.
  ///
  /// - Parameter requirement: one of ``requirements``.
  /// - Throws: what ``Conformance/report(_:)`` throws.
  public func problems(with requirement: Requirement) async throws(SuiteError) -> [Report.Problem] {
    try await report().problems(with: requirement.id)
  }

  private static func outcome(of suite: Suite) async -> Result<Report, SuiteError> {
    do throws(SuiteError) {
      return .success(try await suite.report())
    } catch {
      return .failure(error)
    }
  }
}

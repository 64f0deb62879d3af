/// One run of a suite, whichever it is.
public protocol Conformance: Sendable {
  /// What the suite judges by.
  var specification: Specification { get }
  /// The requirements that are selected, in the order of the specification.
  var requirements: [Requirement] { get }
  /// What decides the verdict.
  var profile: Profile { get }
  /// The names of the selected cases that need no recording of the subject, in order.
  var plainCaseNames: [String] { get }
  /// The names of all selected cases for the subject; it is run a few times to find out which calls it makes.
  func caseNames() throws(SuiteError) -> [String]
  /// The calls that the subject makes, one line each.
  ///
  /// - Parameter note: is told what is particular about runs with a fault, in words.
  func trace(note: (String) -> Void) throws(SuiteError) -> [String]
  /// Runs the suite.
  ///
  /// - Parameter report: is told what happens, one event after the other, from several threads.
  /// - Throws: `SuiteError` when the subject cannot be started, a case is not known, or the harness itself fails.
  func run(_ report: @escaping @Sendable (SuiteEvent) -> Void) throws(SuiteError) -> Report
}

extension Conformance {
  /// The selected requirements that decide the verdict: every MUST of the profile, in the order of the specification.
  public var bindingRequirements: [Requirement] { requirements.filter(profile.isBound) }
}

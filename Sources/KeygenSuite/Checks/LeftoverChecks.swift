internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// KG-ROLL-4, -6 and -7 of a run that failed, whatever made it fail: the one judge of its report and of what is left.
enum LeftoverChecks {
  /// Why nothing can be said of KG-ROLL-6.
  static let carelessness = "runs without a fault change other content, too (KG-DIR-2)"

  /// KG-ROLL-4: a status, a message, an end.
  static func judgeReport(
    _ observation: Observation, moment: String, observed: String, into judgements: inout Judgements
  ) {
    let failed = observation.ending.isRefusal
    let text: String =
      switch observation.ending {
      case .exited: failed ? "failed without a message" : "a failure is not reported"
      case .signaled: "a failure makes the command crash"
      case .timedOut, .flooded: "a failure makes the command hang"
      }
    judgements.expect(
      .roll4, failed && observation.result.standardError.contains { $0 > 32 }, text, moment: moment,
      expected: "a status other than 0 and a message on standard error, in finite time", observed: observed)
  }

  /// KG-CLI-2: success is reported of a complete pair only.
  static func judgeFalseSuccess(
    _ observation: Observation, moment: String, left: String, into judgements: inout Judgements
  ) {
    judgements.violate(
      .cli2, "success is reported without a complete pair", moment: moment,
      expected: "a status other than 0, or a complete, correct pair",
      observed: "\(observation.ending); left: \(left)")
  }

  /// KG-ROLL-6: what was there before is as it was.
  ///
  /// - Parameter isCareless: whether a run without a fault changes other content, too: what becomes of it then says
  ///   nothing of the rollback.
  static func judgeTouched(
    _ touched: [String], isCareless: Bool, _ message: String, moment: String,
    into judgements: inout Judgements
  ) {
    if touched.isEmpty, isCareless { return judgements.markUndecided(.roll6, carelessness) }
    judgements.expect(
      .roll6, touched.isEmpty, message, moment: moment,
      expected: "everything that was there is left as it was",
      observed: "removed or changed: \(list(touched))")
  }

  /// KG-ROLL-7: nothing but the pair is left.
  static func judgeUnexpectedFiles(
    _ files: [String], _ message: String, moment: String, into judgements: inout Judgements
  ) {
    judgements.expect(
      .roll7, files.isEmpty, message, moment: moment, expected: "no temporary or lock file",
      observed: list(files))
  }

  /// KG-ROLL-1 to -3: a file of the pair that must be gone.
  static func expectGone(
    _ requirement: RequirementID, _ holds: Bool, _ message: String, moment: String,
    _ observation: Observation, left: String, into judgements: inout Judgements
  ) {
    judgements.expect(
      requirement, holds, message, moment: moment, expected: "nothing of a failed run is left",
      observed: "\(observation.ending); left: \(left)")
  }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// What must hold of a run that had to refuse: KG-CLI-2, KG-CLI-4, and that nothing was written.
enum RefusalChecks {
  /// Judges a run that must not succeed.
  ///
  /// - Parameters:
  ///   - requirement: what is violated when the run goes ahead instead of refusing.
  ///   - writing: what is violated when the run refuses but writes all the same.
  ///   - reason: why it had to refuse, for the message.
  static func judge(
    _ observation: Observation, _ requirement: RequirementID, writing: RequirementID, reason: String,
    into judgements: inout Judgements
  ) {
    // The time of a directory is not compared, so whatever is left in these lists was done by the run.
    let written = observation.changes.created
    let touched = observation.touched
    let ending = observation.ending
    let wentAhead = ending.isSuccess && !(written.isEmpty && touched.isEmpty)
    judgements.expect(
      requirement, ending.isRefusal, "\(deed(ending, wentAhead: wentAhead)) although \(reason)",
      expected: "a refusal: exit status other than 0 and nothing written",
      observed: "\(observation.summary)\(written.isEmpty ? "" : "; wrote \(list(written))")"
        + (touched.isEmpty ? "" : "; changed \(list(touched))"))
    guard !wentAhead, !ending.isEndless else { return }
    judgements.expect(
      .cli2, ending.isRefusal, "a refusal does not show in the exit status",
      expected: "an exit status other than 0",
      observed: "\(ending), although \(reason)")
    if writing != requirement || !written.isEmpty {
      judgements.expect(
        writing, written.isEmpty, "refused, but wrote", expected: "nothing is written when \(reason)",
        observed: "\(ending); wrote \(list(written))")
    }
    judgeMessage(observation, reason: reason, into: &judgements)
  }

  /// What the run did instead of refusing, in words.
  private static func deed(_ ending: Ending, wentAhead: Bool) -> String {
    switch ending {
    case .exited(0): wentAhead ? "went ahead" : "reported success without doing anything"
    case .exited: "refused"
    case .signaled: "crashed"
    case .timedOut, .flooded: "no end"
    }
  }

  /// KG-CLI-4: an explanation on standard error, and no success line for a file that is not there.
  static func judgeMessage(_ observation: Observation, reason: String, into judgements: inout Judgements) {
    judgements.expect(
      .cli4, observation.result.standardError.contains { $0 > 32 }, "failed without a word on standard error",
      expected: "an explanation on standard error",
      observed: "\(observation.ending) and an empty standard error, although \(reason)")
    judgeSuccessLines(observation, into: &judgements)
  }

  /// KG-CLI-4, second half: a success line is a lie when the file is not there.
  static func judgeSuccessLines(_ observation: Observation, into judgements: inout Judgements) {
    let lines = SuccessLine.all(in: observation.result.standardOutput)
    let missing = lines.filter { !$0.exists(in: observation) }
    judgements.expect(
      .cli4, missing.isEmpty, "a success line names a file that is not there",
      expected: "no success line for a file that is not there",
      observed: missing.map { "\"\($0.file.successPrefix)\(printable($0.path))\"" }.joined(separator: ", "))
  }
}

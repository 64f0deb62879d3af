internal import SystemSupport

extension CaseRecord {
  /// A line on a case that has ended, for who wants to see every one.
  ///
  /// - Parameters:
  ///   - known: the failures that the user knows of.
  ///   - layout: colours, and the width of the terminal.
  public func line(_ known: KnownFailureList?, _ layout: TextLayout) -> String {
    let violated = violated(beyond: known)
    let time = "\((seconds * 100).rounded() / 100) s"
    let (word, status): (String, RequirementResult.Status) =
      !violated.isEmpty ? ("FAIL", .fail) : isUndecided ? ("SKIP", .skip) : ("ok", .pass)
    let ids = violated.isEmpty ? "" : " " + violated.sorted().map(\.rawValue).joined(separator: " ")
    return "\(layout.paint(word.padded(to: 4), status)) \(terminalSafe(name))\(ids) (\(time))"
  }

  /// The violations that the user does not know of, one line for each requirement that has none yet.
  ///
  /// - Parameters:
  ///   - seen: the requirements that have a line already; those of this case are added.
  ///   - plan: of the run.
  ///   - layout: colours, and the width of the terminal.
  public func news(
    beyond seen: inout Set<RequirementID>, _ plan: RunPlan, _ layout: TextLayout
  ) -> [String] {
    var lines: [String] = []
    for judgement in judgements {
      guard case .violated(let violation) = judgement.outcome, seen.insert(judgement.requirement).inserted,
        plan.options.knownFailures?.entry(for: judgement.requirement, in: name) == nil
      else { continue }
      let binds = plan.bindingRequirements.contains(judgement.requirement)
      lines += layout.lines(
        terminalSafe(" \(violation.message) (\(name))"),
        lead: "\(binds ? "FAIL" : "WARN") \(judgement.requirement):",
        leadStatus: binds ? .fail : .warn, hanging: 5)
    }
    return lines
  }
}

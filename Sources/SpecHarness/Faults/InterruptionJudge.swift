internal import FaultInjection

/// Judges a run that a signal ended, or was to end.
struct InterruptionJudge {
  let fault: FaultCase
  let run: TracedRun
  let state: PairState
  /// What is wrong with the pairs of runs without a fault.
  let flaws: Set<RequirementID>
  private var observation: Observation { run.observation }

  func judge(into judgements: inout Judgements) -> FaultGrid.Cell {
    let before = judgements.all.count
    if case .kill = fault.fault { judgeKill(into: &judgements) } else { judgeSignal(into: &judgements) }
    state.judgeTouched(message("changed what the run did not create"), into: &judgements)
    if judgements.all[before...].contains(where: \.isViolated) { return .fail }
    return state.isCorrect ? .tolerated : .pass
  }

  private func message(_ text: String) -> String { "\(text) (\(fault.fault) \(fault.call.name))" }

  /// KG-ROLL-8: a complete pair or nothing, and an end.
  private func judgeSignal(into judgements: inout Judgements) {
    let isNothing = !observation.made(.privateSet) && !observation.made(.publicSet)
    let ended = observation.ending != .timedOut && observation.ending != .flooded
    judgements.expect(
      .roll8, ended && (isNothing || state.isCorrect) && state.strangers.isEmpty,
      message(ended ? "an interrupted run leaves a part" : "an interrupted run does not end"),
      expected: "a complete pair or nothing",
      observed: "\(observation.ending); left: \(state.description)")
  }

  /// KG-ROLL-9: no private key without its public counterpart.
  ///
  /// An empty file holds no key.
  private func judgeKill(into judgements: inout Judgements) {
    let holdsSomething = observation.made(.privateSet) && (observation.entry(.privateSet)?.size ?? 0) > 0
    // Where no set can be read anyway, a whole file is all that can be asked for.
    let areUnreadable = !flaws.isDisjoint(with: [.jwks1, .jwks2])
    let fits =
      areUnreadable
      ? state.remains.publicSet == .complete
      : isKeySet(.privateSet) ? state.isMatching : isKeySet(.publicSet)
    judgements.expect(
      .roll9, !holdsSomething || fits, message("a killed run leaves a private key alone"),
      expected: "no privkey.json without its pubkey.json",
      observed: "left: \(state.remains.description)")
  }

  private func isKeySet(_ file: KeyFile) -> Bool {
    guard observation.made(file), let content = observation.content(file) else { return false }
    var ignored = Judgements()
    return KeySetChecks.judge(content, file, into: &ignored) != nil
  }
}

internal import FaultInjection
internal import SpecHarness

/// Judges a run that a signal ended, or was to end.
struct InterruptionJudge {
  let state: PairState
  /// What is wrong with the pairs of runs without a fault.
  let known: Set<RequirementID>
  private var observation: Observation { state.observation }

  init(state: PairState, known: Set<RequirementID>) {
    self.state = state
    self.known = known
  }

  func judge(into judgements: inout Judgements) -> FaultGrid.Cell {
    let before = judgements.all.count
    if case .kill = state.run.fault.fault {
      judgeKill(into: &judgements)
    } else {
      judgeSignal(into: &judgements)
    }
    state.judgeTouched(into: &judgements)
    if judgements.all[before...].contains(where: \.isViolated) { return .fail }
    return state.isCorrect ? .tolerated : .pass
  }

  /// KG-ROLL-8: a complete pair or nothing, and an end.
  private func judgeSignal(into judgements: inout Judgements) {
    let isNothing = !observation.made(.privateSet) && !observation.made(.publicSet)
    let ended = !observation.ending.isEndless
    judgements.expect(
      .roll8, ended && (isNothing || state.isCorrect) && state.unexpectedFiles.isEmpty,
      ended ? "an interrupted run leaves a part" : "an interrupted run does not end", moment: state.moment,
      expected: "a complete pair or nothing",
      observed: "\(observation.ending); left: \(state.description)")
  }

  /// KG-ROLL-9: no private key without its public counterpart.
  ///
  /// An empty file holds no key.
  private func judgeKill(into judgements: inout Judgements) {
    let holdsSomething = observation.made(.privateSet) && (observation.entry(.privateSet)?.size ?? 0) > 0
    // Where no set can be read anyway, a whole file is all that can be asked for.
    let areUnreadable = !known.isDisjoint(with: [.jwks1, .jwks2])
    let fits =
      areUnreadable
      ? state.leftovers.publicSet == .complete
      : isKeySet(.privateSet) ? state.isMatching : isKeySet(.publicSet)
    judgements.expect(
      .roll9, !holdsSomething || fits, "a killed run leaves a private key alone", moment: state.moment,
      expected: "no privkey.json without its pubkey.json",
      observed: "left: \(state.leftovers.description)")
  }

  private func isKeySet(_ file: KeyFile) -> Bool {
    guard observation.made(file), let content = observation.content(file) else { return false }
    var ignored = Judgements()
    return KeySetChecks.judge(content, file, into: &ignored) != nil
  }
}

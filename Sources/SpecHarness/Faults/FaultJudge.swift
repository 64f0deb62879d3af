/// Judges a run in which a call failed or fell short.
struct FaultJudge {
  let fault: FaultCase
  let run: TracedRun
  let clean: CleanRun
  let state: PairState
  private var observation: Observation { run.observation }
  var hung: Bool { observation.ending == .timedOut || observation.ending == .flooded }

  /// Judges the run, all but the retry; returns what stands in the grid.
  func judge(into judgements: inout Judgements) -> FaultGrid.Cell {
    let before = judgements.all.count
    let tolerated = observation.ending.isSuccess && state.isCorrect
    if tolerated {
      judgeTolerated(into: &judgements)
    } else {
      judgeReport(into: &judgements)
      // What a run left that had to be ended says nothing of its rollback.
      if !hung {
        judgeRemains(into: &judgements)
        RefusalChecks.judgeSuccessLines(observation, into: &judgements)
      }
    }
    state.judgeTouched(message("changed what the run did not create"), into: &judgements)
    if judgements.all[before...].contains(where: \.isViolated) { return .fail }
    return tolerated ? .tolerated : .pass
  }

  private func message(_ text: String) -> String { "\(text) (\(fault.fault) at \(fault.call.name))" }

  private func judgeTolerated(into judgements: inout Judgements) {
    judgements.expect(
      .roll4, !(fault.canLoseData && LostWrite.isIgnored(run, fault, clean)),
      message("a lost write is not reported"),
      expected: "a status other than 0, or the file written again or read back",
      observed: "\(observation.ending) right after the error")
    for requirement in fault.requirements where [.roll1, .roll2, .roll3].contains(requirement) {
      judgements.hold(requirement)
    }
    judgements.expect(
      .roll7, state.strangers.isEmpty, message("other files are left"), expected: "no temporary or lock file",
      observed: list(state.strangers))
  }

  /// KG-ROLL-4: a status, a message, an end.
  private func judgeReport(into judgements: inout Judgements) {
    let failed = observation.ending.isRefusal
    let text: String =
      switch observation.ending {
      case .exited: failed ? "failed without a message" : "a failure is not reported"
      case .signaled: "a failure makes the command crash"
      case .timedOut, .flooded: "a failure makes the command hang"
      }
    judgements.expect(
      .roll4, failed && observation.result.standardError.contains { $0 > 32 }, message(text),
      expected: "a status other than 0 and a message on standard error, in finite time",
      observed: "\(observation.summary); left: \(state.remains.description)")
  }

  /// KG-ROLL-1, 2, 3 and 7: what is left.
  private func judgeRemains(into judgements: inout Judgements) {
    let privateLeft = state.isLeft(.privateSet, observation)
    let publicLeft = state.isLeft(.publicSet, observation)
    let observed = "\(observation.ending); left: \(state.remains.description)"
    let nothing = "nothing of a failed run is left"
    switch fault.concern {
    case .privateSet:
      judgements.expect(
        .roll3, !privateLeft && !publicLeft,
        message(privateLeft ? "privkey.json is left of a failed run" : "pubkey.json is left of a failed run"),
        expected: nothing, observed: observed)
    case .publicSet, .directory:
      judgements.expect(
        .roll1, !privateLeft, message("privkey.json is left of a failed run"), expected: nothing,
        observed: observed)
      // Beside a private key that is left a complete public one is no harm of its own; alone it is, since what was to be
      // written with it is not there.
      judgements.expect(
        .roll2, !publicLeft || state.remains.isCompletePair, message("pubkey.json is left of a failed run"),
        expected: nothing, observed: observed)
    }
    judgements.expect(
      .roll7, state.strangers.isEmpty, message("other files are left of a failed run"),
      expected: "no temporary or lock file", observed: list(state.strangers))
  }
}

extension Judgement {
  var isViolated: Bool {
    if case .violated = outcome { true } else { false }
  }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// Judges a run in which a call failed or fell short.
struct FaultJudge {
  let state: PairState
  private var run: FaultedRun { state.run }
  private var observation: Observation { state.observation }

  init(state: PairState) { self.state = state }

  /// Whether the run made the pair and failed in nothing but clearing away what it had needed for that.
  var onlyTidyingFailed: Bool { run.fault.isRemoval && state.isCorrect }

  /// Judges the run, all but the retry; returns what stands in the grid.
  func judge(into judgements: inout Judgements) -> FaultGrid.Cell {
    let before = judgements.all.count
    let tolerated = observation.ending.isSuccess && state.isCorrect
    if tolerated {
      judgeTolerated(into: &judgements)
    } else {
      state.judgeReport(into: &judgements)
      if observation.ending.isSuccess, !state.isMatching {
        LeftoverChecks.judgeFalseSuccess(
          observation, moment: run.moment, left: state.description, into: &judgements)
      }
      // What a run left that had to be ended says nothing of its rollback.
      if !run.hung {
        judgeLeftovers(into: &judgements)
        RefusalChecks.judgeSuccessLines(observation, into: &judgements)
      }
    }
    state.judgeTouched(into: &judgements)
    if judgements.all[before...].contains(where: \.isViolated) { return .fail }
    return tolerated ? .tolerated : .pass
  }

  private func judgeTolerated(into judgements: inout Judgements) {
    judgements.expect(
      .roll4, !run.ignoresLostWrite, "a lost write is not reported", moment: run.moment,
      expected: "a status other than 0, or the file written again or read back",
      observed: "\(observation.ending) right after the error")
    if !run.fault.isRemoval { for requirement in concerned { judgements.hold(requirement) } }
    state.judgeUnexpectedFiles("other files are left", into: &judgements)
  }

  /// The requirements on what is left that the call's file decides.
  private var concerned: [RequirementID] {
    if run.isAmbiguous { return [] }
    return run.fault.concern == .privkey ? [.roll3] : [.roll1, .roll2]
  }

  /// KG-ROLL-1, 2, 3 and 7: what is left.
  private func judgeLeftovers(into judgements: inout Judgements) {
    if !onlyTidyingFailed { judgePair(into: &judgements) }
    state.judgeUnexpectedFiles("other files are left \(ofTheRun)", into: &judgements)
  }

  private func judgePair(into judgements: inout Judgements) {
    let privateLeft = state.isLeft(.privateSet)
    let publicLeft = state.isLeft(.publicSet)
    if run.isAmbiguous {
      for (requirement, violated, text) in state.leftovers.verdicts {
        expectGone(requirement, !violated || !(privateLeft || publicLeft), text, into: &judgements)
      }
    } else if run.fault.concern == .privkey {
      let file = privateLeft ? KeyFile.privateSet : .publicSet
      expectGone(.roll3, !privateLeft && !publicLeft, message(file), into: &judgements)
    } else {
      expectGone(.roll1, !privateLeft, message(.privateSet), into: &judgements)
      // A whole public file is no partial one: that it blocks the next run is KG-ROLL-5's.
      expectGone(
        .roll2, !publicLeft || state.leftovers.publicSet == .complete, message(.publicSet), into: &judgements)
    }
  }

  private func expectGone(
    _ requirement: RequirementID, _ holds: Bool, _ message: String, into judgements: inout Judgements
  ) {
    LeftoverChecks.expectGone(
      requirement, holds, message, moment: run.moment, observation, left: state.description, into: &judgements
    )
  }

  private func message(_ file: KeyFile) -> String {
    let left = file == .privateSet ? state.leftovers.privateSet : state.leftovers.publicSet
    return "\(left == .partial ? "a partial " : "")\(file.name) is left \(ofTheRun)"
  }

  private var ofTheRun: String {
    observation.ending.isSuccess ? "of a run that failed but reports success" : "of a failed run"
  }
}

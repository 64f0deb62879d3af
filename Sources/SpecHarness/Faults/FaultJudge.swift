internal import FaultInjection
internal import SystemSupport

/// Judges a run in which a call failed or fell short.
struct FaultJudge {
  let fault: FaultCase
  let run: TracedRun
  let clean: CleanRun
  let state: PairState
  /// Whether it is open which of the two files the call was about.
  let isAmbiguous: Bool
  private var observation: Observation { run.observation }
  var hung: Bool { observation.ending == .timedOut || observation.ending == .flooded }

  /// Whether the run made the pair and failed in nothing but clearing away what it had needed for that.
  var onlyTidyingFailed: Bool { fault.isRemoval && state.isCorrect }

  /// Judges the run, all but the retry; returns what stands in the grid.
  func judge(into judgements: inout Judgements) -> FaultGrid.Cell {
    let before = judgements.all.count
    let tolerated = observation.ending.isSuccess && state.isCorrect
    if tolerated {
      judgeTolerated(into: &judgements)
    } else {
      judgeReport(into: &judgements)
      if observation.ending.isSuccess, !state.isMatching {
        judgements.violate(
          .cli2, message("success is reported without a complete pair"),
          expected: "a status other than 0, or a complete, correct pair",
          observed: "\(observation.ending); left: \(state.description)")
      }
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

  /// The requirements on what is left that the call's file decides.
  private var concerned: [RequirementID] {
    if isAmbiguous { return [] }
    return fault.concern == .privateSet ? [.roll3] : [.roll1, .roll2]
  }

  private func message(_ text: String) -> String { "\(text) (\(fault.fault) at \(fault.call.name))" }

  private func judgeTolerated(into judgements: inout Judgements) {
    judgements.expect(
      .roll4, !(fault.canLoseData && LostWrite.isIgnored(run, fault, clean)),
      message("a lost write is not reported"),
      expected: "a status other than 0, or the file written again or read back",
      observed: "\(observation.ending) right after the error")
    if !fault.isRemoval { for requirement in concerned { judgements.hold(requirement) } }
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
      observed: "\(observation.summary); left: \(state.description)")
  }

  /// KG-ROLL-1, 2, 3 and 7: what is left.
  private func judgeRemains(into judgements: inout Judgements) {
    let privateLeft = state.isLeft(.privateSet, observation)
    let publicLeft = state.isLeft(.publicSet, observation)
    if !onlyTidyingFailed {
      if isAmbiguous {
        for (requirement, violated, text) in state.remains.verdicts {
          judgements.expect(
            requirement, !violated || !(privateLeft || publicLeft), message(text),
            expected: "nothing of a failed run is left",
            observed: "\(observation.ending); left: \(state.description)")
        }
      } else if fault.concern == .privateSet {
        expectGone(
          .roll3, !privateLeft && !publicLeft, privateLeft ? .privateSet : .publicSet, into: &judgements)
      } else {
        expectGone(.roll1, !privateLeft, .privateSet, into: &judgements)
        // A whole public file is no partial one: that it blocks the next run is KG-ROLL-5's.
        expectGone(
          .roll2, !publicLeft || state.remains.publicSet == .complete, .publicSet, into: &judgements)
      }
    }
    judgements.expect(
      .roll7, state.strangers.isEmpty, message("other files are left \(ofTheRun)"),
      expected: "no temporary or lock file", observed: list(state.strangers))
  }

  private func expectGone(
    _ requirement: RequirementID, _ holds: Bool, _ file: KeyFile, into judgements: inout Judgements
  ) {
    let remains = state.remains
    let isPartial = (file == .privateSet ? remains.privateSet : remains.publicSet) == .partial
    judgements.expect(
      requirement, holds, message("\(isPartial ? "a partial " : "")\(file.name) is left \(ofTheRun)"),
      expected: "nothing of a failed run is left",
      observed: "\(observation.ending); left: \(state.description)")
  }

  private var ofTheRun: String {
    observation.ending.isSuccess ? "of a run that failed but reports success" : "of a failed run"
  }
}

extension Judgement {
  var isViolated: Bool {
    if case .violated = outcome { true } else { false }
  }

  /// Why nothing could be told, if so.
  var openReason: String? {
    if case .undecided(let reason) = outcome { reason } else { nil }
  }
}

internal import FaultInjection
internal import SystemSupport

/// Judges a run that found somebody else's file where it was about to make its own.
struct RivalJudge {
  let fault: FaultCase
  let run: TracedRun
  let state: PairState
  private var observation: Observation { run.observation }

  func judge(into judgements: inout Judgements) -> FaultGrid.Cell {
    let before = judgements.all.count
    let entry = observation.entry(file)
    let isUnharmed = entry?.kind == .file && entry?.content == Rival.contents
    let observed = "\(observation.summary); \(file.name): \(entry.map { "\($0)" } ?? "gone")"
    let expected = "a refusal that leaves the other's \(file.name) alone"
    if entry == nil {
      judgements.violate(
        .roll6, message("another's file was removed"), expected: expected, observed: observed)
    } else {
      judgements.expect(
        .exist6, isUnharmed, message("another's file was overwritten"), expected: expected, observed: observed
      )
    }
    if isUnharmed { judgeRefusal(file, into: &judgements) }
    return judgements.all[before...].contains(where: \.isViolated) ? .fail : .pass
  }

  private func message(_ text: String) -> String {
    "\(text) (\(file.name) appears before \(fault.call.name))"
  }
  private var file: KeyFile { fault.concern == .privateSet ? .privateSet : .publicSet }

  private func judgeRefusal(_ file: KeyFile, into judgements: inout Judgements) {
    let other = file.other
    judgements.expect(
      file == .publicSet ? .roll1 : .roll3, !observation.made(other),
      message("\(other.name) is left of a failed run"), expected: "nothing of a failed run is left",
      observed: "\(observation.ending); left: \(state.remains.description)")
    judgements.expect(
      .roll4, observation.ending.isRefusal && observation.result.standardError.contains { $0 > 32 },
      message("a failure is not reported"),
      expected: "a status other than 0 and a message on standard error, in finite time",
      observed: observation.summary)
    state.judgeTouched(message("changed what the run did not create"), into: &judgements)
    judgements.expect(
      .roll7, state.strangers.isEmpty, message("other files are left of a failed run"),
      expected: "no temporary or lock file", observed: list(state.strangers))
  }
}

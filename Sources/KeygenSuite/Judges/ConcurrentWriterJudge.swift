internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// Judges a run that found somebody else's file where it was about to make its own.
struct ConcurrentWriterJudge {
  let state: PairState
  private var observation: Observation { state.observation }
  private var file: KeyFile { state.file }

  init(state: PairState) { self.state = state }

  func judge(into judgements: inout Judgements) -> FaultGrid.Cell {
    let before = judgements.all.count
    let entry = observation.entry(file)
    let isUnharmed = entry?.kind == .file && entry?.content == ConcurrentWriter.contents
    let observed = "\(observation.summary); \(file.name): \(entry.map { "\($0)" } ?? "gone")"
    let expected = "a refusal that leaves the other's \(file.name) alone"
    if entry == nil {
      judgements.violate(
        .roll6, "another's file was removed", moment: state.moment, expected: expected, observed: observed)
    } else {
      judgements.expect(
        .exist6, isUnharmed, "another's file was overwritten", moment: state.moment, expected: expected,
        observed: observed)
    }
    if isUnharmed { judgeRefusal(into: &judgements) }
    return judgements.all[before...].contains(where: \.isViolated) ? .fail : .pass
  }

  private func judgeRefusal(into judgements: inout Judgements) {
    let other = file.other
    LeftoverChecks.expectGone(
      file == .publicSet ? .roll1 : .roll3, !observation.made(other), "\(other.name) is left of a failed run",
      moment: state.moment, observation, left: state.leftovers.description, into: &judgements)
    LeftoverChecks.judgeReport(
      observation, moment: state.moment, observed: observation.summary, into: &judgements)
    state.judgeTouched(into: &judgements)
    state.judgeUnexpectedFiles("other files are left of a failed run", into: &judgements)
  }
}

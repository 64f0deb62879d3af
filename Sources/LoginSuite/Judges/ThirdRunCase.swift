internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-9 where three runs meet: one that has waited for the first meets one that came after the file was replaced.
///
/// Who locks the very file that is replaced waits for a file that is no longer there, while the newcomer locks the new one.
enum ThirdRunCase {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    guard suite.hosts.count > 2 else { return [] }
    return [
      TestCase("race/held-third-run", [.store8, .store9], order: .waiting, cost: 4) {
        experiment throws(CaseFailure) in try judge(&experiment)
      }
    ]
  }

  private static func judge(_ experiment: inout Experiment) throws(CaseFailure) {
    let first = try experiment.setting()
    let second = try first.forHost(1)
    let third = try first.forHost(2)
    let alone = try experiment.stage(first, old: DockerConfigText.rich)
    guard let recorded = try TraceCases.record(first, in: alone, &experiment),
      let target = InterleavingCase.Moment.beforeReplacing.target(
        recorded.run.recording,
        Purposes(recorded.run.recording, files: recorded.run.watchedFiles))
    else {
      return experiment.judgements.markUndecided(.store9, TraceCases.notStored)
    }
    let sandbox = try experiment.stage(first, old: DockerConfigText.rich)
    try experiment.make { () throws(FileSystem.Failure) in
      for setting in [second, third] { try setting.place(in: sandbox) }
    }
    guard let gate = Gate() else { throw HeldRun.noGate(sandbox) }
    let context = experiment.context
    let patience = min(HeldRun.longest / 2, HeldRun.short(experiment))
    let before = sandbox.snapshot()
    let one = HeldRun(first, in: sandbox, before: target, context, waits: HeldRun.longest, since: before)
    let two = HeldRun(second, in: sandbox, before: target, context, waits: HeldRun.longest, since: before)
    let launch = HeldRun.launch(third, in: sandbox, context, waits: HeldRun.longest)
    let (firstIsHeld, secondIsDone, thirdIsDone) = (DoneFlag(), DoneFlag(), DoneFlag())
    let outcomes = parallelMap([0, 1, 2], jobs: 3) { index -> HeldRun.Side in
      switch index {
      case 0:
        let recording = one.run {
          firstIsHeld.set()
          secondIsDone.wait(patience)
        }
        firstIsHeld.set()
        return .traced(recording)
      case 1:
        firstIsHeld.wait(context.deadline)
        let recording = two.run {
          gate.open()
          thirdIsDone.wait(patience)
        }
        secondIsDone.set()
        gate.open()
        return .traced(recording)
      default:
        let result = Result { () throws(LaunchFailure) in try PlainRun(launch, gate: gate).finish() }
        thirdIsDone.set()
        return .plain(result)
      }
    }
    // Entries that are there show nothing where nobody was held.
    guard outcomes[0].recording?.hit != nil else {
      return experiment.judgements.markUndecided(
        .store9, "\(target.name) did not come up again in the same way")
    }
    var runs: [(setting: Setting, result: RunResult)] = []
    for (setting, outcome) in zip([first, second, third], outcomes) {
      experiment.noteRun()
      runs.append((setting, try outcome.result()))
    }
    RaceJudge.judgeEntries(
      sandbox, runs, recorded.run, "two runs held before \(target.name), one after the other",
      into: &experiment.judgements)
  }
}

internal import FaultInjection
internal import Glibc
internal import SpecHarness
internal import SystemSupport

/// KG-ROLL-1 to 7 where the environment makes a run fail and only what is left tells which write it was.
enum RollbackChecks {
  /// What a fault of the environment lets one tell.
  struct Fault: Sendable {
    /// The fault in words, for the message.
    let phrase: String
    /// What a failed run without leftovers shows to hold.
    let shows: [RequirementID]
    /// The length in bytes beyond which no file can grow, if that is the fault.
    var limit: Int64?
    /// Whether the fault can also keep the subject from starting or from cleaning up, so that only a success or a hang
    /// can be held against it.
    var hampers = false
  }

  /// Judges a run under a fault; returns whether it failed, so that a retry makes sense.
  static func judge(_ observation: Observation, _ fault: Fault, into experiment: inout Experiment) -> Bool {
    experiment.noteFault()
    // A success is measured by the pair alone: a line end that is missing harms nothing.
    let whole = PairLeftovers(observation, experiment.baseline)
    let leftovers =
      observation.ending.isSuccess
      ? whole : PairLeftovers(observation, experiment.baseline, limit: fault.limit)
    switch observation.ending {
    case .exited(0) where leftovers.isCompletePair:
      return false
    case .signaled(let signal) where signal == SIGXFSZ && fault.limit != nil:
      return false
    case .exited(1...) where fault.limit != nil && isFileSizeSignal(observation):
      return false
    default: break
    }
    SecretChecks.judgeFailure(observation, at: fault.phrase, into: &experiment.judgements)
    let ended = !observation.ending.isEndless
    // The fault may have struck the run-time system itself, before the program began or where it would have cleaned up.
    if fault.hampers, ended, !observation.ending.isSuccess { return false }
    LeftoverChecks.judgeReport(
      observation, moment: fault.phrase, observed: observation.summary, into: &experiment.judgements)
    if observation.ending.isSuccess {
      LeftoverChecks.judgeFalseSuccess(
        observation, moment: fault.phrase, left: leftovers.description, into: &experiment.judgements)
    }
    if fault.hampers { return false }
    // What a run left that had to be ended says nothing of its rollback.
    if ended { judgeLeftovers(leftovers, observation, fault, into: &experiment.judgements) }
    let isCareless = experiment.baseline.violations.contains(.dir2)
    LeftoverChecks.judgeTouched(
      isCareless ? [] : observation.touched, isCareless: isCareless,
      "a failed run changed what it did not create", moment: fault.phrase, into: &experiment.judgements)
    RefusalChecks.judgeSuccessLines(observation, into: &experiment.judgements)
    return ended
  }

  /// A run-time system that turns SIGXFSZ, though ignored, into a crash of its own making says so.
  private static func isFileSizeSignal(_ observation: Observation) -> Bool {
    String(decoding: observation.result.standardError, as: UTF8.self).contains("SIGXFSZ")
  }

  /// KG-ROLL-1, 2, 3 and 7: what is left.
  private static func judgeLeftovers(
    _ leftovers: PairLeftovers, _ observation: Observation, _ fault: Fault, into judgements: inout Judgements
  ) {
    for (requirement, violated, message) in leftovers.verdicts {
      guard violated || fault.shows.contains(requirement) else { continue }
      LeftoverChecks.expectGone(
        requirement, !violated, message, moment: fault.phrase, observation, left: leftovers.description,
        into: &judgements)
    }
    LeftoverChecks.judgeUnexpectedFiles(
      leftovers.unexpectedFiles, "a failed run leaves other files behind", moment: fault.phrase,
      into: &judgements)
  }

  /// KG-ROLL-5: with the fault gone, the same directory works.
  static func judgeRetry(in sandbox: Sandbox, after phrase: String, into experiment: inout Experiment)
    throws(CaseFailure)
  {
    guard experiment.baseline.succeeds else {
      return experiment.judgements.markUndecided(.roll5, "no run of the subject succeeds")
    }
    let observation = try experiment.run(in: sandbox)
    let works = observation.ending.isSuccess && observation.madeOrReplacedPair
    if !works, try !worksBesideOthers(&experiment) {
      return experiment.judgements.markUndecided(
        .roll5, "the subject does not work in a directory that is in use")
    }
    let blocking = KeyFile.allCases.filter { observation.before[observation.path($0)] != nil }.map(\.name)
    experiment.judgements.expect(
      .roll5, works,
      "a retry after a failed run does not succeed", moment: phrase,
      expected: "exit status 0 and a pair",
      observed:
        "\(observation.summary)\(blocking.isEmpty ? "" : "; left by the failed run: \(list(blocking))")")
  }

  /// Whether the subject works in a directory like that of a retry, but without a failed run before.
  private static func worksBesideOthers(_ experiment: inout Experiment) throws(CaseFailure) -> Bool {
    let sandbox = try experiment.makeSandbox(madeBeforehand: true)
    try experiment.make { () throws(FileSystem.Failure) in try UnrelatedFiles.place(sandbox, "work/keys") }
    let control = try experiment.run(in: sandbox)
    return control.ending.isSuccess && control.madePair
  }
}

internal import FaultInjection
internal import Glibc
internal import SystemSupport

/// KG-ROLL-1 to 7 where the environment makes a run fail and only what is left tells which write it was.
enum RollbackChecks {
  /// What a fault of the environment lets one tell.
  struct Fault: Sendable {
    /// The fault in words, for the message.
    let phrase: String
    /// What a failed run without remains shows to hold.
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
    let whole = Remains(observation, experiment.baseline)
    let remains =
      observation.ending.isSuccess ? whole : Remains(observation, experiment.baseline, limit: fault.limit)
    switch observation.ending {
    case .exited(0) where remains.isCompletePair:
      return false
    case .signaled(let signal) where signal == SIGXFSZ && fault.limit != nil:
      return false
    case .exited(1...) where fault.limit != nil && isFileSizeSignal(observation):
      return false
    default: break
    }
    SecretChecks.judgeFailure(observation, at: fault.phrase, into: &experiment.judgements)
    let ended = observation.ending != .timedOut && observation.ending != .flooded
    // The fault may have struck the run-time system itself, before the program began or where it would have cleaned up.
    if fault.hampers, ended, !observation.ending.isSuccess { return false }
    judgeReport(observation, fault, into: &experiment.judgements)
    if observation.ending.isSuccess {
      experiment.judgements.violate(
        .cli2, "success is reported without a complete pair (\(fault.phrase))",
        expected: "a status other than 0, or a complete, correct pair",
        observed: "\(observation.ending); left: \(remains.description)")
    }
    if fault.hampers { return false }
    judgeRemains(remains, observation, fault, into: &experiment.judgements)
    if experiment.baseline.violations.contains(.dir2) {
      experiment.judgements.leaveOpen(.roll6, PairState.carelessness)
    } else {
      judgeTouched(observation, fault, into: &experiment.judgements)
    }
    RefusalChecks.judgeSuccessLines(observation, into: &experiment.judgements)
    return true
  }

  /// A run-time system that turns SIGXFSZ, though ignored, into a crash of its own making says so.
  private static func isFileSizeSignal(_ observation: Observation) -> Bool {
    String(decoding: observation.result.standardError, as: UTF8.self).contains("SIGXFSZ")
  }

  /// KG-ROLL-4: a status, a message, an end.
  private static func judgeReport(
    _ observation: Observation, _ fault: Fault, into judgements: inout Judgements
  ) {
    let expected = "a status other than 0 and a message on standard error, in finite time"
    let failed = observation.ending.isRefusal
    let message: String =
      switch observation.ending {
      case .exited: failed ? "failed without a message" : "a failure is not reported"
      case .signaled: "a failure makes the command crash"
      case .timedOut, .flooded: "a failure makes the command hang"
      }
    judgements.expect(
      .roll4, failed && observation.result.standardError.contains { $0 > 32 }, "\(message) (\(fault.phrase))",
      expected: expected, observed: observation.summary)
  }

  /// KG-ROLL-1, 2, 3 and 7: what is left.
  private static func judgeRemains(
    _ remains: Remains, _ observation: Observation, _ fault: Fault, into judgements: inout Judgements
  ) {
    for (requirement, violated, message) in remains.verdicts {
      guard violated || fault.shows.contains(requirement) else { continue }
      judgements.expect(
        requirement, !violated, "\(message) (\(fault.phrase))", expected: "nothing of a failed run is left",
        observed: "\(observation.ending); left: \(remains.description)")
    }
    judgements.expect(
      .roll7, remains.strangers.isEmpty, "a failed run leaves other files behind (\(fault.phrase))",
      expected: "no temporary or lock file", observed: list(remains.strangers))
  }

  /// KG-ROLL-6: nothing else was changed.
  private static func judgeTouched(
    _ observation: Observation, _ fault: Fault, into judgements: inout Judgements
  ) {
    let touched = observation.touched
    judgements.expect(
      .roll6, touched.isEmpty, "a failed run changed what it did not create (\(fault.phrase))",
      expected: "everything that was there is left as it was",
      observed: "removed or changed: \(list(touched))")
  }

  /// KG-ROLL-5: with the fault gone, the same directory works.
  static func judgeRetry(in sandbox: Sandbox, after phrase: String, into experiment: inout Experiment)
    throws(CaseFailure)
  {
    guard experiment.baseline.succeeds else {
      return experiment.judgements.leaveOpen(.roll5, "no run of the subject succeeds")
    }
    let observation = try experiment.run(in: sandbox)
    let works = observation.ending.isSuccess && observation.madePair
    if !works, try !worksBesideOthers(&experiment) {
      return experiment.judgements.leaveOpen(
        .roll5, "the subject does not work in a directory that is in use")
    }
    let blocking = KeyFile.allCases.filter { observation.before[observation.path($0)] != nil }.map(\.name)
    experiment.judgements.expect(
      .roll5, works,
      "a retry after a failed run does not succeed (\(phrase))",
      expected: "exit status 0 and a pair",
      observed:
        "\(observation.summary)\(blocking.isEmpty ? "" : "; left by the failed run: \(list(blocking))")")
  }

  /// Whether the subject works in a directory like that of a retry, but without a failed run before.
  private static func worksBesideOthers(_ experiment: inout Experiment) throws(CaseFailure) -> Bool {
    let sandbox = try experiment.makeSandbox(madeBeforehand: true)
    try experiment.make { () throws(FileSystem.Failure) in try Bystanders.place(sandbox, "work/keys") }
    let control = try experiment.run(in: sandbox)
    return control.ending.isSuccess && control.madePair
  }
}

/// What a failed run left behind.
struct Remains {
  /// What is left of each of the two files, when the run made it.
  enum State {
    case none
    case partial
    case complete
  }

  let privateSet: State
  let publicSet: State
  /// Files that are neither of the two.
  let strangers: [String]
  let description: String

  /// Looks at what a run left.
  ///
  /// - Parameter limit: the length in bytes beyond which no file could grow, if there was one.
  init(_ observation: Observation, _ baseline: Baseline, limit: Int64? = nil) {
    func state(_ file: KeyFile) -> State {
      guard observation.made(file), let entry = observation.entry(file) else { return .none }
      let content = entry.content ?? []
      var ignored = Judgements()
      let reads = KeySetChecks.judge(content, file, into: &ignored) != nil
      // A file that ends where the limit lies was cut there, even if only its last line end is missing.
      let isCut = limit == entry.size && content.count < baseline.size(file)
      return !isCut && reads || content.count >= baseline.size(file) ? .complete : .partial
    }
    privateSet = state(.privateSet)
    publicSet = state(.publicSet)
    let parents = ancestors(of: observation.path(.privateSet))
    let made = observation.changes.created.filter { !parents.contains($0) }
    let others = made.filter { path in !KeyFile.allCases.contains { observation.path($0) == path } }
    // What every success leaves beside the pair is KG-FILE-1's.
    let hasPair = privateSet == .complete && publicSet == .complete
    strangers = others.filter { path in
      let isUsual =
        baseline.extrasElsewhere.contains(path)
        || baseline.extras.contains { path == observation.directory + "/" + $0 }
      return !(hasPair && isUsual)
    }
    description =
      made.isEmpty
      ? "nothing"
      : made.map { path in
        "\(path) (\(observation.after[path].map { "\($0)" } ?? "gone"))"
      }.joined(separator: ", ")
  }

  var isCompletePair: Bool { privateSet == .complete && publicSet == .complete }
  var isEmpty: Bool { privateSet == .none && publicSet == .none && strangers.isEmpty }

  /// Which requirement each kind of remains breaks.
  ///
  /// A partial private file means that its own write failed; a complete one, that the public file's did, which comes
  /// after. A complete public file without a complete private one means that it was the private file's write.
  var verdicts: [(RequirementID, Bool, String)] {
    [
      (.roll1, privateSet == .complete, "privkey.json is left of a failed run"),
      (.roll2, publicSet == .partial, "a partial pubkey.json is left of a failed run"),
      (
        .roll3, privateSet == .partial || publicSet == .complete && privateSet != .complete,
        privateSet == .partial
          ? "a partial privkey.json is left of a failed run" : "pubkey.json is left without privkey.json"
      ),
    ]
  }
}

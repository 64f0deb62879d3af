internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// Judges a run that met a fault: LG-FAIL-1 to 6, and what it gave away.
struct FaultJudge {
  private let run: FaultedRun
  private let setting: Setting
  private let measure: StoreMeasure
  private let leftovers: Leftovers
  /// What `config.json` was when the run was over.
  private let state: StoreState
  /// The first moment at which it was neither old nor new.
  private let lapse: (state: String, moment: String)?
  private var observation: Observation { run.observation }
  private var old: [UInt8]? { run.fault.scenario.old }

  init(_ run: FaultedRun, _ setting: Setting) {
    self.run = run
    self.setting = setting
    let measure = run.clean.measure
    self.measure = measure
    leftovers = Leftovers(run.run, run.clean) { measure.usual.contains($0) }
    let old = run.fault.scenario.old
    let entry = run.observation.after[setting.configPath]
    // What stands there and could not be read is not known to be the old one.
    let content: [UInt8]? = entry.flatMap { $0.kind == .file ? $0.content ?? [] : [] }
    let state = StoreState(content, old: old, measure, setting)
    self.state = state
    lapse = Self.lapse(run, old, measure, setting) ?? Self.words(state).map { ($0, "in the end") }
  }

  private static func words(_ state: StoreState) -> String? {
    if case .other(let text) = state { text } else { nil }
  }

  private static func lapse(
    _ run: FaultedRun, _ old: [UInt8]?, _ measure: StoreMeasure, _ setting: Setting
  ) -> (state: String, moment: String)? {
    let recording = run.run.recording
    var wasNew = false
    for sight in recording.sights where sight.label == .config {
      let content: [UInt8]?
      switch sight.state {
      case .missing: content = nil
      case .file(_, let bytes):
        guard let bytes else { continue }
        content = bytes
      case .other: content = []
      }
      let state = StoreState(content, old: old, measure, setting)
      let name =
        recording.calls.indices.contains(sight.call) ? "\(recording.calls[sight.call].name)" : "a call"
      if let text = words(state) { return (text, "after \(name)") }
      // A missing file is the old state only until there is a new one.
      if wasNew, old == nil, content == nil { return ("missing again", "after \(name)") }
      wasNew = wasNew || state == .new
    }
    return nil
  }

  // MARK: The verdict

  func judge(_ experiment: inout Experiment) throws(CaseFailure) -> FaultGrid.Cell {
    let before = experiment.judgements.all.count
    switch run.fault.fault {
    case .signal: judgeInterruption(.fail5, into: &experiment.judgements)
    case .kill: judgeInterruption(.fail6, into: &experiment.judgements)
    case .error, .lost, .short, .fullAfterHalf, .concurrentWriter: judgeFailure(into: &experiment.judgements)
    }
    judgeSecrets(into: &experiment.judgements)
    if needsRetry { try judgeRetry(&experiment) }
    if experiment.judgements.all[before...].contains(where: \.isViolated) { return .fail }
    return observation.ending.isSuccess && state == .new ? .tolerated : .pass
  }

  private func judgeFailure(into judgements: inout Judgements) {
    judgements.expect(
      .fail1, lapse == nil, "config.json is neither the old file nor the complete new one",
      moment: run.moment,
      expected: "the old file, or the new and complete one, at every instant", observed: lapseText)
    if observation.ending.isSuccess {
      judgements.expect(
        .fail2, isStored, "success is reported, and the token is not stored", moment: run.moment,
        expected: "a status other than 0 and a message, or the new file",
        observed: "\(observation.ending); config.json is \(stateText)")
      judgements.expect(
        .fail2, !run.ignoresLostWrite, "a lost write is not reported", moment: run.moment,
        expected: "a status other than 0, or the file written again or read back",
        observed: "\(observation.ending) right after the error")
      return
    }
    judgeReport(into: &judgements)
    guard observation.ending.isRefusal else { return }
    judgements.expect(
      .fail4, leftovers.unexpectedFiles.isEmpty, "other files are left of a failed run", moment: run.moment,
      expected: "no temporary or lock file that a successful run would not leave",
      observed: list(leftovers.unexpectedFiles))
  }

  /// Whether the token is there, whatever else may be lost.
  private var isStored: Bool {
    if state == .new { return true }
    guard state.isOther, let content = observation.after[setting.configPath]?.content else { return false }
    return StoredConfiguration(content)?.entry(setting.hostNames[0]) != nil
  }

  /// LG-FAIL-2: a status, a message, an end.
  private func judgeReport(into judgements: inout Judgements) {
    let failed = observation.ending.isRefusal
    let text: String =
      switch observation.ending {
      case .exited: "failed without a message"
      case .signaled: "a failure makes the command crash"
      case .timedOut, .flooded: "a failure makes the command hang"
      }
    judgements.expect(
      .fail2, failed && observation.result.standardError.contains { $0 > 32 }, text, moment: run.moment,
      expected: "a status other than 0 and a message on standard error, in finite time",
      observed: observation.summary)
  }

  private func judgeInterruption(_ requirement: RequirementID, into judgements: inout Judgements) {
    judgements.expect(
      requirement, lapse == nil && !run.hung,
      run.hung
        ? "an interrupted run does not end"
        : "an interrupted run leaves neither the old file nor the complete new one",
      moment: moment, expected: "the old file, or the new and complete one",
      observed: run.hung ? "\(observation.ending)" : lapseText)
  }

  private var moment: String { "\(run.fault.fault) \(run.fault.call.name)" }

  private var lapseText: String {
    guard let lapse else { return "" }
    return "\(observation.ending); \(lapse.moment), config.json is \(lapse.state)"
  }

  private var stateText: String {
    switch state {
    case .old: old == nil ? "missing" : "as it was"
    case .new: "new and complete"
    case .other(let text): text
    }
  }

  // MARK: Secrets

  /// LG-SEC-1 and 2; what SIGKILL left, and what could not be removed, is exempt.
  private func judgeSecrets(into judgements: inout Judgements) {
    let stored = observation.after[setting.configPath]?.content.flatMap { StoredConfiguration($0) }
    var isKill = false
    if case .kill = run.fault.fault { isKill = true }
    // A file that runs without a fault leave with a secret in it is judged there.
    let own = Set(observation.changes.created).intersection(leftovers.unexpectedFiles)
    SecretChecks.judge(
      observation, setting, stored, moment: moment, judgesFiles: !isKill && !run.hung,
      isExempt: { $0 != setting.configPath && !own.contains($0) }, into: &judgements)
  }

  // MARK: The retry

  /// Whether a retry can find something else than the first run did.
  private var needsRetry: Bool {
    if run.hung { return false }
    if observation.ending.isSuccess, state == .new { return false }
    // What is broken for good is LG-FAIL-1's: a damaged file has to be refused.
    if state.isOther { return false }
    if run.fault.isFailure, !observation.ending.isRefusal { return false }
    return run.fault.isFirst || leavesTraces
  }

  /// Whether anything but a whole new file is left.
  private var leavesTraces: Bool {
    let created = observation.changes.created.filter { path in
      path != setting.configPath && observation.after[path]?.kind != .directory
    }
    return !created.isEmpty || !observation.changes.removed.isEmpty
      || observation.changes.altered.contains { $0 != setting.configPath } || !run.run.madeOutside.isEmpty
  }

  /// LG-FAIL-3: with the fault gone, the same place works.
  private func judgeRetry(_ experiment: inout Experiment) throws(CaseFailure) {
    let sandbox = observation.sandbox
    for path in leftovers.blocked where path != setting.configPath {
      FileSystem.removeTree(sandbox.path(path))
    }
    let left =
      leftovers.unexpectedFiles
      + observation.changes.created.filter { measure.usual.contains($0) && $0 != setting.configPath }
    let launch = setting.invocation(in: sandbox)
    let request = TracedRun.Request(launch, deadline: 3 * experiment.context.deadline)
    let result = try TracedRun.run(request, in: sandbox, sandbox.snapshot(), &experiment).result
    let entry = Entry(path: sandbox.path(setting.configPath), contentLimit: Snapshot.contentLimit)
    let now = StoreState(entry?.content, old: nil, measure, setting)
    let message = excerpt(result.standardError)
    experiment.judgements.expect(
      .fail3, result.ending.isSuccess && now == .new, "a retry after a failed run does not succeed",
      moment: moment,
      expected: "exit status 0 and the token stored",
      observed: "\(result.ending)\(message.isEmpty ? "" : "; stderr: \(message)")"
        + (left.isEmpty ? "" : "; left by the failed run: \(list(left))"))
  }
}

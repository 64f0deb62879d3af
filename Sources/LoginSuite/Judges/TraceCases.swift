internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// What only the calls of a run show: LG-STORE-5, LG-STORE-8, LG-FAIL-7 and LG-SEC-2.
enum TraceCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    [
      modes(suite, isNew: true), modes(suite, isNew: false), instants(suite, isLink: false),
      instants(suite, isLink: true),
    ]
      + [flushes, secrets]
  }

  /// A recorded run that had no reason to fail.
  struct Recorded {
    let run: TracedRun
    let setting: Setting
    let stored: StoredConfiguration
    var secrets: [SecretForms] { SecretChecks.secrets(setting, stored) }
  }

  static let notStored = "no traced run of the subject stored a token"

  /// Records a run in a sandbox; nothing when it does not do what it should.
  static func record(
    _ setting: Setting, in sandbox: Sandbox, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Recorded? {
    guard experiment.baseline.succeeds else { return nil }
    var options = TraceOptions()
    options.observes = true
    options.watchesReads = true
    let request = TracedRun.Request(
      setting.invocation(in: sandbox), options: options, deadline: 3 * experiment.context.deadline)
    let run = try TracedRun(request, in: sandbox, &experiment)
    guard run.recording.unavailableReason == nil, run.observation.ending.isSuccess,
      let content = SuccessChecks.content(run.observation, setting), let stored = StoredConfiguration(content)
    else { return nil }
    return Recorded(run: run, setting: setting, stored: stored)
  }

  // MARK: LG-STORE-5

  private static func modes(_ suite: CredentialSuite, isNew: Bool) -> TestCase {
    TestCase("trace/modes-\(isNew ? "new" : "existing")", [.store5]) { experiment throws(CaseFailure) in
      // The umask that takes nothing away shows what the program asks for.
      let setting = try experiment.setting { $0.umask = 0 }
      let sandbox = try experiment.stage(setting, old: isNew ? nil : DockerConfigText.rich)
      guard let recorded = try record(setting, in: sandbox, &experiment) else {
        return experiment.judgements.markUndecided(.store5, notStored)
      }
      let recording = recorded.run.recording
      if recording.isCut {
        return experiment.judgements.markUndecided(.store5, "the run writes more than can be looked at")
      }
      let loose = recording.sights.lazy.compactMap { sight -> (UInt32, Int)? in
        if case .file(let mode, _) = sight.state, mode & 0o7177 != 0 { (mode, sight.call) } else { nil }
      }.first
      experiment.judgements.expect(
        .store5, loose == nil, "config.json can be opened by others for an instant",
        expected: "no instant at which its mode is looser than 0600",
        observed: loose.map { "mode \(octal($0.0)) after \(recording.calls[$0.1].name), under umask 0000" }
          ?? "")
      let holder = recording.histories.first { history in
        history.looseWhileFilled != nil
          && history.contents.contains { content in
            recorded.secrets.contains { $0.encoding(in: content) != nil }
          }
      }
      experiment.judgements.expect(
        .store5, holder == nil || loose != nil,
        "a temporary file that holds the token can be opened by others",
        expected: "no mode looser than that of the file that it becomes, 0600",
        observed: holder.flatMap { history in
          history.looseWhileFilled.map {
            "\(history.path.split(separator: "/").last ?? "") with mode \(octal($0.mode)), under umask 0000"
          }
        } ?? "")
    }
  }

  // MARK: LG-STORE-8

  private static func instants(_ suite: CredentialSuite, isLink: Bool) -> TestCase {
    TestCase("trace/instants\(isLink ? "-of-a-link" : "")", [.store8]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting()
      let sandbox = try experiment.stage(setting, old: isLink ? nil : DockerConfigText.rich)
      var watched = setting
      if isLink {
        try experiment.make { () throws(FileSystem.Failure) in
          try FileSystem.write(sandbox.path("elsewhere/real.json"), DockerConfigText.rich, mode: 0o600)
          try FileSystem.makeLink(sandbox.path(setting.configPath), to: sandbox.path("elsewhere/real.json"))
        }
        watched.watchedPath = "elsewhere/real.json"
      }
      guard let recorded = try record(watched, in: sandbox, &experiment) else {
        return experiment.judgements.markUndecided(.store8, notStored)
      }
      // A link that is replaced leaves what it led to alone, and is LG-STORE-6's.
      judge(recorded.run.recording, into: &experiment.judgements)
    }
  }

  /// Whether the file was one complete object at every instant.
  ///
  /// - Parameter isNew: whether there was none at first.
  static func judge(_ recording: Recording, isNew: Bool = false, into judgements: inout Judgements) {
    if recording.isCut {
      return judgements.markUndecided(.store8, "the run writes more than can be looked at")
    }
    var flaw: String?
    var wasThere = !isNew
    for sight in recording.sights where flaw == nil {
      let name =
        recording.calls.indices.contains(sight.call) ? "\(recording.calls[sight.call].name)" : "a call"
      switch sight.state {
      case .missing: if wasThere { flaw = "missing after \(name)" }
      case .other: break
      case .file(_, let content?): flaw = StoredConfiguration.flaw(of: content).map { "\($0) after \(name)" }
      case .file(_, nil): break
      }
      wasThere = wasThere || sight.state != .missing
    }
    judgements.expect(
      .store8, flaw == nil, "config.json is not well-formed for an instant",
      expected: "one complete JSON object at every instant, for who reads it meanwhile", observed: flaw ?? "")
  }

  // MARK: LG-FAIL-7

  private static let flushes = TestCase("trace/flushes", [.fail7]) { experiment throws(CaseFailure) in
    let setting = try experiment.setting()
    let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
    guard let recorded = try record(setting, in: sandbox, &experiment) else {
      return experiment.judgements.markUndecided(.fail7, notStored)
    }
    let calls = recorded.run.recording.calls
    let purposes = Purposes(
      recorded.run.recording, files: recorded.run.watchedFiles,
      recognize: experiment.context.suite.contentRecognizer(for: recorded.run.observation))
    // A program may say anything when it is done; what counts is its end.
    let order = FlushOrder(calls, .config, purposes, success: [])
    experiment.judgements.expect(
      .fail7, order.contentIsFlushed, "config.json is not flushed before success is reported",
      expected: "fsync(2) or the like after its last write", observed: order.description)
    let getsName = calls.contains { call in
      call.succeeded && call.creates && call.existedBefore != true
        && call.name.roles.last == .watched(.config)
        || call.succeeded && call.kind == .rename && call.name.roles.last == .watched(.config)
    }
    if getsName {
      experiment.judgements.expect(
        .fail7, order.nameIsFlushed, "the name config.json is not flushed before success is reported",
        expected: "fsync(2) or the like on the directory after the name appeared", observed: order.description
      )
    }
  }

  // MARK: LG-SEC-2

  private static let secrets = TestCase("trace/secrets", [.sec2]) { experiment throws(CaseFailure) in
    let setting = try experiment.setting()
    let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
    guard let recorded = try record(setting, in: sandbox, &experiment) else {
      return experiment.judgements.markUndecided(.sec2, notStored)
    }
    let recording = recorded.run.recording
    let secrets = recorded.secrets
    let told = recording.programs.lazy.compactMap { SecretChecks.find(secrets, setting.keys, in: $0) }.first
    experiment.judgements.expect(
      .sec2, told == nil, "\(told?.name ?? "") is in the arguments or the environment of a process",
      expected: "in neither, where every user of the machine reads the first",
      observed: "\(told?.name ?? "") \(told?.encoding ?? "")")
    let root = sandbox.root + "/"
    let elsewhere = Set(
      recording.calls.compactMap { call -> String? in
        guard call.succeeded, let path = call.paths.last, !path.hasPrefix(root),
          case .scratch? = call.name.roles.last,
          call.creates || call.kind == .write || call.kind == .copy
        else { return nil }
        return path
      })
    let leak = elsewhere.sorted().lazy.compactMap { path -> (String, String, String)? in
      // Other runs of the subject may write the same file at the same time, so what this one wrote counts as well.
      let own = recording.calls.filter { $0.kind == .write && $0.paths.last == path }.flatMap(\.bytes)
      guard let content = FileSystem.read(path, limit: Snapshot.contentLimit),
        let found = [content, own].lazy.compactMap({ SecretChecks.find(secrets, setting.keys, in: $0) }).first
      else { return nil }
      return (found.name, found.encoding, path)
    }.first
    experiment.judgements.expect(
      .sec2, leak == nil, "\(leak?.0 ?? "") is in a file elsewhere", expected: "in no file but its own",
      observed: "\(leak?.0 ?? "") \(leak?.1 ?? "") in \(leak?.2 ?? "")")
  }
}

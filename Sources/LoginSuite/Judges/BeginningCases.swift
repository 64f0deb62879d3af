internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-8 and LG-FAIL-6 from other beginnings than that of the faults: a run without a fault shows by its calls what
/// SIGKILL would leave between them.
enum BeginningCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    Beginning.allCases.compactMap { beginning in
      if beginning == .severalHosts, suite.kind != .login { return nil }
      return TestCase("trace/\(beginning.rawValue)", [.store8, .fail6], cost: 2) {
        experiment throws(CaseFailure) in
        try judge(beginning, &experiment)
      }
    }
  }

  private enum Beginning: String, CaseIterable {
    /// The run before was for the same host: the file keeps its length.
    case secondRun = "second-run"
    case smallFile = "small-file"
    case largeFile = "large-file"
    case severalHosts = "several-hosts"
    case link = "target-of-a-link"

    var old: [UInt8] {
      switch self {
      case .secondRun, .severalHosts, .link: DockerConfigText.rich
      case .smallFile: Array("{}".utf8)
      case .largeFile: large
      }
    }

    /// More than a program reads or writes at once.
    private var large: [UInt8] {
      let entries = (0..<1500).map { "\"host-\($0).example\": {\"auth\": \"bWU6c2VjcmV0\(1000 + $0)\"}" }
      return Array("{\"auths\": {\(entries.joined(separator: ",\n  "))}}\n".utf8)
    }
  }

  private static func judge(_ beginning: Beginning, _ experiment: inout Experiment) throws(CaseFailure) {
    var setting = try experiment.setting()
    if beginning == .severalHosts {
      let suite = experiment.suite
      for (number, host) in suite.hosts.dropFirst().prefix(2).enumerated() {
        let key = try KeyMaterial(UInt64(20 + number))
        setting.hosts.append(HostRequest(host, key).with { $0.keyPath = "./keys/\(number)/privkey.json" })
      }
    }
    let isLink = beginning == .link
    let sandbox = try experiment.stage(setting, old: isLink ? nil : beginning.old)
    if isLink {
      let real = "elsewhere/real.json"
      try experiment.make { () throws(FileSystem.Failure) in
        try FileSystem.write(sandbox.path(real), beginning.old, mode: 0o600)
        try FileSystem.makeLink(sandbox.path(setting.configPath), to: sandbox.path(real))
      }
      setting.watchedPath = real
    }
    if beginning == .secondRun, experiment.baseline.succeeds {
      _ = try experiment.run(setting, in: sandbox)
      setting.secret = experiment.suite.secret(2)
    }
    let path = sandbox.path(setting.watchedPath ?? setting.configPath)
    let before = Entry(path: path, contentLimit: Snapshot.contentLimit)
    guard let recorded = try TraceCases.record(setting, in: sandbox, &experiment) else {
      for requirement in [RequirementID.store8, .fail6] {
        experiment.judgements.markUndecided(requirement, TraceCases.notStored)
      }
      return
    }
    let recording = recorded.run.recording
    TraceCases.judge(recording, into: &experiment.judgements)
    if recording.isCut {
      return experiment.judgements.markUndecided(.fail6, "the run writes more than can be looked at")
    }
    let after = Entry(path: path, contentLimit: Snapshot.contentLimit)
    let flaw =
      lapse(recording, old: before?.content, recorded) ?? changeInPlace(recording, from: before, to: after)
    experiment.judgements.expect(
      .fail6, flaw == nil, "config.json is neither the old file nor the complete new one for an instant",
      moment: beginning.rawValue,
      expected: "the old file, or the new and complete one, whenever SIGKILL comes", observed: flaw ?? "")
  }

  /// The first moment at which the file held something else than before and in the end.
  private static func lapse(
    _ recording: Recording, old: [UInt8]?, _ recorded: TraceCases.Recorded
  ) -> String? {
    let setting = recorded.setting
    let last = SuccessChecks.content(recorded.run.observation, setting)
    let measure = StoreMeasure(last, hosts: setting.hostNames, kind: setting.suite.kind, usual: [])
    for sight in recording.sights where sight.label == .config {
      let content: [UInt8]
      switch sight.state {
      case .missing: content = []
      case .file(_, let bytes?): content = bytes
      // A link that is replaced is LG-STORE-6's.
      case .file(_, nil), .other: continue
      }
      guard case .other(let text) = StoreState(content, old: old, measure, setting) else { continue }
      let isKnown = recording.calls.indices.contains(sight.call)
      return "\(text), after \(isKnown ? "\(recording.calls[sight.call].name)" : "a call")"
    }
    return nil
  }

  /// The call by which the file itself got other bytes: no such call is one stroke, even if it is one call.
  private static func changeInPlace(_ recording: Recording, from before: Entry?, to after: Entry?) -> String?
  {
    guard let before, let after, before.inode == after.inode, before.device == after.device,
      before.content != after.content
    else { return nil }
    let call = recording.calls.first {
      $0.succeeded && $0.name.roles.last == .watched(.config)
        && [.write, .copy, .map, .resize].contains($0.kind)
    }
    return call.map { "other bytes in the same file, by \($0.name): part of each, when it is interrupted" }
  }
}

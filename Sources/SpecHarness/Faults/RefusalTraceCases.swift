internal import FaultInjection
internal import SystemSupport

/// KG-EXIST-4 and KG-EXIST-5 as the calls show them: what a refusal does for an instant and takes back.
enum RefusalTraceCases {
  static func all() -> [TestCase] {
    KeyFile.allCases.flatMap { file in
      [Obstacle.file, .danglingLink].map { obstacle in one(obstacle, at: file) }
    }
  }

  private static func one(_ obstacle: Obstacle, at file: KeyFile) -> TestCase {
    let label = file == .privateSet ? "private" : "public"
    return TestCase("trace/refusal/\(label)-\(obstacle.rawValue)", [.exist4, .exist5]) {
      experiment throws(CaseFailure) in
      let sandbox = try experiment.makeSandbox(madeBeforehand: true)
      try experiment.make { () throws(FileSystem.Failure) in try obstacle.place(file, in: sandbox) }
      let request = TracedRun.Request(
        setting: Setting(), options: .observing, deadline: experiment.context.deadline)
      let run = try TracedRun(request, in: sandbox, &experiment)
      if let hindrance = run.recording.obstacle {
        return experiment.judgements.leaveOpen(.exist4, "\(hindrance)")
      }
      if run.recording.isCut {
        return experiment.judgements.leaveOpen(.exist4, "the run does more than can be looked at")
      }
      // What goes ahead is judged where nothing is traced.
      guard run.observation.ending.isRefusal else { return }
      judge(run, obstacle, file, into: &experiment.judgements)
    }
  }

  private static func judge(
    _ run: TracedRun, _ obstacle: Obstacle, _ file: KeyFile, into judgements: inout Judgements
  ) {
    let role: PathRole = file == .privateSet ? .privateKey : .publicKey
    let through = run.recording.calls.first { call in
      obstacle == .danglingLink && call.kind == .open && call.succeeded && call.creates
        && call.name.roles.last == role
    }
    let made = run.recording.calls.filter { makes($0, run) || $0.name == through?.name }
    judgements.expect(
      .exist4, made.isEmpty, "refused, but wrote for an instant",
      expected: "nothing is written, not for an instant either, when \(file.name) is \(obstacle.phrase)",
      observed: "\(run.observation.ending), after \(list(made.map { "\($0.name)" }))")
    guard obstacle == .danglingLink else { return }
    judgements.expect(
      .exist5, through == nil, "refused, but wrote through a dangling symbolic link",
      expected: "the link is not followed", observed: "\(through.map { "\($0.name)" } ?? "") succeeds")
  }

  /// Whether a call makes or changes a file that is the subject's own affair.
  ///
  /// What a run-time system or a shell puts into HOME, TMPDIR or elsewhere for itself is not, unless it is a key.
  private static func makes(_ call: TracedCall, _ run: TracedRun) -> Bool {
    guard call.succeeded, let role = call.name.roles.last, let path = call.paths.last else { return false }
    let isChange: Bool =
      switch call.kind {
      case .open, .makeDirectory, .makeNode, .symbolicLink, .link, .rename:
        call.creates && call.existedBefore == false
      case .write, .copy, .resize: true
      default: false
      }
    guard isChange else { return false }
    switch role {
    case .privateKey, .publicKey, .temporary, .directory, .parent, .foreign: return true
    case .scratch:
      if path.hasPrefix(run.observation.sandbox.work + "/") { return !RuntimeFiles.contain(path) }
      return SecretChecks.privateValue(in: call.bytes) != nil
    case .standardOutput, .standardError, .elsewhere: return false
    }
  }
}

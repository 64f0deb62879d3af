internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// KG-FILE-1 and KG-SECRET-2 beyond the sandbox: what a run makes and writes anywhere.
enum OutsideCase {
  static let outside = TestCase("trace/outside", [.file1, .secret1, .secret2]) {
    experiment throws(CaseFailure) in
    let recorded: TraceCases.Recorded
    switch try TraceCases.record(Setting(), &experiment) {
    case .pair(let pair): recorded = pair
    case .nothing(let reason):
      for requirement in [RequirementID.file1, .secret2] {
        experiment.judgements.markUndecided(requirement, reason.text)
      }
      return
    }
    judgeMade(recorded, into: &experiment.judgements)
    judgeContents(recorded, into: &experiment.judgements)
    judgeAttributes(recorded, into: &experiment.judgements)
    SecretChecks.judge(recorded.run.observation, seed: recorded.seed, into: &experiment.judgements)
  }

  /// The successful calls that concern files outside the sandbox.
  private static func calls(_ recorded: TraceCases.Recorded) -> [(path: String, call: TracedCall)] {
    let root = recorded.run.observation.sandbox.root + "/"
    return recorded.run.recording.calls.compactMap { call in
      guard call.succeeded, let path = call.paths.last, !path.hasPrefix(root),
        case .scratch? = call.name.roles.last, !RuntimeFiles.contain(path)
      else { return nil }
      return (path, call)
    }
  }

  private static func writes(_ call: TracedCall) -> Bool {
    [.write, .copy, .map, .rename, .link].contains(call.kind)
  }

  private static func judgeMade(_ recorded: TraceCases.Recorded, into judgements: inout Judgements) {
    var made: Set<String> = []
    var remade: Set<String> = []
    var written: Set<String> = []
    for (path, call) in calls(recorded) {
      // One that was there may be what an earlier run of the subject left.
      if call.creates { if call.existedBefore == false { made.insert(path) } else { remade.insert(path) } }
      if writes(call) { written.insert(path) }
    }
    let left = made.union(remade.intersection(written)).filter { FileSystem.exists($0) }.sorted()
    judgements.expect(
      .file1, left.isEmpty, "success leaves files elsewhere",
      expected: "exactly two new regular files, privkey.json and pubkey.json, and nothing else anywhere",
      observed: "also \(list(left))")
  }

  /// Other runs of the subject may write the same file at the same time, so what this one wrote counts as well as what
  /// the file holds.
  private static func judgeContents(_ recorded: TraceCases.Recorded, into judgements: inout Judgements) {
    let own = calls(recorded)
    let paths = Set(own.filter { writes($0.call) || $0.call.creates }.map(\.path))
    let leak = paths.sorted().first { path in
      guard let content = FileSystem.read(path, limit: Snapshot.contentLimit) else { return false }
      let sent = own.filter { $0.path == path && $0.call.kind == .write }.flatMap(\.call.bytes)
      return [content, sent].contains { recorded.search.encoding(in: $0) != nil }
    }
    judgements.expect(
      .secret2, leak == nil, "the private value is in another file", expected: "in no file but privkey.json",
      observed: "in \(leak ?? "")")
  }

  private static func judgeAttributes(_ recorded: TraceCases.Recorded, into judgements: inout Judgements) {
    let leak = recorded.run.recording.calls.first { call in
      call.kind == .setAttribute && call.succeeded
        && recorded.search.encoding(in: call.bytes) != nil
    }
    judgements.expect(
      .secret2, leak == nil, "the private value is in an extended attribute",
      expected: "in the content of privkey.json only", observed: "of \(leak?.paths.last ?? "")")
  }
}

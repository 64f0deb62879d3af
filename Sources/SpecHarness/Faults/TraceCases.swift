internal import Glibc

/// What only the calls of a run show: KG-FILE-5, KG-FILE-6, KG-KEY-4, and what lies outside the sandbox.
package enum TraceCases {
  /// The cases; to be run only where calls can be traced.
  package static func all() -> [TestCase] { [modes, flushes, outside, EntropyCase.entropy] }

  /// A recorded run that had no reason to fail, with the facts of its pair.
  struct Recorded {
    let run: TracedRun
    let seed: [UInt8]
    let purposes: Purposes
    var search: SecretSearch { SecretSearch(seed: seed) }
  }

  static func record(
    umask: UInt32 = 0o022, options: TraceOptions = .observing, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Recorded? {
    guard experiment.baseline.succeeds else { return nil }
    let setting = Setting { $0.umask = umask }
    let request = TracedRun.Request(
      setting: setting, options: options, deadline: experiment.context.deadline)
    let run = try TracedRun(request, in: experiment.makeSandbox(), &experiment)
    let observation = run.observation
    guard run.recording.obstacle == nil, observation.ending.isSuccess, observation.madePair else {
      return nil
    }
    var ignored = Judgements()
    let facts = PairChecks.judge(
      privateSet: observation.content(.privateSet), publicSet: observation.content(.publicSet), into: &ignored
    )
    guard let seed = facts.seed else { return nil }
    let purposes = Purposes(
      run.recording, search: SecretSearch(seed: seed), publicContent: observation.content(.publicSet))
    return Recorded(run: run, seed: seed, purposes: purposes)
  }

  static let noPair = "no traced run of the subject made a pair to look at"

  // MARK: KG-FILE-5

  private static let modes = TestCase("trace/modes", [.file5]) { experiment throws(CaseFailure) in
    // The umask that takes nothing away shows what the program asks for.
    guard let recorded = try record(umask: 0, &experiment) else {
      return experiment.judgements.leaveOpen(.file5, noPair)
    }
    let recording = recorded.run.recording
    let publicKey = recorded.run.observation.sandbox.path(recorded.run.observation.path(.publicSet))
    let loose = recording.looks.first { look in
      // A copy in the public set is KG-JWK-5's.
      look.path != publicKey && recorded.search.encoding(in: look.bytes) != nil
    }
    let call = loose.flatMap { look in
      recording.calls.indices.contains(look.call)
        ? "\(look.before ? "before" : "after") \(recording.calls[look.call].name)" : nil
    }
    experiment.judgements.expect(
      .file5, loose == nil, "the private value is in a file that others may read",
      expected: "no instant at which it is in a file with a mode looser than 0600, under any umask",
      observed:
        "\(loose.map { "\(name(of: $0.path)) with mode \(octal($0.mode))" } ?? "") \(call ?? "") under umask 0000"
    )
  }

  private static func name(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
  }

  // MARK: KG-FILE-6

  private static let flushes = TestCase("trace/flushes", [.file6]) { experiment throws(CaseFailure) in
    guard let recorded = try record(&experiment) else {
      return experiment.judgements.leaveOpen(.file6, noPair)
    }
    let calls = recorded.run.recording.calls
    for file in KeyFile.allCases {
      let order = FlushOrder(calls, file, recorded.purposes)
      experiment.judgements.expect(
        .file6, order.contentIsFlushed, "\(file.name) is not flushed before success is reported",
        expected: "fsync(2) or the like on \(file.name) after its last write and before the success line",
        observed: order.description)
      experiment.judgements.expect(
        .file6, order.nameIsFlushed, "the name \(file.name) is not flushed before success is reported",
        expected: "fsync(2) or the like on the directory after the name appeared and before the success line",
        observed: order.description)
    }
  }

  // MARK: KG-FILE-1 and KG-SECRET-2

  private static let outside = TestCase("trace/outside", [.file1, .secret2]) {
    experiment throws(CaseFailure) in
    guard let recorded = try record(&experiment) else {
      for requirement in [RequirementID.file1, .secret2] {
        experiment.judgements.leaveOpen(requirement, noPair)
      }
      return
    }
    let root = recorded.run.observation.sandbox.root + "/"
    var made: Set<String> = []
    var remade: Set<String> = []
    var written: Set<String> = []
    for call in recorded.run.recording.calls where call.succeeded {
      guard let path = call.paths.last, !path.hasPrefix(root), case .scratch? = call.name.roles.last else {
        continue
      }
      // An interpreter's byte code is its own affair.
      if path.contains("/__pycache__") { continue }
      // One that was there may be what an earlier run of the subject left.
      if call.creates { if call.existedBefore == false { made.insert(path) } else { remade.insert(path) } }
      if [.write, .copy, .map, .rename, .link].contains(call.kind) { written.insert(path) }
    }
    let left = made.union(remade.intersection(written)).filter { FileSystem.exists($0) }.sorted()
    experiment.judgements.expect(
      .file1, left.isEmpty, "success leaves files elsewhere",
      expected: "exactly two new regular files, privkey.json and pubkey.json, and nothing else anywhere",
      observed: "also \(list(left))")
    // Other runs of the subject may write the same file at the same time, so what this one wrote counts as well as what
    // the file holds.
    let leak = written.union(made).sorted().first { path in
      guard let content = FileSystem.read(path, limit: 1 << 20) else { return false }
      let sent = recorded.run.recording.calls.filter { $0.kind == .write && $0.paths.last == path }
      return ([content] + [sent.flatMap(\.bytes)]).contains { recorded.search.encoding(in: $0) != nil }
    }
    experiment.judgements.expect(
      .secret2, leak == nil, "the private value is in another file", expected: "in no file but privkey.json",
      observed: "in \(leak ?? "")")
    SecretChecks.judge(recorded.run.observation, seed: recorded.seed, into: &experiment.judgements)
  }
}

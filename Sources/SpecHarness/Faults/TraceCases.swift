internal import Glibc

/// What only the calls of a run show: KG-FILE-5, KG-FILE-6, KG-KEY-4, and what lies outside the sandbox.
package enum TraceCases {
  /// The cases; to be run only where calls can be traced.
  package static func all() -> [TestCase] { [modes, flushes, outside, entropy] }

  /// A recorded run that had no reason to fail, with the facts of its pair.
  private struct Recorded {
    let run: TracedRun
    let seed: [UInt8]
    let purposes: Purposes
    var search: SecretSearch { SecretSearch(seed: seed) }
  }

  private static func record(
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

  private static let noPair = "no traced run of the subject made a pair to look at"

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
    var written: Set<String> = []
    for call in recorded.run.recording.calls where call.succeeded {
      guard let path = call.paths.last, !path.hasPrefix(root), case .scratch? = call.name.roles.last else {
        continue
      }
      // An interpreter's byte code is its own affair.
      if path.contains("/__pycache__") { continue }
      if call.creates, call.existedBefore == false { made.insert(path) }
      if [.write, .copy, .map, .rename, .link].contains(call.kind) { written.insert(path) }
    }
    let left = made.filter { FileSystem.exists($0) }.sorted()
    experiment.judgements.expect(
      .file1, left.isEmpty, "success leaves files elsewhere",
      expected: "exactly two new regular files, privkey.json and pubkey.json, and nothing else anywhere",
      observed: "also \(list(left))")
    let leak = written.union(made).sorted().first { path in
      FileSystem.read(path, limit: 1 << 20).map { recorded.search.encoding(in: $0) != nil } ?? false
    }
    experiment.judgements.expect(
      .secret2, leak == nil, "the private value is in another file", expected: "in no file but privkey.json",
      observed: "in \(leak ?? "")")
    SecretChecks.judge(recorded.run.observation, seed: recorded.seed, into: &experiment.judgements)
  }

  // MARK: KG-KEY-4

  private static let entropy = TestCase("trace/entropy", [.key4]) { experiment throws(CaseFailure) in
    guard let recorded = try record(&experiment) else {
      return experiment.judgements.leaveOpen(.key4, noPair)
    }
    let recording = recorded.run.recording
    let firstWrite =
      recording.calls.firstIndex { call in
        [.write, .copy, .map].contains(call.kind)
          && call.name.roles.contains { recorded.purposes.files(of: $0).contains(.privateSet) }
      } ?? recording.calls.count
    let drawn = recording.draws.filter { $0.before <= firstWrite }.reduce(0) { $0 + $1.count }
    guard drawn >= 32 else {
      return experiment.judgements.violate(
        .key4, "too little randomness is taken from the kernel",
        expected: "at least 32 bytes of kernel entropy before the private key is written",
        observed: "\(drawn) bytes")
    }
    try judgeDependence(&experiment)
  }

  /// The same stream gives the same key, and another stream another key.
  private static func judgeDependence(_ experiment: inout Experiment) throws(CaseFailure) {
    func key(_ seed: UInt64, _ experiment: inout Experiment) throws(CaseFailure) -> [UInt8]? {
      var options = TraceOptions.observing
      options.randomSeed = seed
      return try record(options: options, &experiment)?.seed
    }
    let reason = "the key could not be shown to depend on the kernel's randomness"
    guard let first = try key(1, &experiment), let other = try key(2, &experiment) else {
      return experiment.judgements.leaveOpen(.key4, "\(reason): no run succeeds on a given stream")
    }
    guard first != other else {
      return experiment.judgements.violate(
        .key4, "the key does not depend on the kernel's randomness",
        expected: "another key for another stream of random bytes", observed: "the same key for two streams")
    }
    for _ in 0..<3 {
      if try key(1, &experiment) == first { return experiment.judgements.hold(.key4) }
    }
    experiment.judgements.leaveOpen(
      .key4, "\(reason): the same stream gives another key every time, so something hidden goes into it, too")
  }
}

/// When a file was written, named and flushed.
private struct FlushOrder {
  private(set) var contentIsFlushed = false
  private(set) var nameIsFlushed = false
  let description: String

  init(_ calls: [TracedCall], _ file: KeyFile, _ purposes: Purposes) {
    let success = Array(file.successPrefix.utf8)
    let said =
      calls.firstIndex { call in
        call.name.roles == [.standardOutput] && Self.contains(call.bytes, success)
      } ?? calls.count
    func serves(_ call: TracedCall) -> Bool {
      call.name.roles.contains { purposes.files(of: $0).contains(file) }
    }
    let target: PathRole = file == .privateSet ? .privateKey : .publicKey
    let written = calls.lastIndex { [.write, .copy, .map, .resize].contains($0.kind) && serves($0) } ?? -1
    let named = calls.lastIndex { $0.creates && $0.succeeded && $0.name.roles.last == target } ?? -1
    let isSynchronous = calls.contains {
      $0.kind == .open && serves($0) && $0.openFlags & OpenFlags.dataSynchronous != 0
    }
    let all = { (call: TracedCall) in call.name.call == "sync" || call.name.call == "syncfs" }
    let flushes = calls.indices.filter { $0 < said && calls[$0].kind == .flush && calls[$0].succeeded }
    contentIsFlushed =
      isSynchronous || flushes.contains { $0 > written && (serves(calls[$0]) || all(calls[$0])) }
    nameIsFlushed = flushes.contains {
      $0 > named && (calls[$0].name.roles.contains(.directory) || all(calls[$0]))
    }
    description =
      flushes.isEmpty
      ? "no flush before the success line"
      : "flushes before the success line: " + flushes.map { "\(calls[$0].name)" }.joined(separator: ", ")
  }

  private static func contains(_ bytes: [UInt8], _ needle: [UInt8]) -> Bool {
    guard bytes.count >= needle.count else { return false }
    return (0...(bytes.count - needle.count)).contains { bytes[$0...].starts(with: needle) }
  }
}

internal import FaultInjection
internal import Glibc
internal import SpecHarness
internal import SystemSupport

/// What must hold of a run that had no reason to fail: KG-CLI-2, KG-CLI-3, KG-FILE-1, KG-SECRET-*, and the pair.
enum SuccessChecks {
  /// Every requirement that such a run is judged by.
  static let judged: Set<RequirementID> = [
    .cli2, .cli3, .file1, .dir2, .jwks1, .jwks2, .jwk1, .jwk2, .jwk3, .jwk4, .jwk5, .jwk6, .kid1, .kid2,
    .kid3,
    .kid5, .key1, .key2, .key3, .secret1, .secret2,
  ]

  /// Judges a run; returns the facts of its key pair when there is one to look at.
  static func judge(_ observation: Observation, into judgements: inout Judgements) -> PairFacts? {
    if observation.madePair {
      judgements.expect(
        .cli2, observation.ending.isSuccess, "the pair was written, but the run does not say so",
        expected: "exit status 0", observed: observation.summary)
    }
    if observation.madePair, observation.ending.isSuccess { judgeCompletion(observation, into: &judgements) }
    if observation.ending.isSuccess {
      judgeOutput(observation, into: &judgements)
      judgeFiles(observation, into: &judgements)
    }
    guard observation.made(.privateSet) || observation.made(.publicSet) else { return nil }
    let facts = PairChecks.judge(observation, into: &judgements)
    if let identifier = facts.identifier {
      judgeTime(identifier, observation, into: &judgements)
    } else {
      for requirement in [RequirementID.kid3, .kid5] {
        judgements.markUndecided(
          requirement, "no `kid` is a version 6 UUID (KG-KID-2), so there is no such field to look at")
      }
    }
    if let seed = facts.seed { SecretChecks.judge(observation, seed: seed, into: &judgements) }
    return facts
  }

  /// KG-CLI-2: the pair was complete when the command's own process ended; later helpers may add nothing to it.
  private static func judgeCompletion(_ observation: Observation, into judgements: inout Judgements) {
    for (file, glimpse) in zip(KeyFile.allCases, observation.result.witnessed) {
      guard let entry = observation.entry(file) else { continue }
      let final = FileGlimpse(inode: entry.inode, size: entry.size, modified: entry.modified)
      judgements.expect(
        .cli2, glimpse == final, "success is reported before \(file.name) is complete",
        expected: "a complete pair when the command's own process ends with exit status 0",
        observed: glimpse.map {
          "\($0.size) bytes then, \(entry.size) bytes in the end, and changed in between"
        }
          ?? "no \(file.name) then, \(entry.size) bytes in the end")
    }
  }

  /// KG-CLI-3: two lines, in this order, and nothing else.
  private static func judgeOutput(_ observation: Observation, into judgements: inout Judgements) {
    let output = observation.result.standardOutput
    let expected = KeyFile.allCases.map { "\($0.successPrefix)PATH" }.joined(separator: "\\n") + "\\n"
    let lines = output.dropLast().split(separator: 10, omittingEmptySubsequences: false)
    guard output.last == 10, lines.count == 2 else {
      return judgements.violate(
        .cli3, "standard output is not the two lines", expected: expected,
        observed: "\"\(printable(Array(output.prefix(300))))\"")
    }
    for (line, file) in zip(lines, KeyFile.allCases) {
      let prefix = Array(file.successPrefix.utf8)
      let path = line.starts(with: prefix) ? Array(line.dropFirst(prefix.count)) : nil
      judgements.expect(
        .cli3, path.map { SuccessLine(file: file, path: $0).names(file, in: observation) } ?? false,
        "a line of standard output does not name \(file.name)",
        expected: "\(file.successPrefix)PATH, where PATH leads to \(observation.path(file))",
        observed: "\"\(printable(Array(line)))\"")
    }
  }

  /// KG-FILE-1: two new regular files and nothing else, neither on disk nor running.
  private static func judgeFiles(_ observation: Observation, into judgements: inout Judgements) {
    let expected = "exactly two new regular files, privkey.json and pubkey.json, and nothing else anywhere"
    for file in KeyFile.allCases {
      let entry = observation.entry(file)
      judgements.expect(
        .file1, observation.made(file) && entry?.kind == .file, "success without a new \(file.name)",
        expected: expected, observed: entry.map(\.description) ?? "no \(observation.path(file))")
    }
    let parents = ancestors(of: observation.path(.privateSet))
    let extra = observation.changes.created.filter { path in
      !KeyFile.allCases.contains { observation.path($0) == path } && !parents.contains(path)
    }
    judgements.expect(
      .file1, extra.isEmpty, "success leaves more than the two files", expected: expected,
      observed: "also \(list(extra))")
    judgements.expect(
      .file1, observation.result.strays == 0, "the command left processes behind",
      expected: "nothing is left of the run but the two files",
      observed: "\(observation.result.strays) processes outlived the command")
    let touched = observation.touched
    let inside = touched.filter { $0.hasPrefix(observation.directory + "/") }
    judgements.expect(
      .file1, touched.count == inside.count, "files elsewhere were changed", expected: expected,
      observed: "removed or changed: \(list(touched))")
    guard observation.before.entries.keys.contains(where: { $0.hasPrefix(observation.directory + "/") })
    else {
      return
    }
    judgements.expect(
      .dir2, inside.isEmpty, "other content of the directory was changed",
      expected: "everything else in the directory is left as it was",
      observed: "removed or changed: \(list(inside))")
  }

  /// KG-KID-3: the time in the identifier lies within the run, give or take one second.
  private static func judgeTime(
    _ identifier: UUID6, _ observation: Observation, into judgements: inout Judgements
  ) {
    let second: Int64 = 1_000_000_000
    let readings = observation.result.clockReadings
    let (from, to) = (readings.lowerBound - second, readings.upperBound + second)
    judgements.expect(
      .kid3, identifier.time >= from && identifier.time <= to,
      "the timestamp in the `kid` is not the time of the run",
      expected:
        "from \(UTCTime(nanoseconds: from)) to \(UTCTime(nanoseconds: to)): the run, give or take one second",
      observed: "\(UTCTime(ticks: identifier.ticks))\(hint(identifier, from: from, to: to))")
  }

  /// A layout that is known to go wrong, where it explains the time.
  private static func hint(_ identifier: UUID6, from: Int64, to: Int64) -> String {
    guard let time = identifier.timeOfUnshiftedLayout, time >= from, time <= to else { return "" }
    return
      "; read as google/uuid up to 1.6.0 lays version 6 out (the time unshifted, four of its bits overwritten by the "
      + "version), it is \(UTCTime(nanoseconds: time)): a newer version of that library mends it"
  }
}

/// A line of standard output that says where a file was written.
struct SuccessLine {
  let file: KeyFile
  let path: [UInt8]

  /// The success lines in an output, whatever else stands there.
  static func all(in output: [UInt8]) -> [SuccessLine] {
    output.split(separator: 10).flatMap { line in
      KeyFile.allCases.compactMap { file in
        let prefix = Array(file.successPrefix.utf8)
        guard line.starts(with: prefix) else { return nil }
        return SuccessLine(file: file, path: Array(line.dropFirst(prefix.count)))
      }
    }
  }

  /// Where the path leads from the subject's working directory.
  func absolutePath(in observation: Observation) -> String {
    let text = String(decoding: path, as: UTF8.self)
    return text.hasPrefix("/") ? text : observation.workingDirectory + "/" + text
  }

  /// Whether the path leads to one of the two files of the output directory.
  func names(_ file: KeyFile, in observation: Observation) -> Bool {
    guard !path.contains(0) else { return false }
    let named = absolutePath(in: observation)
    guard let slash = named.lastIndex(of: "/"), named[named.index(after: slash)...] == file.name else {
      return false
    }
    let directory = observation.sandbox.path(observation.directory)
    return FileSystem.resolve(String(named[...slash])) == FileSystem.resolve(directory)
  }

  /// Whether anything is there now.
  func exists(in observation: Observation) -> Bool {
    !path.contains(0) && FileSystem.exists(absolutePath(in: observation))
  }
}

internal import Crosscheck
internal import FaultInjection
internal import SystemSupport

/// KG-FILE-2 to 4: the modes of the two files under every umask that matters.
enum ModeCases {
  /// The umasks that the documented profile names for privkey.json, and whether it names them for pubkey.json, too.
  private static let documented: [(umask: UInt32, publicToo: Bool)] = [
    (0o000, true), (0o022, true), (0o027, false), (0o077, false),
  ]
  private static let hardened: [UInt32] = [
    0o000, 0o022, 0o111, 0o137, 0o177, 0o200, 0o277, 0o377, 0o400, 0o600, 0o700, 0o777,
  ]

  static func all(seed: UInt64) -> [TestCase] {
    var random = SplitMix64(seed: seed)
    let more = (0..<2).map { _ in UInt32.random(in: 0...0o777, using: &random) }
    let strict = documented.filter { !$0.publicToo }.map(\.umask) + hardened + more
    return documented.map(documentedCase)
      + strict.map(hardenedCase).reduce(into: [TestCase]()) { cases, next in
        if !cases.contains(where: { $0.name == next.name }) { cases.append(next) }
      }
  }

  private static func documentedCase(_ entry: (umask: UInt32, publicToo: Bool)) -> TestCase {
    TestCase("umask/\(label(entry.umask))", [.file2, .file3], successes: true) {
      experiment throws(CaseFailure) in
      guard experiment.baseline.works else { return leaveOpen([.file2, .file3], &experiment) }
      let setting = Setting { $0.umask = entry.umask }
      let observation = try experiment.run(setting, in: experiment.makeSandbox())
      judge(observation, .privateSet, .file2, umask: entry.umask, into: &experiment)
      if entry.publicToo { judge(observation, .publicSet, .file3, umask: entry.umask, into: &experiment) }
      experiment.judgeSuccess(observation)
    }
  }

  /// The directory is there beforehand: one that the run makes under such a umask could not be written to.
  private static func hardenedCase(_ umask: UInt32) -> TestCase {
    TestCase("umask/exact-\(label(umask))", [.file4]) { experiment throws(CaseFailure) in
      guard experiment.baseline.works else { return leaveOpen([.file4], &experiment) }
      let setting = Setting { $0.umask = umask }
      let observation = try experiment.run(setting, in: experiment.makeSandbox(madeBeforehand: true))
      for file in KeyFile.allCases { judge(observation, file, .file4, umask: umask, into: &experiment) }
    }
  }

  /// Whether the umask is to blame: without it, the same run works.
  private static func worksInExisting(_ experiment: inout Experiment) -> Bool {
    guard let sandbox = try? experiment.makeSandbox(madeBeforehand: true),
      let control = try? experiment.run(in: sandbox)
    else { return false }
    return control.madePair
  }

  private static func label(_ umask: UInt32) -> Substring { octal(umask).dropFirst() }

  private static func leaveOpen(_ requirements: [RequirementID], _ experiment: inout Experiment) {
    for requirement in requirements {
      experiment.judgements.leaveOpen(requirement, "there is no file to look at")
    }
  }

  private static func judge(
    _ observation: Observation, _ file: KeyFile, _ requirement: RequirementID, umask: UInt32,
    into experiment: inout Experiment
  ) {
    let expected = "\(file.name) has mode \(octal(file.documentedMode)) under umask \(octal(umask))"
    guard let entry = observation.entry(file), observation.made(file), entry.kind == .file else {
      // A file that is missing although the run succeeded is KG-FILE-1's.
      guard !observation.ending.isSuccess, observation.changes.created.allSatisfy({ !$0.hasSuffix(".json") })
      else { return }
      if requirement == .file4, !worksInExisting(&experiment) {
        return experiment.judgements.leaveOpen(
          requirement, "the subject does not work in an existing directory")
      }
      return experiment.judgements.violate(
        requirement, "no key pair under umask \(octal(umask))", expected: expected,
        observed: observation.summary)
    }
    experiment.judgements.expect(
      requirement, entry.mode == file.documentedMode, "\(file.name) has mode \(octal(entry.mode))",
      expected: expected, observed: "mode \(octal(entry.mode))")
  }
}

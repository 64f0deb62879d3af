internal import FaultInjection
internal import SystemSupport

/// KG-EXIST-1 to 5: whatever has one of the two names already is left alone, and the command refuses.
enum ExistCases {
  static func all() -> [TestCase] {
    KeyFile.allCases.flatMap { file in Obstacle.allCases.map { one($0, at: file) } } + [both, again]
  }

  private static func label(_ file: KeyFile) -> String { file == .privateSet ? "private" : "public" }

  private static func one(_ obstacle: Obstacle, at file: KeyFile) -> TestCase {
    let requirement: RequirementID =
      obstacle.isPlainFile ? (file == .privateSet ? .exist1 : .exist2) : .exist5
    let rollback: RequirementID = file == .privateSet ? .roll3 : .roll1
    return TestCase(
      "exist/\(label(file))/\(obstacle.rawValue)",
      [requirement, .exist3, .exist4, .exist5, .cli2, .cli4, rollback, .roll4, .roll5, .roll6]
    ) { experiment throws(CaseFailure) in
      let sandbox = try experiment.makeSandbox(madeBeforehand: true)
      try experiment.make { () throws(FileSystem.Failure) in try obstacle.place(file, in: sandbox) }
      let reason = "\(file.name) is \(obstacle.phrase)"
      let reader = obstacle == .fifoWithReader ? FIFOReader(sandbox.path("work/keys/\(file.name)")) : nil
      let observation = try experiment.run(in: sandbox)
      let written = judge(observation, requirement, reason: reason, into: &experiment)
      judgeThrough(observation, obstacle, file, received: reader?.received() ?? 0, into: &experiment)
      guard observation.ending.isRefusal else { return }
      judgeRest(observation, of: file, rollback, written: written, into: &experiment)
      // The way is clear again: what is left must not block the retry.
      guard obstacle == .directory || obstacle == .danglingLink || obstacle == .file else { return }
      FileSystem.removeTree(sandbox.path(observation.path(file)))
      try RollbackChecks.judgeRetry(in: sandbox, after: "\(reason), since removed", into: &experiment)
    }
  }

  private static let both = TestCase("exist/both", [.exist1, .exist2, .exist3, .exist4, .cli2, .cli4]) {
    experiment throws(CaseFailure) in
    let sandbox = try experiment.makeSandbox(madeBeforehand: true)
    try experiment.make { () throws(FileSystem.Failure) in
      for file in KeyFile.allCases { try Obstacle.file.place(file, in: sandbox) }
    }
    let observation = try experiment.run(in: sandbox)
    _ = judge(observation, .exist1, reason: "both files exist", into: &experiment)
  }

  /// A second run finds what the first one wrote.
  private static let again = TestCase("exist/second-run", [.exist1, .exist3, .exist4, .cli2, .cli4]) {
    experiment throws(CaseFailure) in
    let sandbox = try experiment.makeSandbox()
    let first = try experiment.run(in: sandbox)
    guard first.madePair, first.ending.isSuccess else {
      return experiment.judgements.leaveOpen(.exist1, "the first run made no pair")
    }
    let second = try experiment.run(in: sandbox)
    _ = judge(second, .exist1, reason: "an earlier run wrote both files", into: &experiment)
  }

  /// Judges the refusal; returns what was written all the same.
  private static func judge(
    _ observation: Observation, _ requirement: RequirementID, reason: String,
    into experiment: inout Experiment
  ) -> [String] {
    RefusalChecks.judge(
      observation, requirement, writing: .exist4, reason: reason, into: &experiment.judgements)
    guard observation.ending.isRefusal else {
      experiment.judgements.leaveOpen(
        .exist3, "the subject does not refuse, so no refusal could be looked at")
      return []
    }
    let touched = observation.touched
    // That nothing special is written through or replaced is KG-EXIST-5's; all else that is kept is KG-EXIST-3's.
    let replaced = requirement == .exist5 && touched.contains { isReplaced($0, observation) }
    experiment.judgements.expect(
      replaced ? .exist5 : .exist3, touched.isEmpty, "refused, but changed what was there",
      expected: "bytes, mode, owner, inode and modification time as before, and links not followed",
      observed: touched.map { describe($0, observation) }.joined(separator: "; "))
    return observation.changes.created
  }

  /// KG-EXIST-5: nothing went through a FIFO or a dangling link, also when the run refused in the end.
  private static func judgeThrough(
    _ observation: Observation, _ obstacle: Obstacle, _ file: KeyFile, received: Int,
    into experiment: inout Experiment
  ) {
    switch obstacle {
    case .fifoWithReader:
      // A run that goes ahead is judged by KG-EXIST-5 alone.
      if observation.ending.isRefusal, received > 0 {
        experiment.judgements.violate(
          .exist4, "refused, but wrote into the FIFO at \(file.name)", expected: "nothing is written",
          observed: "\(observation.ending); \(received) bytes came through")
      }
      experiment.judgements.expect(
        .exist5, received == 0, "wrote into the FIFO at \(file.name)",
        expected: "nothing is written through what has the name", observed: "\(received) bytes came through")
    case .danglingLink:
      let target = "elsewhere/target-of-\(file.name)"
      experiment.judgements.expect(
        .exist5, observation.after[target] == nil, "wrote through the dangling link at \(file.name)",
        expected: "the target of the link is still missing",
        observed: "\(target): \(observation.after[target].map { "\($0)" } ?? "")")
    default: break
    }
  }

  /// Whether there is something else at a path now, or something else in it.
  private static func isReplaced(_ path: String, _ observation: Observation) -> Bool {
    guard let before = observation.before[path], let after = observation.after[path] else { return true }
    return before.kind != after.kind || before.inode != after.inode || before.content != after.content
      || before.kind == .file && before.size != after.size
  }

  private static func describe(_ path: String, _ observation: Observation) -> String {
    let before = observation.before[path].map { "\($0)" } ?? "nothing"
    let after = observation.after[path].map { "\($0)" } ?? "nothing"
    return before == after
      ? "\(path): \(after), with other bytes, inode or time" : "\(path): \(before), now \(after)"
  }

  /// KG-ROLL-1 or 3: the name in the way made one of the two writes fail, so the other file must not stay either.
  private static func judgeRest(
    _ observation: Observation, of file: KeyFile, _ rollback: RequirementID, written: [String],
    into experiment: inout Experiment
  ) {
    let other = observation.path(file.other)
    experiment.judgements.expect(
      rollback, !written.contains(other),
      "\(file.other.name) is left although \(file.name) could not be written",
      expected: "no \(file.other.name)", observed: observation.after[other].map { "\(other): \($0)" } ?? "")
  }
}

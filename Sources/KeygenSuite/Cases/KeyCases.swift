internal import FaultInjection
internal import Glibc
internal import SpecHarness
internal import SystemSupport

/// KG-KID-4 and KG-KEY-3: runs one after the other, each with its own identifier and key.
enum KeyCases {
  /// How many chains of runs there are, and how long each is; together enough for every bit of the key to vary.
  ///
  /// Those of a slow subject make just the keys that KG-KEY-3 needs.
  private static let chains = 4
  private static let length = (usual: 16, slow: 12)

  /// How many runs look for what is wrong with one key in hundreds, at most: the time that they may take ends sooner for
  /// most subjects.
  private static let many = (cases: 2, runs: 512)

  static func all() -> [TestCase] { (1...chains).map(chain) + (1...many.cases).map(keys) }

  /// A byte that is lost when it is zero, a sign that is forgotten: what only some keys show.
  private static func keys(_ number: Int) -> TestCase {
    TestCase("key/many-\(number)", [.jwk4, .key1, .key2], successes: true) { experiment throws(CaseFailure) in
      guard experiment.baseline.works else {
        return experiment.judgements.markUndecided(.jwk4, "the subject makes no key pair")
      }
      let end = monotonicSeconds() + experiment.context.samplingSeconds
      for _ in 0..<many.runs where monotonicSeconds() < end {
        let sandbox = try experiment.makeSandbox()
        let before = experiment.judgements.all.count
        experiment.judgeSuccess(try experiment.run(in: sandbox))
        // One that shows something is enough, and is kept to be looked at.
        if experiment.judgements.all[before...].contains(where: \.isViolated) { return }
        experiment.discard(sandbox)
      }
    }
  }

  private static func chain(_ number: Int) -> TestCase {
    TestCase("key/chain-\(number)", [.kid4, .key3, .dir1], successes: true) {
      experiment throws(CaseFailure) in
      guard experiment.baseline.works else {
        experiment.judgements.markUndecided(.kid4, "the subject makes no key pair")
        return experiment.judgements.markUndecided(.key3, "the subject makes no key pair")
      }
      var pairs: [(facts: PairFacts, result: RunResult)] = []
      for _ in 0..<(experiment.baseline.isSlow ? length.slow : length.usual) {
        let sandbox = try experiment.makeSandbox()
        if let last = pairs.last { waitForNextTick(after: last.result.ended) }
        let observation = try experiment.run(in: sandbox)
        if let facts = experiment.judgeSuccess(observation) {
          pairs.append((facts, observation.result))
        } else if experiment.baseline.succeeds {
          experiment.judgements.expect(
            .dir1, observation.ending.isSuccess, "a run that is like others before it fails",
            expected: "the two files in \(observation.directory)", observed: observation.summary)
        }
      }
      for (earlier, later) in zip(pairs, pairs.dropFirst()) {
        judgeOrder(earlier, later, into: &experiment.judgements)
      }
      judgeCounting(pairs.compactMap(\.facts.seed), into: &experiment.judgements)
    }
  }

  /// A clock of milliseconds is precise enough for a subject, so the next run has to fall into another one.
  private static func waitForNextTick(after moment: Int64) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let left = moment + 1_100_000 - (Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    // More than that only where the clock was set back.
    if left > 0 { usleep(UInt32(min(left, 1_100_000) / 1000)) }
  }

  /// KG-KID-4: the run that started later has the later timestamp.
  private static func judgeOrder(
    _ earlier: (facts: PairFacts, result: RunResult), _ later: (facts: PairFacts, result: RunResult),
    into judgements: inout Judgements
  ) {
    // When the machine's clock was set back meanwhile, nothing follows.
    guard later.result.started > earlier.result.ended, let first = earlier.facts.identifier,
      let second = later.facts.identifier, earlier.facts.kid != later.facts.kid
    else { return }
    judgements.expect(
      .kid4, second.ticks > first.ticks, "a later run does not have the later timestamp",
      expected: "a timestamp after that of the run before",
      observed: "\(first), then \(second)")
  }

  /// KG-KEY-3: no byte of the key counts from run to run.
  private static func judgeCounting(_ seeds: [[UInt8]], into judgements: inout Judgements) {
    guard seeds.count >= 12 else { return }
    for position in 0..<32 {
      let steps = Set(zip(seeds, seeds.dropFirst()).map { $1[position] &- $0[position] })
      guard steps.count == 1, let step = steps.first, step != 0 else { continue }
      return judgements.violate(
        .key3, "a byte of the private value counts from run to run", expected: "independent random bytes",
        observed: "byte \(position) grows by \(step) (modulo 256) with each of \(seeds.count) runs")
    }
    judgements.hold(.key3)
  }
}

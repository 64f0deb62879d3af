internal import Crosscheck
internal import FaultInjection
internal import Glibc
internal import SpecHarness
internal import SystemSupport

/// KG-EXIST-6: runs that start at the same moment into one directory.
enum RaceCases {
  /// How many run together, round after round.
  private static let rounds =
    Array(repeating: 2, count: 10) + Array(repeating: 4, count: 8) + Array(repeating: 8, count: 6)

  /// The rounds that every subject has to go through, by their index.
  ///
  /// A slow one hardly ever comes to the decisive moment together with another, however often it is tried; the concurrent
  /// writer of the fault campaign comes there every time.
  private static let always: Set<Int> = [0, 1, 2, 3, 10, 11, 18]

  static func all() -> [TestCase] {
    rounds.enumerated().map { index, count in
      race("race/\(index + 1)-of-\(count)", count, isSpared: !always.contains(index))
    }
  }

  private static func race(_ name: String, _ count: Int, isSpared: Bool) -> TestCase {
    TestCase(name, [.exist6, .roll4], cost: count, isSpared: isSpared) { experiment throws(CaseFailure) in
      guard experiment.baseline.succeeds else {
        return experiment.judgements.markUndecided(.exist6, "no run of the subject succeeds")
      }
      let sandbox = try experiment.makeSandbox(madeBeforehand: true)
      let observations = try run(count, experiment.context, in: sandbox)
      for _ in observations { experiment.noteRun() }
      judge(observations, sandbox, into: &experiment)
    }
  }

  /// Starts the runs behind one gate and opens it once all of them wait there.
  private static func run(
    _ count: Int, _ context: CaseContext, in sandbox: Sandbox
  ) throws(CaseFailure) -> [Observation] {
    guard let gate = Gate() else {
      throw .sandbox(FileSystem.Failure(operation: "make a pipe for", path: sandbox.root, errno: errno))
    }
    let before = sandbox.snapshot()
    let launch = context.launch(Setting().invocation(in: sandbox, context.baseline), in: sandbox)
    // The one who opens the gate is one more.
    let outcomes = parallelMap(Array(0...count), jobs: count + 1) {
      index -> Result<RunResult, LaunchFailure>? in
      if index == 0 {
        gate.open(afterArrivals: count)
        return nil
      }
      return Result { () throws(LaunchFailure) in try PlainRun(launch, gate: gate).finish() }
    }
    let after = sandbox.snapshot()
    do {
      return try outcomes.compactMap(\.self).map { (outcome) throws(LaunchFailure) in
        Observation(
          sandbox: sandbox, before: before, after: after, result: try outcome.get(), directory: "work/keys",
          workingDirectory: sandbox.work)
      }
    } catch {
      throw .launch(error)
    }
  }

  private static func judge(
    _ observations: [Observation], _ sandbox: Sandbox, into experiment: inout Experiment
  ) {
    guard let last = observations.last else { return }
    // A refusal that exits with status 0 is KG-CLI-2's, not a success.
    let winners = observations.count { observation in
      observation.ending.isSuccess
        && (!experiment.baseline.printsLines
          || !SuccessLine.all(in: observation.result.standardOutput).isEmpty)
    }
    let expected = "at most one run succeeds, and one matching pair is left"
    let endings = observations.map { "\($0.ending)" }.joined(separator: ", ")
    guard
      experiment.judgements.expect(
        .exist6, winners <= 1, "\(winners) of \(observations.count) concurrent runs succeeded",
        expected: expected,
        observed: endings)
    else { return }
    let hanging = observations.contains { $0.ending == .timedOut }
    if hanging {
      experiment.judgements.violate(
        .roll4, "a run that others got ahead of does not end", expected: "a refusal in finite time",
        observed: endings)
    }
    guard !hanging else { return }
    let names = last.after.names(below: "work/keys")
    if winners == 0, names.isEmpty { return }
    let pairNames = KeyFile.allCases.map(\.name).sorted()
    let isPair = experiment.baseline.isTidy ? names == pairNames : Set(names).isSuperset(of: pairNames)
    experiment.judgements.expect(
      .exist6, isPair, "concurrent runs do not leave one pair",
      expected: expected, observed: "\(winners) succeeded; left: \(names.isEmpty ? "nothing" : list(names))")
    guard isPair else { return }
    var pair = Judgements()
    _ = PairChecks.judge(last, into: &pair)
    let flaws = experiment.baseline.violations
    let isAsEver = [.kid1, .key2, .jwk6, .jwks2].allSatisfy { !pair.violates($0) || flaws.contains($0) }
    experiment.judgements.expect(
      .exist6, isAsEver || !experiment.baseline.matches, "concurrent runs leave two files that do not match",
      expected: expected, observed: "privkey.json and pubkey.json of different runs or incomplete")
    experiment.judgements.expect(
      .exist6, winners == 1, "a pair is left, but no run reports success", expected: expected,
      observed: endings)
  }
}

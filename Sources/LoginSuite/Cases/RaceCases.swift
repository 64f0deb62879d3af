internal import FaultInjection
internal import Glibc
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-8 and 9: runs that start at the same moment, each for a host of its own.
enum RaceCases {
  private static let rounds = [2, 2, 4, 4, 6, 6]
  /// Those that find no config.json.
  private static let roundsForNewFile = [4, 2]

  static func all(_ suite: CredentialSuite) -> [TestCase] {
    guard suite.hosts.count > 1 else { return [] }
    return rounds.enumerated().map { index, count in
      race(
        "race/\(index + 1)-of-\(min(count, suite.hosts.count))", min(count, suite.hosts.count),
        old: DockerConfigText.rich, isSpared: index % 2 == 1)
    }
      + roundsForNewFile.enumerated().map { index, count in
        race(
          "race/new-file-\(index + 1)-of-\(min(count, suite.hosts.count))", min(count, suite.hosts.count),
          old: nil, isSpared: index > 0)
      }
  }

  private static func race(_ name: String, _ count: Int, old: [UInt8]?, isSpared: Bool) -> TestCase {
    TestCase(name, [.store8, .store9, .fail2], isSpared: isSpared) { experiment throws(CaseFailure) in
      guard experiment.baseline.succeeds else {
        for requirement in [RequirementID.store8, .store9] {
          experiment.judgements.markUndecided(requirement, "no run of the subject succeeds")
        }
        return
      }
      let plain = try experiment.setting()
      var settings: [Setting] = []
      for number in 0..<count { settings.append(try plain.forHost(number)) }
      // What one run alone leaves is the measure.
      let alone = try experiment.stage(settings[0], old: old)
      let clean = SuccessChecks.content(try experiment.run(settings[0], in: alone), settings[0])
      let sandbox = try experiment.stage(settings[0], old: old)
      try experiment.make { () throws(FileSystem.Failure) in
        for setting in settings { try setting.place(in: sandbox) }
      }
      let (results, flaw) = try run(settings, experiment.context, in: sandbox)
      for _ in results { experiment.noteRun() }
      experiment.judgements.expect(
        .store8, flaw == nil, "config.json is not well-formed while concurrent runs change it",
        expected: "one complete JSON object at every instant", observed: flaw ?? "")
      let hanging = results.contains { $0.ending == .timedOut }
      if hanging {
        return experiment.judgements.violate(
          .fail2, "a run that others got ahead of does not end",
          expected: "success or a refusal in finite time",
          observed: results.map { "\($0.ending)" }.joined(separator: ", "))
      }
      RaceJudge.judgeEntries(
        sandbox, Array(zip(settings, results)), nil, "\(count) runs at once", cleanContent: clean,
        isNew: old == nil, into: &experiment.judgements)
    }
  }

  /// Starts the runs behind one gate, and reads the file all the while.
  ///
  /// - Returns: how the runs ended, and what was wrong with the file at some moment.
  private static func run(
    _ settings: [Setting], _ context: CaseContext, in sandbox: Sandbox
  ) throws(CaseFailure) -> (results: [RunResult], flaw: String?) {
    guard let gate = Gate() else {
      throw .sandbox(FileSystem.Failure(operation: "make a pipe for", path: sandbox.root, errno: errno))
    }
    let launches = settings.map { setting in
      var launch = context.launch(setting.invocation(in: sandbox), in: sandbox)
      launch.deadline = max(2 * context.runDeadline, context.patientDeadline)
      return launch
    }
    let path = sandbox.path(settings[0].configPath)
    let isOver = DoneFlag()
    let wasThere = FileSystem.exists(path)
    let count = launches.count
    let left = Countdown(count)
    let outcomes = parallelMap(Array(0..<(count + 2)), jobs: count + 2) { index -> Side in
      switch index {
      case 0:
        gate.open(afterArrivals: count)
        return .nothing
      case 1: return .seen(watch(path, wasThere: wasThere, until: isOver))
      default:
        let result = Result { () throws(LaunchFailure) in
          try PlainRun(launches[index - 2], gate: gate).finish()
        }
        if left.countDown() { isOver.set() }
        return .ended(result)
      }
    }
    var results: [RunResult] = []
    var flaw: String?
    for outcome in outcomes {
      switch outcome {
      case .nothing: break
      case .seen(let seen): flaw = seen
      case .ended(let result):
        do { results.append(try result.get()) } catch { throw .launch(error) }
      }
    }
    return (results, flaw)
  }

  /// Reads the file again and again; returns the first flaw that it had.
  private static func watch(_ path: String, wasThere: Bool, until isOver: DoneFlag) -> String? {
    var last: [UInt8] = []
    var wasThere = wasThere
    while !isOver.isSet {
      guard let content = FileSystem.read(path, limit: Snapshot.contentLimit) else {
        if wasThere, !FileSystem.exists(path) { return "missing for an instant" }
        if !wasThere { usleep(50) }
        continue
      }
      wasThere = true
      if content != last, let flaw = StoredConfiguration.flaw(of: content) {
        return "\(flaw), for an instant"
      }
      last = content
      usleep(50)
    }
    return nil
  }

  private enum Side: Sendable {
    case nothing
    case seen(String?)
    case ended(Result<RunResult, LaunchFailure>)
  }
}

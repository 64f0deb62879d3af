internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// Finds out where the subject stores, and whether it works at all.
enum Probe {
  static func baseline(_ context: CaseContext) throws(CaseFailure) -> CredentialBaseline {
    var best = CredentialBaseline()
    var experiment = Experiment(context, name: "probe")
    defer { experiment.cleanUp() }
    var timeOuts = 0
    for place in [Place.environment, .home] {
      var setting = try Setting(context.suite)
      setting.place = place
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      let first = try experiment.run(setting, in: sandbox)
      best.leavesProcesses = best.leavesProcesses || first.result.strays > 0
      if first.ending == .timedOut { timeOuts += 1 }
      guard first.ending.isSuccess, context.suite.isComplete(first) else { continue }
      let second = try experiment.run(setting, in: sandbox)
      best.place = place
      best.succeeds = true
      best.seconds = Double(min(first.result.elapsed, second.result.elapsed)) / 1e9
      best.processorSeconds = Double(min(first.result.processorTime, second.result.processorTime)) / 1e9
      best.extras = Set(first.changes.created).subtracting([setting.configPath])
      best.size = first.after[setting.configPath]?.content?.count ?? 0
      return best
    }
    best.hangs = timeOuts == 2
    return best
  }
}

package import FaultInjection
package import SpecHarness
internal import SystemSupport

extension CredentialSuite {
  package func scenarios(_ baseline: CredentialBaseline) -> [CredentialScenario] {
    CredentialScenario.allCases
  }

  private func setting(_ baseline: CredentialBaseline) throws(CaseFailure) -> Setting {
    var setting = try Setting(self)
    setting.place = baseline.place
    return setting
  }

  package func makeSandbox(
    for scenario: CredentialScenario, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Sandbox {
    try experiment.stage(
      setting(experiment.baseline), old: scenario.old, makesDirectory: scenario == .existing)
  }

  package func invocation(
    for scenario: CredentialScenario, in sandbox: Sandbox, _ baseline: CredentialBaseline
  ) -> Invocation {
    (try? setting(baseline).invocation(in: sandbox)) ?? Invocation(directory: baseline.place.directory)
  }

  package func measure(_ run: TracedRun) -> StoreMeasure {
    let observation = run.observation
    let content = observation.after[observation.directory + "/" + Setting.configName]?.content
    return StoreMeasure(
      content, hosts: [hosts[0]], kind: kind,
      usual: Set(observation.changes.created))
  }

  package func contentRecognizer(for observation: Observation) -> @Sendable ([UInt8]) -> FileLabel? {
    let content = observation.after[observation.directory + "/" + Setting.configName]?.content
    return { bytes in
      guard let content, !bytes.isEmpty else { return nil }
      return bytes == content ? .config : nil
    }
  }

  package var tracedRequirements: Set<RequirementID> {
    let faulted: [RequirementID] = [.fail1, .fail2, .fail3, .fail4, .fail5, .fail6, .sec1, .sec2]
    return traceCases.reduce(into: Set(faulted)) { $0.formUnion($1.requirements) }
  }

  package func requirements(of fault: SpecHarness.FaultCase<CredentialScenario>) -> [RequirementID] {
    switch fault.fault {
    case .signal: [.fail5, .fail3, .sec1, .sec2]
    case .kill: [.fail6, .fail3, .sec1]
    case .error, .lost, .short, .fullAfterHalf, .concurrentWriter:
      [.fail1, .fail2, .fail3, .fail4, .sec1, .sec2]
    }
  }

  package func judge(
    _ run: SpecHarness.FaultedRun<CredentialSuite>, in experiment: inout Experiment
  ) throws(CaseFailure) -> FaultGrid.Cell {
    try FaultJudge(run, setting(experiment.baseline)).judge(&experiment)
  }
}

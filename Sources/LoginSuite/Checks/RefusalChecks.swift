internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// What must hold of a run that had to refuse: a status, a message, and that nothing was changed.
enum RefusalChecks {
  /// Judges a run that must not store anything.
  ///
  /// - Parameters:
  ///   - requirement: what is violated when the run goes ahead, or changes something all the same.
  ///   - reason: why it had to refuse, for the message.
  static func judge(
    _ observation: Observation, _ setting: Setting, _ requirement: RequirementID, reason: String,
    into judgements: inout Judgements
  ) {
    let isChanged = isChanged(observation, setting)
    let ending = observation.ending
    let expected = "a refusal: exit status other than 0, and config.json as it was"
    let deed: String =
      switch ending {
      case .exited(0): isChanged ? "went ahead" : "reported success without doing anything"
      case .exited: "refused, but changed the Docker configuration"
      case .signaled: "crashed"
      case .timedOut, .flooded: "no end"
      }
    judgements.expect(
      requirement, ending.isRefusal && !isChanged, "\(deed) although \(reason)", expected: expected,
      observed: observation.summary + (isChanged ? "; config.json was changed" : ""))
    SecretChecks.judge(
      observation, setting, SuccessChecks.content(observation, setting).flatMap { StoredConfiguration($0) },
      into: &judgements)
    // Who stores something reports success by right; who crashes reports nothing.
    guard !(ending.isSuccess && isChanged) else { return }
    if case .signaled = ending { return }
    guard !ending.isEndless else { return }
    judgements.expect(
      .cli1, ending.isRefusal, "a refusal does not show in the exit status",
      expected: "an exit status other than 0",
      observed: "\(ending), although \(reason)")
    if ending.isRefusal { judgeMessage(observation, reason: reason, into: &judgements) }
  }

  /// LG-CLI-1: an explanation on standard error.
  static func judgeMessage(_ observation: Observation, reason: String, into judgements: inout Judgements) {
    judgements.expect(
      .cli1, observation.result.standardError.contains { $0 > 32 }, "failed without a word on standard error",
      expected: "an explanation on standard error",
      observed: "\(observation.ending) and an empty standard error, although \(reason)")
  }

  /// Whether `config.json` is another than before: its bytes, its kind, its mode.
  static func isChanged(_ observation: Observation, _ setting: Setting) -> Bool {
    let before = observation.before[setting.configPath]
    let after = observation.after[setting.configPath]
    guard let before, let after else { return (before == nil) != (after == nil) }
    return before.kind != after.kind || before.content != after.content || before.mode != after.mode
  }
}

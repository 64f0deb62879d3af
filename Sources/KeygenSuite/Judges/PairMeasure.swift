internal import FaultInjection
internal import SpecHarness

/// What a traced run without a fault leaves: the measure for runs with one.
package struct PairMeasure: Sendable {
  /// The modes of the two files.
  let modes: [KeyFile: UInt32]
  /// What is wrong with the pair even so; a fault is not blamed for it.
  let violations: Set<RequirementID>

  init(_ observation: Observation) {
    modes = KeyFile.allCases.reduce(into: [:]) { $0[$1] = observation.entry($1)?.mode }
    violations = Self.violations(observation)
  }

  /// What the two files violate.
  static func violations(_ observation: Observation) -> Set<RequirementID> {
    var judgements = Judgements()
    _ = PairChecks.judge(observation, into: &judgements)
    return Set(judgements.all.filter(\.isViolated).map(\.requirement))
  }
}

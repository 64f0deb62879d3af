/// The state of a sandbox in which faults are injected.
package protocol FaultScenario: Hashable, Sendable {
  /// What follows the names of cases, so that every name is unique; empty for the plainest.
  var suffix: String { get }
  /// Whether a run without a fault refuses: it has nothing to roll back, so that only interruptions are of interest.
  var isRefusal: Bool { get }
  /// Whether those calls get every fault that the plainest scenario's run does not make, and those on directories, and the
  /// others only the foremost ones.
  var extendsPlainest: Bool { get }
}

extension FaultScenario {
  package var suffix: String { "" }
  package var isRefusal: Bool { false }
  package var extendsPlainest: Bool { false }
}

/// The one scenario of a suite that needs no more.
package enum PlainScenario: FaultScenario {
  case plain
}

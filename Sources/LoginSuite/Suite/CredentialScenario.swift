internal import SpecHarness

/// The state of the Docker configuration in which faults are injected.
package enum CredentialScenario: FaultScenario, CaseIterable {
  /// `config.json` is there, with much in it.
  case existing
  /// Neither it nor its directory is there.
  case missing

  package var suffix: String { self == .existing ? "" : " (new file)" }

  package var extendsPlainest: Bool { self == .missing }

  /// What `config.json` holds.
  var old: [UInt8]? { self == .existing ? DockerConfigText.rich : nil }
}

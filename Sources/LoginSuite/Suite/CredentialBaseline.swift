package import SpecHarness

/// What runs of the subject without a fault look like, found out before all else.
package struct CredentialBaseline: SubjectBaseline {
  /// Where the subject stores.
  var place = Place.environment
  /// Whether a run says that it succeeded, and the file has an entry of the host.
  package var succeeds = false
  package var hangs = false
  package var leavesProcesses = false
  package var violations: Set<RequirementID> = []
  /// How long the shortest of the first runs took, in seconds, and its processor time.
  var seconds = 0.0
  var processorSeconds = 0.0
  package var isSlow: Bool { processorSeconds >= 0.04 || seconds >= 0.5 }
  /// New names that a success leaves beside `config.json`, relative to the sandbox's root: a lock file, for example.
  var extras: Set<String> = []
  /// The length of the file that the plain run leaves, in bytes.
  var size = 0

  package init() {}
}

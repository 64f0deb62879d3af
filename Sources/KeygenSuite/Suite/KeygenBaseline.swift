package import SpecHarness

/// What runs of the subject without a fault look like, found out before all else.
///
/// The baseline is the only thing that one case knows of other runs, so that its outcome depends on the subject and the
/// seed alone.
package struct KeygenBaseline: SubjectBaseline {
  /// The form that is used wherever the form does not matter.
  package var form: InvocationForm = .shortFlag
  /// Whether the output directory has to be there beforehand for the run to work.
  package var needsDirectory = false
  /// Whether any form made at least one of the two files.
  package var works = false
  /// Whether that run said that it succeeded and made both.
  package var succeeds = false
  /// Whether a successful run prints the success lines.
  package var printsLines = false
  /// What a success leaves in the output directory beside the two files.
  package var extras: [String] = []
  /// What it leaves elsewhere, relative to the sandbox's root.
  package var extrasElsewhere: Set<String> = []
  /// Whether neither a success nor a refusal leaves anything but the pair.
  package var isTidy = false
  /// Whether the two files belong together.
  package var matches = false
  /// The lengths of the two files in bytes.
  package var privateSize = 0
  package var publicSize = 0
  /// How long the first success, or the refusal after it, took, whichever was shorter; in seconds.
  package var seconds = 0.0
  /// The lesser processor time of the two, in seconds; other than their length, a busy machine hardly changes it.
  package var processorSeconds = 0.0
  /// Whether a run takes so long that many of them would take minutes: an interpreter or a virtual machine starts, or
  /// something is waited for.
  package var isSlow: Bool { processorSeconds >= 0.04 || seconds >= 0.5 }
  /// Whether the first runs reached their deadline.
  package var hangs = false
  /// Whether processes outlived the first runs.
  package var leavesProcesses = false
  /// What runs without a fault violate, always or now and then; no fault and no concurrent writer is blamed for it (rule J9).
  package var violations: Set<RequirementID> = []

  package init() {}

  func size(_ file: KeyFile) -> Int { file == .privateSet ? privateSize : publicSize }
}

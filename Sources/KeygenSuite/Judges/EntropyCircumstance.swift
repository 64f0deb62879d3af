internal import FaultInjection

/// In what a run may differ from the usual one, with the same bytes drawn and so, as a rule, the same key.
enum EntropyCircumstance: CaseIterable, CustomStringConvertible {
  case existingDirectory
  case defaultDirectory

  /// The run; nil where it is no other one.
  func run(_ usual: SeededRun, _ baseline: KeygenBaseline) -> SeededRun? {
    var run = usual
    switch self {
    case .existingDirectory:
      if baseline.needsDirectory { return nil }
      run.madeBeforehand = true
    case .defaultDirectory:
      if baseline.form == .defaultDirectory { return nil }
      run.setting.form = .defaultDirectory
      run.madeBeforehand = true
    }
    return run
  }

  var description: String {
    switch self {
    case .existingDirectory: " where the directory is there already"
    case .defaultDirectory: " where no directory is given"
    }
  }
}

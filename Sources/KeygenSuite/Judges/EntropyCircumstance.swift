internal import FaultInjection

/// A byte at which text ends.
///
/// A program that takes random bytes for text loses those behind it, or before it. 255 is the end of a file for who reads into a `char`.
enum SpecialByte: UInt8, CaseIterable {
  case zero = 0
  case newline = 0x0a
  case endOfFile = 0xff

  var circumstance: String { " where one of them is \(name)" }

  private var name: String {
    switch self {
    case .zero: "0"
    case .newline: "a newline (10)"
    case .endOfFile: "255, as EOF is"
    }
  }

  /// Those that are lost first, in a group of bytes of which the last but one has this value.
  func neighbours(in group: [EntropyBytes.Place]) -> [EntropyBytes.Place] {
    let behind = group[group.count - 1]
    // Nobody reads lines from behind.
    return self == .zero ? [behind, group[group.count - 3]] : [behind]
  }
}

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

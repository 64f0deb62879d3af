internal import SpecHarness

/// The state of the output directory in which faults are injected.
package enum KeygenScenario: FaultScenario, CaseIterable {
  /// It is there, with other files in it.
  case existing
  /// It is missing, and so is the directory above it.
  case missing
  /// Both names are taken, so that the run refuses.
  case refusing

  /// Relative to the sandbox's root.
  var directory: String { self == .missing ? "work/new/keys" : Setting.directory }

  var setting: Setting { Setting { $0.directory = directory } }

  package var suffix: String {
    switch self {
    case .existing: ""
    case .missing: " (new directory)"
    case .refusing: " (refusing)"
    }
  }

  package var isRefusal: Bool { self == .refusing }

  package var extendsPlainest: Bool { self == .missing }
}

internal import FaultInjection
internal import Glibc
internal import SystemSupport

/// The state of the output directory in which faults are injected.
enum FaultScenario: String, Sendable, CaseIterable {
  /// It is there, with other files in it.
  case existing
  /// It is missing, and so is the directory above it.
  case missing
  /// Both names are taken, so that the run refuses.
  case refusing

  /// Relative to the sandbox's root.
  var directory: String { self == .missing ? "work/new/keys" : "work/keys" }

  var setting: Setting { Setting { $0.directory = directory } }

  /// What follows the names of cases, so that every name is unique.
  var suffix: String {
    switch self {
    case .existing: ""
    case .missing: " (new directory)"
    case .refusing: " (refusing)"
    }
  }

  func makeSandbox(_ experiment: inout Experiment) throws(CaseFailure) -> Sandbox {
    let sandbox = try experiment.makeSandbox(directory, madeBeforehand: self != .missing)
    try experiment.make { () throws(FileSystem.Failure) in
      if self != .missing { try Bystanders.place(sandbox, directory) }
      if self == .refusing {
        for file in KeyFile.allCases { try Obstacle.file.place(file, in: sandbox, directory) }
      }
    }
    return sandbox
  }
}

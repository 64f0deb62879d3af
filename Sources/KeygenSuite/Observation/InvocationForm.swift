internal import SpecHarness

/// A documented way to tell the command which directory to use (KG-CLI-1).
package enum InvocationForm: String, Sendable, CaseIterable {
  case shortFlag = "short-flag"
  case longFlag = "long-flag"
  case longFlagWithEquals = "long-flag-equals"
  case defaultDirectory = "default-directory"

  /// The arguments that choose a directory; the default directory is chosen by working in it.
  package func arguments(directory: String) -> [String] {
    switch self {
    case .shortFlag: ["-o", directory]
    case .longFlag: ["--output-dir", directory]
    case .longFlagWithEquals: ["--output-dir=\(directory)"]
    case .defaultDirectory: []
    }
  }

  /// How the form is written, for a message.
  package var usage: String {
    self == .defaultDirectory ? "no flag" : arguments(directory: "DIR").joined(separator: " ")
  }
}

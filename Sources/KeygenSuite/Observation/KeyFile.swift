package import FaultInjection

/// One of the two files that the command writes.
package enum KeyFile: String, Sendable, CaseIterable {
  case privateSet = "privkey.json"
  case publicSet = "pubkey.json"

  /// The file's name in the output directory.
  package var name: String { rawValue }

  /// What the file is called in the names of calls.
  package var label: FileLabel { self == .privateSet ? .privkey : .pubkey }

  package var other: KeyFile { self == .privateSet ? .publicSet : .privateSet }

  /// How the success line on standard output begins.
  package var successPrefix: String {
    switch self {
    case .privateSet: "\u{2714} private key set written to: "
    case .publicSet: "\u{2714} public key set written to: "
    }
  }

  /// The mode that the source document gives.
  package var documentedMode: UInt32 { self == .privateSet ? 0o600 : 0o644 }
}

extension FileLabel {
  package static let privkey = FileLabel("privkey")
  package static let pubkey = FileLabel("pubkey")
}

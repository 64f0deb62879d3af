/// The part that a path plays in a run; stable from run to run where the path itself is not.
package enum PathRole: Hashable, Sendable, CustomStringConvertible {
  case privateKey
  case publicKey
  /// The output directory.
  case directory
  /// A directory above it that was missing before the run.
  case parent
  /// Another name in the output directory, numbered from 1 in the order in which names appear.
  case temporary(Int)
  /// A file that the run makes elsewhere, numbered likewise.
  case scratch(Int)
  /// What the harness put into the output directory beforehand.
  case foreign
  case standardOutput
  case standardError
  case elsewhere

  package var description: String {
    switch self {
    case .privateKey: "privkey"
    case .publicKey: "pubkey"
    case .directory: "directory"
    case .parent: "parent"
    case .temporary(let number): "temporary\(number)"
    case .scratch(let number): "scratch\(number)"
    case .foreign: "foreign"
    case .standardOutput: "stdout"
    case .standardError: "stderr"
    case .elsewhere: "elsewhere"
    }
  }
}

/// The stable name of one call of a run: the call, what it touches, and which of these it is, from 1.
package struct CallName: Hashable, Sendable, CustomStringConvertible {
  /// A name without the occurrence.
  package struct Key: Hashable, Sendable {
    package let call: String
    package let roles: [PathRole]

    package init(call: String, roles: [PathRole]) {
      self.call = call
      self.roles = roles
    }
  }

  package let key: Key
  package let occurrence: Int

  package init(key: Key, occurrence: Int) {
    self.key = key
    self.occurrence = occurrence
  }

  package var call: String { key.call }
  package var roles: [PathRole] { key.roles }

  package var description: String {
    var text = "\(key.call)#\(occurrence)"
    for (index, role) in key.roles.enumerated() { text += (index == 0 ? ":" : ">") + role.description }
    return text
  }
}

internal import FaultInjection

/// Which of the two files a call is about.
enum Concern: Sendable, Hashable {
  case privateSet
  case publicSet
  /// Neither, or both: the directory, a lock.
  case directory
}

/// What each path of a run becomes: a temporary file that is renamed, linked or copied to one of the two names serves it.
struct Purposes {
  private var served: [PathRole: Set<KeyFile>] = [.privateKey: [.privateSet], .publicKey: [.publicSet]]

  /// Finds out from a run.
  ///
  /// - Parameters:
  ///   - search: tells the private value, where it is known, in what was written.
  ///   - publicContent: what the public file holds at the end.
  init(_ recording: Recording, search: SecretSearch? = nil, publicContent: [UInt8]? = nil) {
    var changed = true
    while changed {
      changed = false
      for call in recording.calls where call.succeeded && call.name.roles.count == 2 {
        guard [.rename, .link, .copy].contains(call.kind) else { continue }
        let purposes = served[call.name.roles[1]] ?? []
        if purposes.isSubset(of: served[call.name.roles[0]] ?? []) { continue }
        served[call.name.roles[0], default: []].formUnion(purposes)
        changed = true
      }
    }
    addRenamedDirectory(recording)
    addByContent(recording, search, publicContent)
  }

  /// A directory that is filled elsewhere and then becomes the output directory brings the two files along.
  private mutating func addRenamedDirectory(_ recording: Recording) {
    for (index, rename) in recording.calls.enumerated()
    where rename.kind == .rename && rename.succeeded && rename.name.roles.last == .directory {
      guard let former = rename.paths.first else { continue }
      for call in recording.calls[..<index] {
        for (path, role) in zip(call.paths, call.name.roles) where role.isTemporary {
          for file in KeyFile.allCases where path == "\(former)/\(file.name)" {
            served[role, default: []].insert(file)
          }
        }
      }
    }
  }

  /// What was read and written again leaves no trace but the bytes.
  private mutating func addByContent(
    _ recording: Recording, _ search: SecretSearch?, _ publicContent: [UInt8]?
  ) {
    var written: [PathRole: [UInt8]] = [:]
    for call in recording.calls where call.kind == .write && !call.bytes.isEmpty {
      guard let role = call.name.roles.last, served[role] == nil else { continue }
      written[role, default: []] += call.bytes
    }
    for (role, bytes) in written {
      switch role {
      case .temporary, .scratch:
        if search?.encoding(in: bytes) != nil {
          served[role] = [.privateSet]
        } else if let publicContent, !publicContent.isEmpty, bytes == publicContent {
          served[role] = [.publicSet]
        }
      default: break
      }
    }
  }

  func files(of role: PathRole) -> Set<KeyFile> { served[role] ?? [] }

  /// What a call is about, by all of its paths.
  func concern(of name: CallName) -> Concern {
    let files = name.roles.reduce(into: Set<KeyFile>()) { $0.formUnion(self.files(of: $1)) }
    if files == [.privateSet] { return .privateSet }
    return files == [.publicSet] ? .publicSet : .directory
  }

  /// Whether the rules speak of a call: it concerns one of the two files, a temporary name of theirs, or the directory.
  func isSubject(_ call: TracedCall) -> Bool {
    if [.read, .random, .clock, .identity, .selfTrace, .setAttribute].contains(call.kind) { return false }
    return call.name.roles.contains { role in
      switch role {
      case .privateKey, .publicKey, .directory, .parent, .temporary: true
      case .scratch: !files(of: role).isEmpty
      case .foreign, .standardOutput, .standardError, .elsewhere: false
      }
    }
  }
}

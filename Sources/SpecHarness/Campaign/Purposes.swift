package import FaultInjection

/// What each path of a run becomes: a temporary file that is renamed, linked or copied to one of the files serves it.
package struct Purposes: Sendable {
  let files: [WatchedFile]
  private var served: [PathRole: Set<FileLabel>]

  /// Finds out from a run.
  ///
  /// - Parameters:
  ///   - files: the files that the run is about.
  ///   - recognize: tells, by what was written under another name, which file it is for.
  package init(
    _ recording: Recording, files: [WatchedFile], recognize: ([UInt8]) -> FileLabel? = { _ in nil }
  ) {
    self.files = files
    served = Dictionary(
      files.map { (.watched($0.label), [$0.label]) }, uniquingKeysWith: { first, _ in first })
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
    addByContent(recording, recognize)
  }

  /// A directory that is filled elsewhere and then becomes the directory of the run brings the files along.
  private mutating func addRenamedDirectory(_ recording: Recording) {
    for (index, rename) in recording.calls.enumerated()
    where rename.kind == .rename && rename.succeeded && rename.name.roles.last == .directory {
      guard let former = rename.paths.first, let present = rename.paths.last else { continue }
      for call in recording.calls[..<index] {
        for (path, role) in zip(call.paths, call.name.roles) where role.isTemporary {
          for file in files where file.path.hasPrefix(present + "/") {
            if path == former + file.path.dropFirst(present.count) {
              served[role, default: []].insert(file.label)
            }
          }
        }
      }
    }
  }

  /// What was read and written again leaves no trace but the bytes.
  private mutating func addByContent(_ recording: Recording, _ recognize: ([UInt8]) -> FileLabel?) {
    var written: [PathRole: [UInt8]] = [:]
    for call in recording.calls where call.kind == .write && !call.bytes.isEmpty {
      guard let role = call.name.roles.last, role.isTemporary, served[role] == nil else { continue }
      written[role, default: []] += call.bytes
    }
    for (role, bytes) in written {
      if let label = recognize(bytes) { served[role] = [label] }
    }
  }

  /// The files that a path serves.
  package func files(of role: PathRole) -> Set<FileLabel> { served[role] ?? [] }

  /// The files that a call is about, by all of its paths.
  package func files(of name: CallName) -> Set<FileLabel> {
    name.roles.reduce(into: []) { $0.formUnion(files(of: $1)) }
  }

  /// The one file that a call is about; nil for none and for several.
  package func concern(of name: CallName) -> FileLabel? {
    let files = files(of: name)
    return files.count == 1 ? files.first : nil
  }

  /// Whether the rules speak of a call: it concerns one of the files, a temporary name of theirs, or the directory.
  package func isSubject(_ call: TracedCall) -> Bool {
    if [.random, .clock, .identity, .selfTrace, .setAttribute].contains(call.kind) { return false }
    if call.kind == .read, !isRead(call) { return false }
    return call.name.roles.contains { role in
      switch role {
      case .watched, .directory, .parent, .temporary: true
      case .scratch: !files(of: role).isEmpty
      case .foreign, .standardOutput, .standardError, .elsewhere: false
      }
    }
  }

  /// Whether a call reads a file that was there before the run.
  private func isRead(_ call: TracedCall) -> Bool {
    files.contains { $0.access != .writtenAnew && call.name.roles.contains(.watched($0.label)) }
  }
}

extension PathRole {
  /// Whether it is a file that the run makes beside those that it is about.
  package var isTemporary: Bool {
    switch self {
    case .temporary, .scratch: true
    default: false
    }
  }
}

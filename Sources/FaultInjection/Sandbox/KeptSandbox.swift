internal import Glibc
package import SystemSupport

extension Sandbox {
  /// Copies the whole tree, modes and owners and times included, to where a user can look at it.
  ///
  /// The case itself runs where all others run, since another file system could lead the subject another way.
  ///
  /// - Parameter directory: where the copy goes; made when missing, its parents not.
  /// - Returns: the absolute path of the copy.
  package func copy(into directory: String) throws(FileSystem.Failure) -> String {
    try FileSystem.ensureDirectory(directory)
    let target = try FileSystem.makeTemporaryDirectory("\(directory)/\(label).")
    let entries = snapshot().entries.sorted { $0.key < $1.key }
    for (path, entry) in entries { try Self.copy(entry, from: self.path(path), to: "\(target)/\(path)") }
    // Last and from the bottom up, so that no directory is closed too early and none gets a new time.
    for (path, entry) in entries.reversed() { try Self.finish(entry, at: "\(target)/\(path)") }
    return FileSystem.resolve(target) ?? target
  }

  private static func copy(_ entry: Entry, from source: String, to target: String) throws(FileSystem.Failure)
  {
    switch entry.kind {
    case .directory: try FileSystem.makeDirectory(target, mode: 0o700)
    case .file:
      let content = entry.content ?? FileSystem.read(source, limit: Int(clamping: entry.size)) ?? []
      try FileSystem.write(target, content, mode: 0o600)
    case .symbolicLink(let destination): try FileSystem.makeLink(target, to: destination)
    case .fifo: try FileSystem.makeFIFO(target)
    default: break
    }
  }

  private static func finish(_ entry: Entry, at target: String) throws(FileSystem.Failure) {
    guard FileSystem.exists(target) else { return }
    _ = lchown(target, entry.owner, entry.group)  // an ordinary user's copy is its own
    if case .symbolicLink = entry.kind { return }
    try FileSystem.setModified(target, seconds: Int(entry.modified / 1_000_000_000))
    try FileSystem.setMode(target, entry.mode)
  }
}

internal import Glibc
internal import SystemSupport

/// A directory tree at one moment: every name below the root, with what is there.
package struct Snapshot: Sendable, Equatable {
  /// Files longer than this are compared by size, inode and time only.
  package static let contentLimit = 1 << 20
  /// How much of all files together is kept, in bytes; files whose names matter are kept beyond that.
  package static let roomForContents = 32 << 20
  /// A tree with more names than this is not walked to its end.
  package static let entryLimit = 20_000

  /// What is where, by path relative to the root, such as `work/keys/privkey.json`.
  package private(set) var entries: [String: Entry] = [:]
  /// Whether the tree has more names than were looked at.
  package private(set) var isCut = false
  private var bytesKept = 0
  private let keptNames: Set<String>

  /// Looks at everything below a directory; a root that is gone makes an empty snapshot.
  ///
  /// - Parameter keptNames: names of files whose content is kept even where there is no room for more.
  package init(of root: String, keeping keptNames: Set<String> = []) {
    self.keptNames = keptNames
    walk(root, "")
  }

  package subscript(_ path: String) -> Entry? { entries[path] }

  /// The names below a directory of the tree, relative to it.
  package func names(below directory: String) -> [String] {
    entries.keys.filter { $0.hasPrefix(directory + "/") }.map { String($0.dropFirst(directory.count + 1)) }
      .sorted()
  }

  private mutating func walk(_ root: String, _ relative: String) {
    guard let names = FileSystem.names(in: relative.isEmpty ? root : root + "/" + relative) else { return }
    for name in names {
      guard entries.count < Self.entryLimit else {
        isCut = true
        return
      }
      let path = relative.isEmpty ? name : relative + "/" + name
      // What is there and cannot be looked at must not go unseen.
      let mayKeep = bytesKept < Self.roomForContents || keptNames.contains(name)
      let entry =
        Entry(path: root + "/" + path, contentLimit: Self.contentLimit, keepsContent: mayKeep) ?? .unknown
      bytesKept += entry.content?.count ?? 0
      entries[path] = entry
      if entry.kind == .directory { walk(root, path) }
    }
  }
}

/// What one run changed in a tree.
package struct Changes: Sendable {
  /// Paths that are new, sorted.
  package let created: [String]
  /// Paths that are gone, sorted.
  package let removed: [String]
  /// Paths whose bytes, mode, owner, inode or time differ, sorted; a directory's time is not compared.
  package let altered: [String]

  package init(from before: Snapshot, to after: Snapshot) {
    created = after.entries.keys.filter { before[$0] == nil }.sorted()
    removed = before.entries.keys.filter { after[$0] == nil }.sorted()
    altered =
      before.entries.compactMap { path, entry in
        guard let later = after[path] else { return nil }
        return later.isUntouched(since: entry, ignoringTime: entry.kind == .directory) ? nil : path
      }.sorted()
  }

  package var isEmpty: Bool { created.isEmpty && removed.isEmpty && altered.isEmpty }

  /// Paths of the three kinds together.
  package var all: [String] { created + removed + altered }
}

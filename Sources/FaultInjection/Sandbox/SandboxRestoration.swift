internal import SystemSupport

extension Snapshot {
  /// Whether nothing is new, gone or changed since an earlier look, but for the times of directories.
  package func isUntouched(since earlier: Snapshot) -> Bool {
    !isCut && Changes(from: earlier, to: self).isEmpty && hasAttributes(of: earlier)
  }

  fileprivate func hasAttributes(of earlier: Snapshot) -> Bool {
    earlier.entries.allSatisfy { self[$0.key]?.attributes == $0.value.attributes }
  }
}

extension Sandbox {
  /// Removes what has appeared since a look at the tree.
  ///
  /// Nothing that was there is made anew: a process may have it open, or work in it.
  ///
  /// - Parameter pristine: what the tree looked like.
  /// - Returns: whether the tree is as it was: not when something of it was changed or removed, or when something cannot be
  ///   removed.
  package func restore(to pristine: Snapshot) -> Bool {
    let present = snapshot()
    if present.isCut { return false }
    let changes = Changes(from: pristine, to: present)
    guard changes.removed.isEmpty, changes.altered.isEmpty, present.hasAttributes(of: pristine) else {
      return false
    }
    let created = Set(changes.created)
    for path in changes.created where !created.contains(Self.parent(of: path)) {
      if FileSystem.removeTree(self.path(path)) != nil { return false }
    }
    return true
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}

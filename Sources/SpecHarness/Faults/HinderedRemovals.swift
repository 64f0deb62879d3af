internal import FaultInjection

/// The names that a run could not remove because a fault kept it from it (rule J6).
///
/// A careful program compares a name with the file that it made before it removes it; when a fault strikes this look, the
/// removal was made to fail as much as when it strikes unlink(2) itself.
struct HinderedRemovals {
  private let root: String
  private let directory: String
  /// Names whose removal failed, and names that could not be looked at.
  private var removals: Set<String> = []
  private var looks: Set<String> = []
  private var trees: Set<String> = []
  private var isDirectoryClosed = false

  init(_ run: TracedRun, _ clean: CleanRun) {
    root = run.observation.sandbox.root + "/"
    directory = run.observation.directory
    guard let hit = run.recording.hit else { return }
    for (index, call) in run.recording.calls.enumerated() {
      let paths = call.paths.map(relative)
      if call.kind == .remove {
        if call.faulted, !call.succeeded { removals.formUnion(paths) }
        continue
      }
      guard [.status, .open, .listDirectory].contains(call.kind), !call.creates, let path = paths.last else {
        continue
      }
      if call.faulted, !call.succeeded {
        let isOnTheWay = index > hit || clean.leadsToRemoval(call) || call.process > 1
        note(call, at: path, isOnTheWay: isOnTheWay, run)
      } else if index > hit, call.succeeded, !call.faulted {
        // The name could be looked at after all.
        looks.remove(path)
      }
    }
  }

  private func relative(_ path: String) -> String {
    path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
  }

  /// A look that was made to fail.
  private mutating func note(_ call: TracedCall, at path: String, isOnTheWay: Bool, _ run: TracedRun) {
    if path == directory {
      // To open a directory is more than one call: its descriptor is looked at, too.
      if isOnTheWay, call.kind != .status || call.descriptor != nil { isDirectoryClosed = true }
    } else if directory.hasPrefix(path + "/") {
      return
    } else if run.observation.after[path]?.kind == .directory {
      // A directory has to be looked at to be emptied.
      trees.insert(path)
    } else if isOnTheWay {
      looks.insert(path)
    }
  }

  /// Whether the removal of a path, relative to the sandbox's root, was made to fail.
  func covers(_ path: String) -> Bool {
    removals.contains(path) || looks.contains(path)
      || trees.contains { path == $0 || path.hasPrefix($0 + "/") }
      || isDirectoryClosed && path.hasPrefix(directory + "/")
  }
}

extension CleanRun {
  /// Whether a run without a fault removes the name right after this look at it.
  func leadsToRemoval(_ look: TracedCall) -> Bool {
    guard let index = recording.calls.firstIndex(where: { $0.name == look.name }),
      let role = look.name.roles.last
    else { return false }
    let next = recording.calls[(index + 1)...].first { call in
      call.name.roles.contains(role) && call.kind != .status
    }
    return next?.kind == .remove
  }
}

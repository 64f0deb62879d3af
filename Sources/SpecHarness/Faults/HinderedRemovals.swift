/// The names that a run could not remove because a fault kept it from it.
///
/// To remove something, `rm` and its like look at it first, and they open and list a directory; when a fault strikes one
/// of these calls, the removal was made to fail as much as when it strikes unlink(2) itself.
struct HinderedRemovals {
  private let root: String
  private var names: Set<String> = []
  private var trees: [String] = []

  init(_ run: TracedRun) {
    root = run.observation.sandbox.root + "/"
    let own = Set(KeyFile.allCases.map { run.observation.path($0) })
    for call in run.recording.calls where call.faulted && !call.succeeded {
      let paths = call.paths.map { $0.hasPrefix(root) ? String($0.dropFirst(root.count)) : $0 }
      switch call.kind {
      case .remove: names.formUnion(paths)
      case .status, .open, .listDirectory:
        guard !call.creates, let path = paths.last, path != run.observation.directory,
          !run.observation.directory.hasPrefix(path + "/")
        else { continue }
        // One of the two files is spared only when a helper of the program, such as `rm`, looked at it.
        if !own.contains(path) { trees.append(path) } else if call.process > 1 { names.insert(path) }
      default: break
      }
    }
  }

  /// Whether the removal of a path, relative to the sandbox's root, was made to fail.
  func covers(_ path: String) -> Bool {
    names.contains(path) || trees.contains { path == $0 || path.hasPrefix($0 + "/") }
  }
}

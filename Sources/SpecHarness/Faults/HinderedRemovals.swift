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
        // A helper such as `rm` does nothing but remove. The program itself looks at a file for many reasons, but it has
        // to look at a directory to empty it.
        let isDirectory = run.observation.after[path]?.kind == .directory
        guard call.process > 1 || isDirectory else { continue }
        if own.contains(path) { names.insert(path) } else { trees.append(path) }
      default: break
      }
    }
  }

  /// Whether the removal of a path, relative to the sandbox's root, was made to fail.
  func covers(_ path: String) -> Bool {
    names.contains(path) || trees.contains { path == $0 || path.hasPrefix($0 + "/") }
  }
}

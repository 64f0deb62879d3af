internal import FaultInjection

/// What a run left that a program which cleans up after itself would not have left.
///
/// Rule J6 holds: what a fault kept the run from removing is not counted.
package struct Leftovers: Sendable {
  /// New names that the run made and that are none of the files that it is about, wherever they are.
  package let unexpectedFiles: [String]
  /// What the run did not make, and removed or changed, though a run without a fault leaves it alone.
  package let touched: [String]
  /// Names that the run could not remove because a fault kept it from it, relative to the sandbox's root.
  package let blocked: Set<String>

  /// - Parameters:
  ///   - usual: names that a run without a fault leaves, too.
  package init<Suite>(_ run: TracedRun, _ clean: CleanRun<Suite>, usual: (String) -> Bool = { _ in false }) {
    let observation = run.observation
    let root = observation.sandbox.root
    let directories = Set(observation.after.entries.filter { $0.value.kind == .directory }.keys)
    let removals = BlockedRemovals(
      run.recording, clean: clean.recording, root: root, directory: observation.directory,
      directories: directories)
    blocked = Set(observation.changes.created.filter(removals.covers))
    let own = Set(run.watchedFiles.map(\.path))
    let inside = observation.changes.created.filter { path in
      // A directory that the run created may stay.
      !directories.contains(path) && !own.contains(root + "/" + path) && !usual(path)
    }
    let outside = clean.leavesOutside ? [] : run.madeOutside
    unexpectedFiles = (inside + outside).filter { !removals.covers($0) }
    let replaced = run.replacedPaths
    touched = observation.touched.filter { !clean.touched.contains($0) && !replaced.contains($0) }
  }
}

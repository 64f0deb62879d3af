internal import SystemSupport

/// What was seen of one run: the tree before and after it, and what the run itself said.
package struct Observation: Sendable {
  package let sandbox: Sandbox
  package let before: Snapshot
  package let after: Snapshot
  package let result: RunResult
  /// The directory that the run is about, relative to the sandbox's root.
  package let directory: String
  /// The subject's working directory, absolute.
  package let workingDirectory: String
  package let changes: Changes

  package init(
    sandbox: Sandbox, before: Snapshot, after: Snapshot, result: RunResult, directory: String,
    workingDirectory: String
  ) {
    self.sandbox = sandbox
    self.before = before
    self.after = after
    self.result = result
    self.directory = directory
    self.workingDirectory = workingDirectory
    changes = Changes(from: before, to: after)
  }

  package var ending: Ending { result.ending }

  /// What the run removed or changed that was there before; that the directories on the way got new entries is no
  /// change of theirs.
  package var touched: [String] {
    let parents = ancestors(of: directory + "/.")
    return changes.removed + changes.altered.filter { !parents.contains($0) }
  }

  /// The ending, with the first line of standard error, for the report.
  package var summary: String {
    let message = excerpt(result.standardError)
    return message.isEmpty ? "\(ending)" : "\(ending); stderr: \(message)"
  }
}

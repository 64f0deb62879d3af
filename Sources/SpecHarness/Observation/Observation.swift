internal import StrictFormats

/// What was seen of one run: the tree before and after it, and what the run itself said.
package struct Observation: Sendable {
  package let sandbox: Sandbox
  package let before: Snapshot
  package let after: Snapshot
  package let result: RunResult
  /// The output directory, relative to the sandbox's root.
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

  /// What is at one of the two names now.
  package func entry(_ file: KeyFile) -> Entry? { after[path(file)] }

  /// The path of one of the two files, relative to the sandbox's root.
  package func path(_ file: KeyFile) -> String { directory + "/" + file.name }

  /// Whether the run made the file: it is there and was not before.
  package func made(_ file: KeyFile) -> Bool { changes.created.contains(path(file)) }

  /// Whether the run made both files, as regular files.
  package var madePair: Bool {
    KeyFile.allCases.allSatisfy { made($0) && entry($0)?.kind == .file }
  }

  /// Whether the run made one of the two names anywhere but in the output directory.
  package var madeElsewhere: [String] {
    changes.created.filter { path in
      KeyFile.allCases.contains { path.hasSuffix("/" + $0.name) && path != self.path($0) }
    }
  }

  /// What the run removed or changed that was there before; that the directories on the way got new entries is no
  /// change of theirs.
  package var touched: [String] {
    let parents = ancestors(of: path(.privateSet))
    return changes.removed + changes.altered.filter { !parents.contains($0) }
  }

  /// What a regular file at one of the two names holds.
  package func content(_ file: KeyFile) -> [UInt8]? { entry(file)?.content }

  /// The ending, with the first line of standard error, for the report.
  package var summary: String {
    let message = excerpt(result.standardError)
    return message.isEmpty ? "\(ending)" : "\(ending); stderr: \(message)"
  }
}

/// The first line or so of some output, made safe for a terminal and without what could carry a key.
package func excerpt(_ bytes: [UInt8], limit: Int = 160) -> String {
  let line = Array(bytes.drop { $0 == 10 || $0 == 13 || $0 == 32 }.prefix { $0 != 10 }.prefix(1 << 12))
  // What is left out is decided before anything is cut off, so that no part of a key is taken for a word.
  let text = printable(line)
  return String(text.prefix(limit)) + (text.count > limit ? "..." : "")
}

/// Bytes of a stranger's making as text: everything that is not printable escaped, and nothing that could carry a key.
package func printable(_ bytes: [UInt8]) -> String { HarmlessText.of(bytes) }

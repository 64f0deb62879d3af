internal import Glibc
package import SystemSupport

/// A directory tree of one case's own: working directory, HOME, TMPDIR, and a place for what lies elsewhere.
package struct Sandbox: Sendable {
  /// The absolute path of the tree; its last part tells nothing.
  package let root: String
  /// What a copy of it is called.
  let label: String
  /// Names of files that every look at the tree keeps the content of.
  private let keptNames: Set<String>

  /// The working directory of the subject.
  package var work: String { root + "/work" }
  package var home: String { root + "/home" }
  package var temporary: String { root + "/tmp" }
  /// Where the targets of links live.
  package var elsewhere: String { root + "/elsewhere" }

  /// Makes a fresh tree below a directory.
  ///
  /// - Parameters:
  ///   - name: what a copy of it is called; the subject does not see it.
  ///   - keptNames: names of files that every look at the tree keeps the content of, however much there is.
  package init(
    below base: String, name: String, keeping keptNames: Set<String> = []
  ) throws(FileSystem.Failure) {
    label = name
    self.keptNames = keptNames
    root = try FileSystem.makeNamelessDirectory(in: base, mode: 0o755)
    for path in [work, home, temporary, elsewhere] { try FileSystem.makeDirectory(path) }
  }

  /// The absolute path of a path relative to the root.
  package func path(_ relative: String) -> String { root + "/" + relative }

  /// Looks at the whole tree.
  package func snapshot() -> Snapshot { Snapshot(of: root, keeping: keptNames) }

  /// Removes the tree and all that a subject put into it.
  package func remove() { FileSystem.removeTree(root) }

  /// A clean environment: the caller's PATH, a UTF-8 locale, HOME and TMPDIR inside the tree.
  ///
  /// Python is told not to write byte code beside the subject's own source, where it is no business of a test.
  package var environment: [String] {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    return [
      "PATH=\(path)", "HOME=\(home)", "TMPDIR=\(temporary)", "PWD=\(work)", "LANG=C.UTF-8", "LC_ALL=C.UTF-8",
      "TZ=UTC", "PYTHONDONTWRITEBYTECODE=1",
    ]
  }
}

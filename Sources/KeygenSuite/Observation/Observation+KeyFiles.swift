package import FaultInjection
internal import SpecHarness

extension Observation {
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

  /// The same, or whether it wrote anew what had their names.
  package var madeOrReplacedPair: Bool {
    KeyFile.allCases.allSatisfy { file in
      guard let entry = entry(file), entry.kind == .file else { return false }
      return before[path(file)].map { !entry.isUntouched(since: $0) } ?? true
    }
  }

  /// Whether the run made one of the two names anywhere but in the output directory.
  package var madeElsewhere: [String] {
    changes.created.filter { path in
      KeyFile.allCases.contains { path.hasSuffix("/" + $0.name) && path != self.path($0) }
    }
  }

  /// What a regular file at one of the two names holds.
  package func content(_ file: KeyFile) -> [UInt8]? { entry(file)?.content }
}

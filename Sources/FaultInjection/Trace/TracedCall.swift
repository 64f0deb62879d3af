/// One call of a traced run that concerned a path with a role.
package struct TracedCall: Sendable {
  package let name: CallName
  package let kind: CallKind
  /// The process that made it, numbered from 1 in order of appearance.
  package let process: Int
  /// The paths, in the order of the roles.
  package let paths: [String]
  /// Of a call that opens.
  package var openFlags: Int32 = 0
  /// Of a call that works on a descriptor.
  package var descriptor: Int32?
  /// Whether the descriptor was one that the file had been written through, and the last of its open file.
  package var closesWritten = false
  /// How many bytes were asked for.
  package var requested = 0
  /// What the call returned: a count, a descriptor, 0, or a negated errno.
  ///
  /// Nil when the process did not live to see, and for some of many like writes.
  package var result: Int?
  /// The bytes of a write, up to a bound, when they were asked for.
  package var bytes: [UInt8] = []
  /// Whether the last of its paths was there before it; known where the run is observed.
  package var existedBefore: Bool?
  /// Whether a fault was injected here.
  package var faulted = false

  package init(name: CallName, kind: CallKind, process: Int, paths: [String]) {
    self.name = name
    self.kind = kind
    self.process = process
    self.paths = paths
  }

  package var succeeded: Bool { (result ?? -1) >= 0 }

  /// Whether the call can change a file or a directory, or what others can do with it.
  package var changes: Bool {
    switch kind {
    case .open: creates || openFlags & (OpenFlags.access | OpenFlags.truncate) != 0
    case .status, .listDirectory, .read, .random, .clock, .identity, .selfTrace, .close, .flush: false
    default: true
    }
  }

  /// Whether the call can bring a name into being.
  package var creates: Bool {
    switch kind {
    case .open: name.call == "creat" || openFlags & OpenFlags.creating != 0
    case .makeDirectory, .makeNode, .symbolicLink, .link, .rename: true
    default: false
    }
  }
}

/// The flags of open(2) that matter here.
package enum OpenFlags {
  #if arch(arm64)
  private static let directory: Int32 = 0o40000
  #else
  private static let directory: Int32 = 0o200000
  #endif
  static let create: Int32 = 0o100
  static let exclusive: Int32 = 0o200
  static let truncate: Int32 = 0o1000
  package static let dataSynchronous: Int32 = 0o10000
  static let access: Int32 = 0o3
  /// Without O_DIRECTORY, which is part of O_TMPFILE.
  static let unnamed: Int32 = 0o20000000
  static let creating: Int32 = create | unnamed
  static func isDirectory(_ flags: Int32) -> Bool { flags & directory != 0 && flags & unnamed == 0 }
}

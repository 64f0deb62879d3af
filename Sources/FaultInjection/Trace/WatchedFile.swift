/// What a file that matters is called in the names of calls and in messages, such as `privkey`.
package struct FileLabel: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package init(_ rawValue: String) { self.init(rawValue: rawValue) }

  package var description: String { rawValue }
}

/// A file that a run is about.
package struct WatchedFile: Sendable, Hashable {
  /// What a run is to do with the file.
  package enum Access: Sendable, Hashable {
    /// It is made where there was none.
    case writtenAnew
    /// Its content gives way to another; what was there before may be read.
    case replaced
    /// It is only read.
    case read
  }

  package let label: FileLabel
  /// The absolute, canonical path.
  package let path: String
  package let access: Access

  package init(_ label: FileLabel, at path: String, _ access: Access) {
    self.label = label
    self.path = path
    self.access = access
  }
}

extension WatchedFile {
  /// The last part of the path.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

package import MirrorReference
package import SystemPackage

/// The system calls of the store beside those of every writer: the seam at which tests make them fail.
package protocol StoreCalls: FileSystemCalls {
  /// Opens a file for reading without following a link at its name.
  func openForReading(_ name: String, at directory: FileDescriptor) throws(Errno) -> FileDescriptor
  /// Reads some bytes; none at the end of the file.
  func read(_ descriptor: FileDescriptor, into room: UnsafeMutableRawBufferPointer) throws(Errno) -> Int
  func details(of descriptor: FileDescriptor) throws(Errno) -> FileDetails
  /// What stands at a name, without following a link.
  func details(of name: String, at directory: FileDescriptor) throws(Errno) -> FileDetails
  /// Where a link leads.
  ///
  /// - Throws: `invalidArgument` for a name that is no link.
  func readLink(_ name: String, at directory: FileDescriptor) throws(Errno) -> String
  func changeOwner(of descriptor: FileDescriptor, user: UInt32, group: UInt32) throws(Errno)
  /// Locks an open directory for this descriptor alone, and tells whether it could; the lock ends with the descriptor.
  func tryLock(_ descriptor: FileDescriptor) throws(Errno) -> Bool
  /// Waits for a moment.
  ///
  /// - Parameter milliseconds: how long.
  func pause(milliseconds: Int)
  /// A clock that is never set, in milliseconds.
  func clock() -> Int64
}

/// What the store asks of a file.
package struct FileDetails: Sendable, Hashable {
  package let identity: FileIdentity
  package let isRegular: Bool
  package let mode: ModeBits
  package let user: UInt32
  package let group: UInt32
  package let size: Int64
  /// The time of its last change, in nanoseconds since 1970.
  package let changed: Int64

  /// Whether it is the same file with, as far as can be told, the same content.
  func isUnchanged(from other: FileDetails) -> Bool {
    identity == other.identity && size == other.size && changed == other.changed
  }
}

package import SystemPackage

/// The system calls of the writer, one method each: the seam at which tests make them fail.
///
/// Names are relative to a directory's descriptor, and no method follows a link at the name it is given, but
/// `openDirectory`, which is told.
package protocol FileSystemCalls: Sendable {
  /// Opens a directory; one that is not `readable` serves as the start of names only.
  func openDirectory(
    _ path: String, at parent: FileDescriptor, readable: Bool, following: Bool
  ) throws(Errno) -> FileDescriptor
  func makeDirectory(_ name: String, at parent: FileDescriptor, mode: ModeBits) throws(Errno)
  func removeDirectory(_ name: String, at parent: FileDescriptor) throws(Errno)

  /// Opens a new file that has no name yet.
  func openUnnamed(at directory: FileDescriptor, mode: ModeBits) throws(Errno) -> FileDescriptor
  /// Opens a new file, refusing a name that exists.
  func openExclusive(
    _ name: String, at directory: FileDescriptor, mode: ModeBits
  ) throws(Errno) -> FileDescriptor

  func status(of descriptor: FileDescriptor) throws(Errno) -> FileStatus
  func status(of name: String, at directory: FileDescriptor) throws(Errno) -> FileStatus
  func changeMode(of descriptor: FileDescriptor, to mode: ModeBits) throws(Errno)
  func write(_ bytes: UnsafeRawBufferPointer, to descriptor: FileDescriptor) throws(Errno) -> Int
  func truncate(_ descriptor: FileDescriptor) throws(Errno)
  func flush(_ descriptor: FileDescriptor) throws(Errno)
  func flushFileSystem(of descriptor: FileDescriptor) throws(Errno)
  func close(_ descriptor: FileDescriptor) throws(Errno)

  /// Names an unnamed file by way of `/proc`, refusing a name that exists.
  func linkThroughProc(
    _ descriptor: FileDescriptor, at directory: FileDescriptor, as name: String
  ) throws(Errno)
  /// Names an unnamed file directly, refusing a name that exists.
  func linkDescriptor(
    _ descriptor: FileDescriptor, at directory: FileDescriptor, as name: String
  ) throws(Errno)
  /// Gives a named file a second name, refusing one that exists.
  func link(_ name: String, at directory: FileDescriptor, as newName: String) throws(Errno)
  /// Renames a file, refusing a name that exists.
  func renameExclusively(
    _ name: String, at directory: FileDescriptor, to newName: String
  ) throws(Errno)
  /// Renames a file, and replaces what has the new name.
  func rename(_ name: String, at directory: FileDescriptor, to newName: String) throws(Errno)
  func unlink(_ name: String, at directory: FileDescriptor) throws(Errno)

  /// A random suffix for a temporary name.
  func randomSuffix() throws(Errno) -> String
  /// A signal that has asked the process to end and is held back, if any.
  func pendingSignal() -> Int32?
}

/// The permission bits of a file and those beside them (07777).
package typealias ModeBits = UInt32

/// Tells one file from every other of the machine while it exists.
package struct FileIdentity: Sendable, Hashable {
  package let device: UInt64
  package let inode: UInt64

  package init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
}

/// What the writer asks of a file's status.
package struct FileStatus: Sendable, Hashable {
  package let identity: FileIdentity
  package let mode: ModeBits

  package init(identity: FileIdentity, mode: ModeBits) {
    self.identity = identity
    self.mode = mode
  }
}

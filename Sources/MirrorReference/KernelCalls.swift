internal import CFiles
internal import Ed25519
internal import Glibc
package import SystemPackage

/// The calls as the kernel does them.
package struct KernelCalls: FileSystemCalls {
  private let signals: HeldSignals?

  /// - Parameter signals: those that are held back during the write, if any are.
  package init(signals: HeldSignals? = nil) { self.signals = signals }

  package func openDirectory(
    _ path: String, at parent: FileDescriptor, readable: Bool, following: Bool
  ) throws(Errno) -> FileDescriptor {
    try descriptor { mirror_open_directory(parent.rawValue, path, readable ? 1 : 0, following ? 1 : 0) }
  }

  package func makeDirectory(
    _ name: String, at parent: FileDescriptor, mode: ModeBits
  ) throws(Errno) {
    try check(mkdirat(parent.rawValue, name, mode))
  }

  package func removeDirectory(_ name: String, at parent: FileDescriptor) throws(Errno) {
    try check(unlinkat(parent.rawValue, name, AT_REMOVEDIR))
  }

  package func openUnnamed(at directory: FileDescriptor, mode: ModeBits) throws(Errno) -> FileDescriptor {
    try descriptor { mirror_open_unnamed(directory.rawValue, mode) }
  }

  package func openExclusive(
    _ name: String, at directory: FileDescriptor, mode: ModeBits
  ) throws(Errno) -> FileDescriptor {
    try descriptor { mirror_open_exclusive(directory.rawValue, name, mode) }
  }

  package func status(of descriptor: FileDescriptor) throws(Errno) -> FileStatus {
    var status = stat()
    try check(fstat(descriptor.rawValue, &status))
    return FileStatus(status)
  }

  package func status(of name: String, at directory: FileDescriptor) throws(Errno) -> FileStatus {
    var status = stat()
    try check(fstatat(directory.rawValue, name, &status, AT_SYMLINK_NOFOLLOW))
    return FileStatus(status)
  }

  package func changeMode(of descriptor: FileDescriptor, to mode: ModeBits) throws(Errno) {
    try check(fchmod(descriptor.rawValue, mode))
  }

  package func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: FileDescriptor
  ) throws(Errno) -> Int {
    let count = Glibc.write(descriptor.rawValue, bytes.baseAddress, bytes.count)
    guard count >= 0 else { throw .latest }
    return count
  }

  package func truncate(_ descriptor: FileDescriptor) throws(Errno) {
    try check(ftruncate(descriptor.rawValue, 0))
  }

  package func flush(_ descriptor: FileDescriptor) throws(Errno) {
    try check(fsync(descriptor.rawValue))
  }

  package func flushFileSystem(of descriptor: FileDescriptor) throws(Errno) {
    try check(mirror_flush_file_system(descriptor.rawValue))
  }

  package func close(_ descriptor: FileDescriptor) throws(Errno) {
    try check(Glibc.close(descriptor.rawValue))
  }

  package func linkThroughProc(
    _ descriptor: FileDescriptor, at directory: FileDescriptor, as name: String
  ) throws(Errno) {
    try check(mirror_link_through_proc(descriptor.rawValue, directory.rawValue, name))
  }

  package func linkDescriptor(
    _ descriptor: FileDescriptor, at directory: FileDescriptor, as name: String
  ) throws(Errno) {
    try check(mirror_link_descriptor(descriptor.rawValue, directory.rawValue, name))
  }

  package func link(_ name: String, at directory: FileDescriptor, as newName: String) throws(Errno) {
    try check(linkat(directory.rawValue, name, directory.rawValue, newName, 0))
  }

  package func renameExclusively(
    _ name: String, at directory: FileDescriptor, to newName: String
  ) throws(Errno) {
    try check(mirror_rename_exclusively(directory.rawValue, name, newName))
  }

  package func rename(
    _ name: String, at directory: FileDescriptor, to newName: String
  ) throws(Errno) {
    try check(renameat(directory.rawValue, name, directory.rawValue, newName))
  }

  package func unlink(_ name: String, at directory: FileDescriptor) throws(Errno) {
    try check(unlinkat(directory.rawValue, name, 0))
  }

  package func randomSuffix() throws(Errno) -> String {
    var random: UInt64 = 0
    do {
      try withUnsafeMutableBytes(of: &random) { (bytes) throws(Ed25519Error) in
        try KernelEntropy.fill(bytes)
      }
    } catch { throw .ioError }
    return String(random, radix: 36)
  }

  package func pendingSignal() -> Int32? { signals?.pending() }

  private func check(_ result: Int32) throws(Errno) {
    guard result == 0 else { throw .latest }
  }

  private func descriptor(_ open: () -> Int32) throws(Errno) -> FileDescriptor {
    let result = open()
    guard result >= 0 else { throw .latest }
    return FileDescriptor(rawValue: result)
  }
}

extension Errno {
  /// The reason of the call that has just failed.
  fileprivate static var latest: Errno { Errno(rawValue: errno) }
}

extension FileStatus {
  fileprivate init(_ status: stat) {
    self.init(
      identity: FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)),
      mode: status.st_mode & 0o7777)
  }
}

extension FileDescriptor {
  /// Stands for the working directory.
  package static var workingDirectory: FileDescriptor { FileDescriptor(rawValue: AT_FDCWD) }
}

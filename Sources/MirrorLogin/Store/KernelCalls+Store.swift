internal import CFiles
internal import Glibc
package import MirrorReference
package import SystemPackage

extension KernelCalls: StoreCalls {
  package func openForReading(
    _ name: String, at directory: FileDescriptor
  ) throws(Errno) -> FileDescriptor {
    let result = mirror_open_for_reading(directory.rawValue, name)
    guard result >= 0 else { throw Errno(rawValue: errno) }
    return FileDescriptor(rawValue: result)
  }

  package func read(
    _ descriptor: FileDescriptor, into room: UnsafeMutableRawBufferPointer
  ) throws(Errno) -> Int {
    let count = Glibc.read(descriptor.rawValue, room.baseAddress, room.count)
    guard count >= 0 else { throw Errno(rawValue: errno) }
    return count
  }

  package func details(of descriptor: FileDescriptor) throws(Errno) -> FileDetails {
    var status = stat()
    guard fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    return FileDetails(status)
  }

  package func details(of name: String, at directory: FileDescriptor) throws(Errno) -> FileDetails {
    var status = stat()
    guard fstatat(directory.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw Errno(rawValue: errno)
    }
    return FileDetails(status)
  }

  package func readLink(_ name: String, at directory: FileDescriptor) throws(Errno) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlinkat(directory.rawValue, name, &buffer, buffer.count)
    guard count >= 0 else { throw Errno(rawValue: errno) }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  package func changeOwner(
    of descriptor: FileDescriptor, user: UInt32, group: UInt32
  ) throws(Errno) {
    guard fchown(descriptor.rawValue, user, group) == 0 else { throw Errno(rawValue: errno) }
  }

  package func tryLock(_ descriptor: FileDescriptor) throws(Errno) -> Bool {
    guard mirror_try_lock(descriptor.rawValue) != 0 else { return true }
    guard errno == EWOULDBLOCK else { throw Errno(rawValue: errno) }
    return false
  }

  package func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1_000) }

  package func clock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}

extension FileDetails {
  fileprivate init(_ status: stat) {
    self.init(
      identity: FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)),
      isRegular: status.st_mode & S_IFMT == S_IFREG, mode: status.st_mode & 0o7777,
      user: status.st_uid, group: status.st_gid, size: Int64(status.st_size),
      changed: Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec))
  }
}

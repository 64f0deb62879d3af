internal import CLaunch
internal import Glibc

/// The standard input of a subject: a file in memory that holds it, or nothing.
struct InputFile: ~Copyable {
  /// Open for reading at its beginning; -1 where /dev/null will do.
  let descriptor: Int32

  /// Makes the file.
  ///
  /// - Parameter path: the executable, for a message.
  /// - Throws: `LaunchFailure` when the system gives no file.
  init(_ content: [UInt8]?, path: String) throws(LaunchFailure) {
    guard let content else {
      descriptor = -1
      return
    }
    descriptor = mirror_memory_file("i")
    guard descriptor >= 0 else { throw LaunchFailure(path: path, operation: "input", errno: errno) }
    var offset = 0
    while offset < content.count {
      let count = content[offset...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw LaunchFailure(path: path, operation: "input", errno: count < 0 ? errno : EIO)
      }
      offset += count
    }
    lseek(descriptor, 0, SEEK_SET)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}

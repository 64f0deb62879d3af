internal import CLaunch
internal import Glibc

/// The standard input of a subject.
enum StandardInput {
  /// Opens a file in memory that holds some bytes, at its beginning; /dev/null when there are none to hold.
  ///
  /// - Returns: the descriptor, for the caller to close; -1, with `errno` set, when the system gives none.
  static func open(_ content: [UInt8]?) -> Int32 {
    guard let content else { return Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC) }
    let file = mirror_memory_file("i")
    if file < 0 { return -1 }
    var offset = 0
    while offset < content.count {
      let count = content[offset...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let number = count < 0 ? errno : EIO
        close(file)
        errno = number
        return -1
      }
      offset += count
    }
    lseek(file, 0, SEEK_SET)
    return file
  }
}

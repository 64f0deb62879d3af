internal import CSystemSupport
internal import Glibc

/// The few file operations that sandboxes are made of.
///
/// Each works on names as they are (no link at the end of a path is followed) and none may wait.
package enum FileSystem {
  /// A file operation that the harness itself could not do.
  package struct Failure: Error, Sendable, CustomStringConvertible {
    package let operation: String
    package let path: String
    package let errno: Int32

    package init(operation: String, path: String, errno: Int32) {
      self.operation = operation
      self.path = path
      self.errno = errno
    }

    package var description: String {
      let isFull = [ENOSPC, EDQUOT].contains(errno)
      return "cannot \(operation) \(path): \(errnoText(errno))"
        + (isFull ? "; free some room, or set TMPDIR to a directory on another file system" : "")
    }
  }

  private static func check(_ result: Int32, _ operation: String, _ path: String) throws(Failure) {
    if result != 0 { throw Failure(operation: operation, path: path, errno: errno) }
  }

  package static func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(Failure) {
    try check(mkdir(path, mode), "make directory", path)
    try setMode(path, mode)
  }

  /// Makes a directory unless something has the name already; several threads may try at once.
  package static func ensureDirectory(_ path: String, mode: UInt32 = 0o755) throws(Failure) {
    do {
      try makeDirectory(path, mode: mode)
    } catch  where error.errno == EEXIST {
    }
  }

  package static func setMode(_ path: String, _ mode: UInt32) throws(Failure) {
    try check(chmod(path, mode), "change the mode of", path)
  }

  /// Makes a new file with a content.
  package static func write(_ path: String, _ content: [UInt8], mode: UInt32 = 0o644) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(operation: "create", path: path, errno: errno) }
    defer { close(descriptor) }
    var offset = 0
    while offset < content.count {
      let count = content[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // A write that takes nothing gives no reason either.
      guard count > 0 else { throw Failure(operation: "write", path: path, errno: count < 0 ? errno : EIO) }
      offset += count
    }
    try check(fchmod(descriptor, mode), "change the mode of", path)
  }

  package static func makeLink(_ path: String, to target: String) throws(Failure) {
    try check(symlink(target, path), "link", path)
  }

  package static func makeFIFO(_ path: String) throws(Failure) {
    try check(mkfifo(path, 0o644), "make FIFO", path)
  }

  package static func makeSocket(_ path: String) throws(Failure) {
    try check(mknod(path, S_IFSOCK | 0o644, 0), "make socket", path)
  }

  /// Sets the modification time, in seconds since 1970, so that a later change cannot hide.
  package static func setModified(_ path: String, seconds: Int) throws(Failure) {
    let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    try check(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), "set the time of", path)
  }

  package static func remove(_ path: String) throws(Failure) {
    try check(unlink(path), "remove", path)
  }

  /// Reads a regular file up to a limit, or returns nothing when it cannot be read.
  package static func read(_ path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while content.count < limit {
      let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - content.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      content += buffer[..<count]
    }
    return content
  }

  /// The names and values of the extended attributes of a path, one after the other; none where there are none.
  package static func attributes(of path: String) -> [UInt8] {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { room in
      let count = mirror_attributes(path, room.baseAddress, room.count)
      return count > 0 ? Array(room[..<count]) : []
    }
  }

  package static func target(ofLink path: String) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink(path, &buffer, Int(PATH_MAX))
    return count < 0 ? "" : text(ofCString: buffer)
  }

  /// The absolute path without links, or nothing when there is none.
  package static func resolve(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The names in a directory, sorted, without `.` and `..`; nothing when it cannot be read.
  package static func names(in directory: String) -> [String]? {
    guard let stream = opendir(directory) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { Self.name(of: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// A name as text; one that is no UTF-8 leads nowhere, but shows its bytes.
  private static func name(of bytes: UnsafePointer<CChar>) -> String {
    if let name = String(validatingCString: bytes) { return name }
    return UnsafeBufferPointer(start: bytes, count: strlen(bytes)).map { byte in
      (0x20..<0x7f).contains(byte)
        ? String(UnicodeScalar(UInt8(byte))) : "\\x" + String(UInt8(bitPattern: byte), radix: 16)
    }.joined()
  }

  /// Removes whatever has a path, with all below it, whatever its modes are, and what is mounted there.
  ///
  /// - Returns: what could not be removed, if anything.
  @discardableResult
  package static func removeTree(_ path: String) -> Failure? {
    if unlink(path) == 0 || errno == ENOENT { return nil }
    if rmdir(path) == 0 { return nil }
    _ = chmod(path, 0o700)
    let status = mirror_remove_tree(path)
    return status == 0 || !exists(path)
      ? nil : Failure(operation: "remove", path: firstLeaf(path), errno: status)
  }

  /// The first thing below a directory that holds nothing itself: it is what keeps the directory.
  private static func firstLeaf(_ path: String) -> String {
    guard path.utf8.count < Int(PATH_MAX), let name = names(in: path)?.first else { return path }
    return firstLeaf(path + "/" + name)
  }

  /// Makes a new directory with a name that tells nothing, such as mktemp(1) gives: a subject that knows a name of the suite
  /// could behave in it, and nowhere else.
  ///
  /// - Parameter mode: of the new directory.
  package static func makeNamelessDirectory(in parent: String, mode: UInt32) throws(Failure) -> String {
    let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    for _ in 0..<100 {
      let path = parent + "/tmp." + String((0..<10).map { _ in letters.randomElement() ?? "x" })
      do {
        try makeDirectory(path, mode: mode)
        return path
      } catch  where error.errno == EEXIST {
      }
    }
    throw Failure(operation: "make directory", path: parent + "/tmp.XXXXXXXXXX", errno: EEXIST)
  }

  /// Makes a new directory for this process alone.
  ///
  /// - Parameter prefix: the path up to the random part of the name.
  package static func makeTemporaryDirectory(_ prefix: String) throws(Failure) -> String {
    var template = Array((prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure(operation: "make directory", path: prefix + "XXXXXX", errno: errno)
    }
    return text(ofCString: template)
  }
}

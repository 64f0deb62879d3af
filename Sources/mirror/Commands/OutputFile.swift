internal import Crosscheck
internal import Glibc
internal import SystemSupport

/// A file that a command is to write, found out to be writable before the work begins.
///
/// A regular file is replaced as a whole, by a new one under a temporary name: what was there stays until the new
/// content is complete. Standard output, other open descriptors, FIFOs and devices are written to as they are.
struct OutputFile {
  private enum Target {
    case descriptor(Int32)
    /// A regular file, with the mode of the one that is there, or none.
    case file(path: String, mode: mode_t?)
  }

  private let path: String
  private let target: Target

  /// Whether what is written goes where standard output goes.
  var isStandardOutput: Bool {
    guard case .descriptor(let descriptor) = target else { return false }
    return descriptor == STDOUT_FILENO || Self.areSame(descriptor, STDOUT_FILENO)
  }

  /// Finds out whether a file can be written, and changes nothing.
  ///
  /// - Parameter path: the file; `-` is standard output.
  init(_ path: String) throws(WriteFailure) {
    self.path = path
    if let descriptor = path == "-" ? STDOUT_FILENO : Input.ownDescriptor(path) {
      guard fcntl(descriptor, F_GETFL) != -1 else { throw WriteFailure("open", path, errno: errno) }
      target = .descriptor(descriptor)
      return
    }
    let resolved = try Self.followLinks(path)
    var status = stat()
    guard stat(resolved, &status) == 0 else {
      guard errno == ENOENT else { throw WriteFailure("open", path, errno: errno) }
      target = .file(path: resolved, mode: nil)
      try Self.discardTrial(of: resolved, for: path)
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      target = .descriptor(try Self.openStream(path))
      return
    }
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] where Self.isSame(status, descriptor) {
      // Replaced by another file, it would lose what else is written to it.
      target = .descriptor(descriptor)
      return
    }
    guard access(resolved, W_OK) == 0 else { throw WriteFailure("open", path, errno: errno) }
    target = .file(path: resolved, mode: status.st_mode & 0o777)
    // Where no second name can be made, the file is written in place.
    try? Self.discardTrial(of: resolved, for: path)
  }

  /// Writes the whole content; of a regular file the old one stays when that fails.
  func write(_ text: String) throws(WriteFailure) {
    switch target {
    case .descriptor(let descriptor): try mirror.write(text, to: descriptor, path: path)
    case .file(let file, let mode): try replace(file, mode, text)
    }
  }

  // MARK: Regular files

  private func replace(_ file: String, _ mode: mode_t?, _ text: String) throws(WriteFailure) {
    let (temporary, descriptor): (String, Int32)
    do throws(WriteFailure) {
      (temporary, descriptor) = try Self.createTemporary(beside: file, for: path)
    } catch {
      guard mode != nil else { throw error }
      return try overwrite(file, text)
    }
    do throws(WriteFailure) {
      if let mode, fchmod(descriptor, mode) != 0 { throw WriteFailure("set the mode of", path, errno: errno) }
      try fill(descriptor, text)
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, file) != 0 else { return }
    let reason = errno
    unlink(temporary)
    // A file that is a mount point, as containers have them, cannot be replaced.
    guard mode != nil else { throw WriteFailure("rename to", path, errno: reason) }
    try overwrite(file, text)
  }

  private func overwrite(_ file: String, _ text: String) throws(WriteFailure) {
    let descriptor = open(file, O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw WriteFailure("open", path, errno: errno) }
    try fill(descriptor, text)
  }

  /// Writes to a file and closes it, whatever comes of it.
  private func fill(_ descriptor: Int32, _ text: String) throws(WriteFailure) {
    do {
      try mirror.write(text, to: descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw WriteFailure("close", path, errno: errno) }
  }

  private static func createTemporary(
    beside file: String, for path: String
  ) throws(WriteFailure) -> (path: String, descriptor: Int32) {
    let name = "\(file).\(String(UInt32.random(in: 0...UInt32.max), radix: 36)).new"
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw WriteFailure("create", path, errno: errno) }
    return (name, descriptor)
  }

  /// Makes the temporary file and removes it again: a run that is ended leaves nothing.
  private static func discardTrial(of file: String, for path: String) throws(WriteFailure) {
    let trial = try createTemporary(beside: file, for: path)
    close(trial.descriptor)
    unlink(trial.path)
  }

  /// The path that links at the end of a path lead to, whether it exists or not.
  private static func followLinks(_ path: String) throws(WriteFailure) -> String {
    var current = path
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    for _ in 0..<40 {
      let count = readlink(current, &buffer, buffer.count)
      guard count >= 0 else { return current }
      let link = String(decoding: buffer[..<count], as: UTF8.self)
      let parent = current.lastIndex(of: "/").map { current[...$0] } ?? ""
      current = link.hasPrefix("/") ? link : parent + link
    }
    throw WriteFailure("open", path, errno: ELOOP)
  }

  // MARK: Everything else

  /// Opens a FIFO or a device; a FIFO waits ten seconds for its reader.
  private static func openStream(_ path: String) throws(WriteFailure) -> Int32 {
    for _ in 0..<200 {
      let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        return descriptor
      }
      guard errno == ENXIO else { throw WriteFailure("open", path, errno: errno) }
      usleep(50_000)
    }
    throw WriteFailure("open", path, cause: "nobody reads from it")
  }

  private static func areSame(_ one: Int32, _ other: Int32) -> Bool {
    var status = stat()
    return fstat(one, &status) == 0 && isSame(status, other)
  }

  private static func isSame(_ one: stat, _ descriptor: Int32) -> Bool {
    var other = stat()
    return fstat(descriptor, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }
}

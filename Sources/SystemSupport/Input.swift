internal import Glibc

/// A file that could not be read.
package struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The path as it was given.
  package let path: String
  /// What was tried, such as `open`.
  package let operation: String
  /// Why that failed.
  package let reason: String
  /// Whether the file is there but larger than it may be.
  package let isTooLarge: Bool

  /// The path and the cause.
  package var description: String { "cannot read \(path): \(reason)" }
}

/// Files and standard input, read whole.
package enum Input {
  /// Reads a regular file, or an open descriptor by its name: a FIFO could wait for ever for somebody to write.
  ///
  /// - Parameters:
  ///   - path: the file; `-` is an ordinary name here. `/dev/stdin` and `/dev/fd/N` (which `<(...)` stands for in a
  ///     shell) are read to their end, whatever they are: the caller has opened them, and means it.
  ///   - limit: the most bytes it may have.
  package static func file(_ path: String, limit: Int) throws(InputError) -> [UInt8] {
    if let own = ownDescriptor(path) {
      guard fcntl(own, F_GETFL) != -1 else { throw failure(path, "open") }
      return try readAll(own, name: path, limit: limit)
    }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, "open") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, "examine") }
    guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
      throw InputError(path: path, operation: "open", reason: "not a regular file", isTooLarge: false)
    }
    return try readAll(descriptor, name: path, limit: limit)
  }

  /// The number of the open descriptor that a path such as `/dev/stdin` or `/dev/fd/63` stands for.
  package static func ownDescriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdin": return STDIN_FILENO
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
      guard let prefix = ["/dev/fd/", "/proc/self/fd/"].first(where: path.hasPrefix) else { return nil }
      let digits = path.dropFirst(prefix.count)
      return digits.allSatisfy { "0"..."9" ~= $0 } ? Int32(digits) : nil
    }
  }

  /// Reads standard input to its end.
  ///
  /// - Parameter limit: the most bytes it may have.
  package static func standardInput(limit: Int) throws(InputError) -> [UInt8] {
    try readAll(0, name: "standard input", limit: limit)
  }

  private static func readAll(_ descriptor: Int32, name: String, limit: Int) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure(name, "read") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw InputError(
          path: name, operation: "read", reason: "larger than \(limit) bytes", isTooLarge: true)
      }
    }
  }

  private static func failure(_ path: String, _ operation: String) -> InputError {
    InputError(path: path, operation: operation, reason: String(cString: strerror(errno)), isTooLarge: false)
  }
}

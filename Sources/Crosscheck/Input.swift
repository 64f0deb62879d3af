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

  /// The path, the operation and the cause.
  package var description: String { "\(path): \(operation): \(reason)" }
}

/// Files and standard input, read whole.
package enum Input {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file; `-` is an ordinary name here.
  ///   - limit: the most bytes it may have.
  package static func file(_ path: String, limit: Int) throws(InputError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, "open") }
    defer { close(descriptor) }
    return try readAll(descriptor, name: path, limit: limit)
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

internal import ArgumentParser
internal import Glibc

/// Why something could not be written.
struct WriteFailure: Error, CustomStringConvertible {
  let operation: String
  let path: String
  let cause: String

  /// A failure with the reason that a call gave.
  init(_ operation: String, _ path: String, errno: Int32) {
    self.init(operation, path, cause: String(cString: strerror(errno)))
  }

  init(_ operation: String, _ path: String, cause: String) {
    self.operation = operation
    self.path = path
    self.cause = cause
  }

  var description: String { "cannot \(operation) \(path): \(cause)" }
}

/// Writes text at once, without the buffer of `print`, whose failures go unseen.
///
/// - Parameter path: what the descriptor is called in an error.
func write(_ text: String, to descriptor: Int32, path: String) throws(WriteFailure) {
  var text = text
  let failure = text.withUTF8 { bytes -> WriteFailure? in
    do throws(WriteFailure) {
      try write(UnsafeRawBufferPointer(bytes), to: descriptor, path: path)
      return nil
    } catch {
      return error
    }
  }
  if let failure { throw failure }
}

/// The same for bytes.
func write(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
) throws(WriteFailure) {
  var rest = bytes
  while !rest.isEmpty {
    let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
    if count > 0 {
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      continue
    }
    if count == 0 { throw WriteFailure("write", path, cause: "nothing was taken") }
    let reason = errno
    if reason == EINTR { continue }
    guard reason == EAGAIN else { throw WriteFailure("write", path, errno: reason) }
    // Whoever shares the descriptor has made it non-blocking: wait as a blocking one would.
    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&wanted, 1, -1)
  }
}

/// Writes text to standard output, or ends the command with exit status 70 and a message.
func printText(_ text: String) throws(ExitCode) {
  do {
    try write(text, to: STDOUT_FILENO, path: "standard output")
  } catch {
    printError("mirror: \(error)")
    throw ExitCode(70)
  }
}

/// Writes a line to standard error; there is nowhere to tell that it cannot be written.
func printError(_ line: String) {
  try? write(line + "\n", to: STDERR_FILENO, path: "standard error")
}

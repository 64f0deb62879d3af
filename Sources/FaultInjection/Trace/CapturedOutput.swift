internal import CTrace
internal import Glibc

/// The three standard descriptors of a traced run: its input, and a file in memory for each output.
struct CapturedOutput {
  let input: Int32
  let output: Int32
  let error: Int32

  /// How far the two files were written, and with which flags, at one moment.
  struct Mark {
    fileprivate let outputSize: off_t
    fileprivate let outputFlags: Int32
    fileprivate let errorSize: off_t
    fileprivate let errorFlags: Int32
  }

  /// Opens the descriptors; nothing, with `errno` set, when the system gives none.
  ///
  /// - Parameter content: what stands on standard input; none is /dev/null.
  init?(input content: [UInt8]? = nil) {
    output = mirror_trace_capture_file(Tracer.outputName)
    error = mirror_trace_capture_file(Tracer.errorName)
    input = StandardInput.open(content)
    if output < 0 || error < 0 || input < 0 {
      let number = errno
      close()
      errno = number
      return nil
    }
  }

  func close() { for descriptor in [input, output, error] where descriptor >= 0 { Glibc.close(descriptor) } }

  /// What was written to one of the two files.
  ///
  /// - Parameter limit: how much of it is returned, in bytes.
  func contents(of file: Int32, limit: Int) -> [UInt8] {
    let size = min(limit, Int(Self.size(file)))
    if size <= 0 { return [] }
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, pread(file, buffer.baseAddress, buffer.count, 0))
    }
  }

  /// Which of the two files an open file is, if any.
  func contains(_ identity: FileIdentity) -> Bool {
    FileIdentity(of: output) == identity || FileIdentity(of: error) == identity
  }

  var mark: Mark {
    Mark(
      outputSize: Self.size(output), outputFlags: fcntl(output, F_GETFL), errorSize: Self.size(error),
      errorFlags: fcntl(error, F_GETFL))
  }

  /// Forgets all that was written after a mark.
  ///
  /// - Returns: whether that could be done.
  func cutBack(to mark: Mark) -> Bool {
    for (file, size, flags) in [
      (output, mark.outputSize, mark.outputFlags), (error, mark.errorSize, mark.errorFlags),
    ] {
      guard ftruncate(file, size) == 0, lseek(file, size, SEEK_SET) == size, fcntl(file, F_SETFL, flags) == 0
      else { return false }
    }
    return true
  }

  private static func size(_ file: Int32) -> off_t {
    var status = stat()
    return fstat(file, &status) == 0 ? status.st_size : 0
  }
}

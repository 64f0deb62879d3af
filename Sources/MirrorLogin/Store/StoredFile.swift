internal import MirrorReference
internal import SystemPackage

/// The file that is there, and its content.
struct StoredFile: ~Copyable {
  let details: FileDetails
  private let content: SecretBuffer

  /// Reads the file at a name.
  ///
  /// - Parameter path: what it is called in messages.
  /// - Returns: nothing when there is none.
  static func open(
    _ name: String, in directory: FileDescriptor, path: String, calls: some StoreCalls
  ) throws(LoginError) -> StoredFile? {
    let descriptor: FileDescriptor
    do {
      descriptor = try calls.openForReading(name, at: directory)
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw LoginError("cannot open \(path): \(error)")
    }
    defer { try? calls.close(descriptor) }
    let details = try attempt("examine", path) { () throws(Errno) in try calls.details(of: descriptor) }
    guard details.isRegular else { throw LoginError("\(path) is left as it is: it is no regular file") }
    guard details.size <= DockerConfigStore.sizeLimit else {
      throw LoginError("\(path) is left as it is: \(details.size) bytes are no Docker configuration")
    }
    return StoredFile(
      details: details, content: try readAll(descriptor, Int(details.size), path, calls: calls))
  }

  private init(details: FileDetails, content: consuming SecretBuffer) {
    self.details = details
    self.content = content
  }

  consuming func takeContent() -> SecretBuffer { content }

  borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try content.withUnsafeBytes(body)
  }

  private static func readAll(
    _ descriptor: FileDescriptor, _ size: Int, _ path: String, calls: some StoreCalls
  ) throws(LoginError) -> SecretBuffer {
    var content = SecretBuffer(capacity: size + 512)
    var interruptions = 0
    while true {
      do throws(Errno) {
        let count = try content.append(upTo: max(512, size - content.count + 1)) { (room) throws(Errno) in
          try calls.read(descriptor, into: room)
        }
        if count == 0 { return content }
      } catch {
        interruptions += 1
        guard error == .interrupted, interruptions < 16 else {
          throw LoginError("cannot read \(path): \(error)")
        }
      }
      guard content.count <= DockerConfigStore.sizeLimit else {
        throw LoginError("\(path) is left as it is: it is too large for a Docker configuration")
      }
    }
  }
}

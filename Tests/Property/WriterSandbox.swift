import Ed25519
import FaultInjection
import Glibc
import MirrorReference
import SodiumBackend
import StrictFormats

/// A directory of its own for one test, in memory where possible, removed at the end.
struct WriterSandbox: ~Copyable {
  let path: String

  init() throws {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(parent)/mirror-writer-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SandboxError("mkdtemp") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? removeTree(path) }

  /// Runs the writer on a new pair and reports what it threw.
  func write(
    to directory: String, calls: some FileSystemCalls, maskedOwnerBits: ModeBits = 0
  ) throws -> KeyWriterError? {
    try Self.write(to: "\(path)/\(directory)", calls: calls, maskedOwnerBits: maskedOwnerBits)
  }

  /// The same for a path from the working directory.
  static func write(
    to path: String, calls: some FileSystemCalls, maskedOwnerBits: ModeBits = 0
  ) throws -> KeyWriterError? {
    let pair = try KeyPair.generate(with: SodiumBackend())
    let paths: WrittenKeyPair
    do throws(KeyWriterError) {
      let writer = KeyPairWriter(maskedOwnerBits: maskedOwnerBits, signals: nil)
      paths = try writer.write(pair, into: path, calls: calls)
    } catch { return error }
    // Without the owner's bits nobody but root could look.
    if maskedOwnerBits == 0 {
      for path in [paths.privateSet, paths.publicSet] where access(path, F_OK) != 0 {
        throw SandboxError("access \(path)")
      }
    }
    return nil
  }

  /// Everything below the sandbox.
  func snapshot() throws -> [String: Entry] {
    var entries: [String: Entry] = [:]
    try collect("", into: &entries)
    return entries
  }

  private func collect(_ relative: String, into entries: inout [String: Entry]) throws {
    for name in try listing("\(path)/\(relative)") {
      let entry = relative.isEmpty ? name : "\(relative)/\(name)"
      entries[entry] = try Entry("\(path)/\(entry)")
      if entries[entry]?.isDirectory == true { try collect(entry, into: &entries) }
    }
  }

  /// What is wrong with the pair in a directory, or nothing.
  func defect(ofPairIn directory: String) throws -> String? {
    let names = try listing("\(path)/\(directory)").sorted()
    guard names == ["privkey.json", "pubkey.json"] else { return "the directory holds \(names)" }
    var keys: [JSONValue] = []
    for (name, mode) in [("privkey.json", 0o600), ("pubkey.json", 0o644)] as [(String, UInt32)] {
      let entry = try Entry("\(path)/\(directory)/\(name)")
      guard entry.mode == mode else { return "\(name) has the mode \(String(entry.mode, radix: 8))" }
      let set = try StrictJSON.read(entry.bytes)
      guard let key = set["keys"]?.arrayValue?.first else { return "\(name) holds no key" }
      keys.append(key)
    }
    guard let text = keys[0]["d"]?.stringValue, let seed = Seed(try Base64URL.decode(text)) else {
      return "the private set has no d of 32 bytes"
    }
    let expected = Base64URL.encode(try SodiumBackend().publicKey(of: seed))
    for key in keys where key["x"]?.stringValue != expected { return "x does not belong to d" }
    guard keys[0]["kid"] == keys[1]["kid"], keys[1]["d"] == nil else { return "the sets do not match" }
    return nil
  }
}

/// What the tests look at in a file or directory.
struct Entry: Equatable {
  let mode: UInt32
  let isDirectory: Bool
  let inode: UInt64
  let bytes: [UInt8]

  init(_ path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw SandboxError("lstat \(path)") }
    mode = status.st_mode & 0o7777
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    inode = UInt64(status.st_ino)
    bytes = status.st_mode & S_IFMT == S_IFREG ? try readFile(path) : []
  }
}

struct SandboxError: Error, CustomStringConvertible {
  let description: String

  init(_ operation: String) { description = "\(operation): \(String(cString: strerror(errno)))" }
}

func createFile(_ path: String, _ text: String) throws {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
  guard descriptor >= 0 else { throw SandboxError("open \(path)") }
  defer { close(descriptor) }
  guard
    Array(text.utf8).withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == text.utf8.count
  else { throw SandboxError("write \(path)") }
}

private func readFile(_ path: String) throws -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
  guard descriptor >= 0 else { throw SandboxError("open \(path)") }
  defer { close(descriptor) }
  var buffer = [UInt8](repeating: 0, count: 4096)
  let count = read(descriptor, &buffer, buffer.count)
  guard count >= 0 else { throw SandboxError("read \(path)") }
  return Array(buffer.prefix(count))
}

private func listing(_ path: String) throws -> [String] {
  guard let directory = opendir(path) else { throw SandboxError("opendir \(path)") }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

private func removeTree(_ path: String) throws {
  for name in try listing(path) {
    let entry = "\(path)/\(name)"
    if try Entry(entry).isDirectory {
      chmod(entry, 0o700)
      try removeTree(entry)
    } else {
      unlink(entry)
    }
  }
  rmdir(path)
}

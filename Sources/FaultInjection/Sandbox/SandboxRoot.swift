internal import Glibc
package import SystemSupport

/// Where the sandboxes of one run of the suite lie.
package final class SandboxRoot: Sendable {
  /// The absolute path of the directory that holds them all.
  package let path: String
  /// Where that directory lies.
  package let parent: String
  private let mark: SandboxRootMark

  /// Makes a directory for sandboxes in TMPDIR, or else in memory, where the subject's flushes cost nothing, or in
  /// /tmp.
  package init() throws(FileSystem.Failure) {
    parent = Self.chosenParent
    Self.sweep(parent)
    path = try Interruption.makeRoot(in: parent)
    do {
      mark = try SandboxRootMark(in: path)
    } catch {
      FileSystem.removeTree(path)
      Interruption.forget(path)
      throw error
    }
  }

  /// The directory that sandboxes are made in.
  package static var chosenParent: String {
    if let chosen = getenv("TMPDIR").map({ String(cString: $0) }), !chosen.isEmpty { return chosen }
    let memory = "/dev/shm"
    guard access(memory, W_OK) == 0, let room = SandboxRoom(at: memory) else { return "/tmp" }
    return room.bytes >= 256 << 20 ? memory : "/tmp"
  }

  /// Removes what suites have left that were killed: it holds private keys, and fills the memory.
  private static func sweep(_ parent: String) {
    for name in FileSystem.names(in: parent) ?? [] where name.hasPrefix("tmp.") {
      let path = parent + "/" + name
      var status = stat()
      // One made a moment ago may not have its lock yet.
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
        status.st_mtim.tv_sec < time(nil) - 60, SandboxRootMark.isAbandoned(path)
      else { continue }
      FileSystem.removeTree(path)
    }
  }

  deinit {
    if let failure = FileSystem.removeTree(path) { UnremovedFiles.note(failure) }
    Interruption.forget(path)
  }
}

/// The file by which a later suite knows a directory of this one, since its name tells nothing; locked while its suite
/// lives.
final class SandboxRootMark: Sendable {
  private static let name = ".lock"
  private let descriptor: Int32

  init(in root: String) throws(FileSystem.Failure) {
    let path = root + "/" + Self.name
    try FileSystem.write(path, Self.content(for: root), mode: 0o600)
    descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    // Closed by deinit, also when this throws.
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw FileSystem.Failure(operation: "lock", path: path, errno: errno)
    }
  }

  deinit { close(descriptor) }

  /// Whether a directory is one of a suite that does not live any more.
  static func isAbandoned(_ root: String) -> Bool {
    let path = root + "/" + name
    let expected = content(for: root)
    guard FileSystem.read(path, limit: expected.count + 1) == expected else { return false }
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  /// A number that follows from the directory's name (FNV-1a), so that the file, too, tells a subject nothing.
  private static func content(for root: String) -> [UInt8] {
    let name = root.utf8.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []
    let hash = (Array("sandboxes of mirror conform ".utf8) + name).reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return Array((String(hash, radix: 16) + "\n").utf8)
  }
}

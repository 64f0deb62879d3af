internal import Glibc

/// Where the sandboxes of one run of the suite lie.
package final class SandboxYard: Sendable {
  /// The absolute path of the directory that holds them all.
  package let path: String
  /// Holds a lock on the directory for as long as this process lives.
  private let claim: Int32
  private static let prefix = "mirror-conform-"

  /// Makes a directory for sandboxes in TMPDIR, or else in memory, where the subject's flushes cost nothing, or in
  /// /tmp.
  package init() throws(FileSystem.Failure) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? Self.defaultParent
    Self.sweep(parent)
    path = try Interruption.makeYard("\(parent)/\(Self.prefix)")
    claim = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    flock(claim, LOCK_EX | LOCK_NB)
  }

  private static var defaultParent: String {
    let memory = "/dev/shm"
    var status = statvfs()
    guard access(memory, W_OK) == 0, statvfs(memory, &status) == 0 else { return "/tmp" }
    let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
    return free >= 256 << 20 ? memory : "/tmp"
  }

  /// Removes what suites have left that were killed: it holds private keys, and fills the memory.
  private static func sweep(_ parent: String) {
    for name in FileSystem.names(in: parent) ?? [] where name.hasPrefix(prefix) {
      let path = parent + "/" + name
      let yard = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard yard >= 0 else { continue }
      defer { close(yard) }
      var status = stat()
      // One made a moment ago may not have its lock yet.
      guard fstat(yard, &status) == 0, status.st_uid == geteuid(), status.st_mtim.tv_sec < time(nil) - 60,
        flock(yard, LOCK_EX | LOCK_NB) == 0
      else { continue }
      FileSystem.removeTree(path)
    }
  }

  deinit {
    FileSystem.removeTree(path)
    Interruption.forget(path)
    close(claim)
  }
}

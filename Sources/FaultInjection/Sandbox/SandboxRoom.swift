internal import Glibc

/// How much room the file system of the sandboxes has.
///
/// To be looked at before a run and after one that failed: a full disk is no fault of the subject.
package struct SandboxRoom: Sendable {
  /// Less than this is too little for a run, in bytes and in inodes.
  private static let leastBytes: UInt64 = 1 << 20
  private static let leastInodes: UInt64 = 64

  package let path: String
  /// Free for this user, in bytes.
  package let bytes: UInt64
  /// Free inodes; nil where the file system does not count them.
  package let inodes: UInt64?
  package let isReadOnly: Bool

  /// Looks at a file system; nothing when the path is not there.
  package init?(at path: String) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    self.path = path
    bytes = UInt64(status.f_bavail) * UInt64(status.f_frsize)
    inodes = status.f_files == 0 ? nil : UInt64(status.f_favail)
    isReadOnly = status.f_flag & UInt(ST_RDONLY) != 0
  }

  /// Why a run there says nothing about the subject, and what to do; nil when there is room.
  package var complaint: String? {
    let remedy = "free some, or set TMPDIR to a directory on another file system"
    if isReadOnly { return "\(path) is read-only: set TMPDIR to a directory that can be written" }
    if bytes < Self.leastBytes {
      return "\(path) has no room left: \(bytes) bytes are free, a run needs \(Self.leastBytes): \(remedy)"
    }
    if let inodes, inodes < Self.leastInodes {
      return "\(path) has no room left: \(inodes) inodes are free, a run needs \(Self.leastInodes): \(remedy)"
    }
    return nil
  }
}

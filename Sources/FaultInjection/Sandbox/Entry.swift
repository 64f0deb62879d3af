internal import Glibc
internal import SystemSupport

/// One name in a directory tree, as lstat(2) sees it, with what a regular file holds.
package struct Entry: Sendable, Equatable {
  /// What kind of thing has the name.
  package enum Kind: Sendable, Equatable {
    case file
    case directory
    case symbolicLink(target: String)
    case fifo
    case socket
    case other
  }

  /// What kind of thing has the name.
  package var kind: Kind
  /// The permission bits with set-user-ID, set-group-ID and sticky: `st_mode & 07777`.
  package var mode: UInt32
  package var owner: UInt32
  package var group: UInt32
  package var device: UInt64
  package var inode: UInt64
  package var links: UInt64
  /// In bytes.
  package var size: Int64
  /// In nanoseconds since 1970.
  package var modified: Int64
  /// What a regular file holds, when it is short enough and could be read.
  package var content: [UInt8]?
  /// The names and values of its extended attributes, one after the other.
  package var attributes: [UInt8] = []

  /// Whether it is the same file as another one, and nobody has written to it in between.
  package func isUntouched(since earlier: Entry) -> Bool {
    (inode, size, modified) == (earlier.inode, earlier.size, earlier.modified)
  }

  /// Something that has a name, and that is all there is to know.
  package static let unknown = Entry()

  private init() {
    kind = .other
    (mode, owner, group, device, inode, links, size, modified) = (0, 0, 0, 0, 0, 0, 0, 0)
  }

  /// Looks at a path without following a link at its end, or returns nothing when there is none.
  ///
  /// - Parameters:
  ///   - contentLimit: how many bytes a regular file may have for its content to be read.
  ///   - keepsContent: whether it is read at all.
  package init?(path: String, contentLimit: Int, keepsContent: Bool = true) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    mode = status.st_mode & 0o7777
    owner = status.st_uid
    group = status.st_gid
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    links = UInt64(status.st_nlink)
    size = Int64(status.st_size)
    modified = Self.nanoseconds(status.st_mtim)
    if contentLimit > 0 { attributes = FileSystem.attributes(of: path) }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      kind = .file
      content = keepsContent && size <= contentLimit ? FileSystem.read(path, limit: contentLimit) : nil
    case S_IFDIR: kind = .directory
    case S_IFLNK: kind = .symbolicLink(target: FileSystem.target(ofLink: path))
    case S_IFIFO: kind = .fifo
    case S_IFSOCK: kind = .socket
    default: kind = .other
    }
  }

  /// Whether the contents are the same, where both are known.
  private func hasContent(of other: Entry) -> Bool {
    guard let content, let others = other.content else { return true }
    return content == others
  }

  /// A time as a number; one further away than the number goes is the furthest.
  private static func nanoseconds(_ time: timespec) -> Int64 {
    let (seconds, isTooFar) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isJustTooFar) = seconds.addingReportingOverflow(Int64(time.tv_nsec))
    if isTooFar || isJustTooFar { return time.tv_sec < 0 ? .min : .max }
    return sum
  }

  /// Whether two looks saw the same thing untouched: bytes, mode, owner, inode and modification time.
  ///
  /// The number of links and a directory's size are left out: they follow from what is put beside or into it.
  package func isUntouched(since earlier: Entry, ignoringTime: Bool = false) -> Bool {
    kind == earlier.kind && mode == earlier.mode && owner == earlier.owner && group == earlier.group
      && device == earlier.device && inode == earlier.inode
      && (kind == .directory || size == earlier.size && hasContent(of: earlier))
      && (ignoringTime || modified == earlier.modified)
  }
}

extension Entry: CustomStringConvertible {
  /// The entry in words, such as `regular file, mode 0600, 187 bytes`.
  package var description: String {
    switch kind {
    case .file: "regular file, mode \(octal(mode)), \(size) bytes"
    case .directory: "directory, mode \(octal(mode))"
    case .symbolicLink(let target): "symbolic link to \(printable(Array(target.utf8)))"
    case .fifo: "FIFO, mode \(octal(mode))"
    case .socket: "socket, mode \(octal(mode))"
    case .other: "special file"
    }
  }
}

internal import Glibc

/// When a file was last changed, to look at it only once.
struct FileStamp: Equatable {
  let device: UInt64
  let inode: UInt64
  let size: Int64
  let mode: UInt32
  let changed: Int64
  let changedNanoseconds: Int64
}

extension Tracer {
  /// Looks at every file that the run made, and keeps the contents of those that others may read.
  func look(before: Bool) {
    var paths = [book.place.privateKey, book.place.publicKey]
    paths += book.temporaries.keys
    paths += book.scratches.keys
    for path in paths { look(at: path, as: path, before: before) }
    for file in unnamed where resolver.path(of: file.descriptor, task: file.task) == file.path {
      look(at: "/proc/\(file.task)/fd/\(file.descriptor)", as: file.path, before: before)
    }
  }

  private func look(at path: String, as name: String, before: Bool) {
    var status = stat()
    let followsLinks = path != name
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return }
    // Only bits beyond reading and writing by the owner are of interest.
    guard status.st_mode & 0o7177 != 0 else { return }
    let stamp = FileStamp(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
      mode: UInt32(status.st_mode), changed: Int64(status.st_ctim.tv_sec),
      changedNanoseconds: Int64(status.st_ctim.tv_nsec))
    // A mapped file changes without its times changing at once, so only the unmapped ones are spared a second look.
    if lookedAt[name] == stamp, !mappings.contains(where: { $0.path == name }) { return }
    lookedAt[name] = stamp
    guard let bytes = fileContents(path), recording.makeRoom(for: bytes.count) else { return }
    recording.looks.append(
      FileLook(
        call: max(0, recording.calls.count - 1), before: before, path: name,
        mode: UInt32(status.st_mode) & 0o7777, bytes: bytes))
  }
}

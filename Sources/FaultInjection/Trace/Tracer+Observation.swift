internal import Glibc

/// When a file was last changed, to look at it only once.
struct FileStamp: Equatable {
  let size: Int64
  let mode: UInt32
  let changed: Int64
  let changedNanoseconds: Int64
}

/// What the tracer knows of a file that it looks at.
struct ObservedFile {
  /// Its place among the histories.
  let history: Int
  var stamp: FileStamp?
}

extension Tracer {
  /// Looks at every file that the run made.
  func look(before: Bool) {
    var paths = book.place.files.map(\.path)
    paths += book.temporaries.keys
    paths += book.scratches.keys
    for path in paths { look(at: path, as: path, before: before) }
    for file in unnamed where resolver.path(of: file.descriptor, task: file.task) == file.path {
      look(at: "/proc/\(file.task)/fd/\(file.descriptor)", as: file.path, before: before)
    }
  }

  /// A file was made: what had its number before was another.
  func beginHistory(of descriptor: Int32, _ task: pid_t) {
    var status = stat()
    guard options.observes, stat("/proc/\(task)/fd/\(descriptor)", &status) == 0 else { return }
    watched[FileIdentity(status)] = nil
  }

  private func look(at path: String, as name: String, before: Bool) {
    var status = stat()
    let followsLinks = path != name
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else { return }
    let stamp = FileStamp(
      size: Int64(status.st_size), mode: UInt32(status.st_mode), changed: Int64(status.st_ctim.tv_sec),
      changedNanoseconds: Int64(status.st_ctim.tv_nsec))
    let identity = FileIdentity(status)
    var file = watched[identity] ?? newHistory(of: name, identity)
    // A mapped file changes without its times changing at once, so only the unmapped ones are spared a second look.
    if file.stamp == stamp, !mappings.contains(where: { $0.path == name }) { return }
    file.stamp = stamp
    watched[identity] = file
    let mode = UInt32(status.st_mode) & 0o7777
    if mode & 0o7177 != 0 {
      let look = FileHistory.Look(
        call: max(0, recording.calls.count - 1), before: before, mode: mode, size: stamp.size)
      if recording.histories[file.history].loose == nil { recording.histories[file.history].loose = look }
      if recording.histories[file.history].looseWhileFilled == nil, stamp.size > 0 {
        recording.histories[file.history].looseWhileFilled = look
      }
    }
    if stamp.size > 0 { keepContents(of: path, in: file.history) }
  }

  private func newHistory(of name: String, _ identity: FileIdentity) -> ObservedFile {
    recording.histories.append(FileHistory(path: name, device: identity.device, inode: identity.inode))
    return ObservedFile(history: recording.histories.count - 1)
  }

  private func keepContents(of path: String, in history: Int) {
    guard let bytes = fileContents(path), recording.histories[history].contents.last != bytes,
      recording.makeRoom(for: bytes.count)
    else { return }
    recording.histories[history].contents.append(bytes)
  }
}

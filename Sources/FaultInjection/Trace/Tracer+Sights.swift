internal import Glibc

extension Tracer {
  /// Looks at the files that the run replaces, after a call that can have changed them.
  func lookAtReplacedFiles(after call: Int) {
    for file in book.place.files where file.access == .replaced {
      let state = sight(of: file.path)
      if recording.sights.last(where: { $0.label == file.label })?.state == state { continue }
      if case .file(_, let content?) = state, !recording.makeRoom(for: content.count) { continue }
      recording.sights.append(Sight(label: file.label, call: call, state: state))
    }
  }

  private func sight(of path: String) -> Sight.State {
    var status = stat()
    guard lstat(path, &status) == 0 else { return .missing }
    guard status.st_mode & S_IFMT == S_IFREG else { return .other }
    return .file(
      mode: UInt32(status.st_mode) & 0o7777, content: fileContents(path, limit: Snapshot.contentLimit))
  }

  /// Keeps what a program was started with.
  func noteProgram(_ task: pid_t) {
    let bytes =
      (fileContents("/proc/\(task)/cmdline") ?? []) + [0] + (fileContents("/proc/\(task)/environ") ?? [])
    if recording.makeRoom(for: bytes.count) { recording.programs.append(bytes) }
  }

  /// Keeps the arguments that processes have given themselves since they were started, as a title does.
  func noteTitles() {
    for process in Set(tasks.values.map(\.process)) {
      guard let title = fileContents("/proc/\(process)/cmdline"), !title.isEmpty,
        !recording.programs.contains(where: { $0.starts(with: title) }), recording.makeRoom(for: title.count)
      else { continue }
      recording.programs.append(title)
    }
  }
}

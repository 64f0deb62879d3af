internal import CTrace
internal import Glibc
internal import SystemSupport

/// Looks for all that would make a copy of a stopped process behave unlike a fresh run.
///
/// Memory, registers, signal handlers, limits and the like are copied by fork(2); threads, timers, locks and children are
/// not, and what descriptors mean is shared.
struct CheckpointSoundness {
  let task: pid_t
  let output: CapturedOutput
  /// Where the subject was started.
  let directory: String
  /// The processes that it started, ended or not.
  let descendants: [pid_t]

  /// Checks everything.
  ///
  /// - Returns: the open files that a copy shares with the template, to be put back after it.
  func check() throws(CheckpointUnsound) -> [SharedFile] {
    try checkTasks()
    try checkStatus()
    try checkMemory()
    try checkSurroundings()
    return try sharedFiles()
  }

  private func read(_ name: String, limit: Int = 1 << 16) throws(CheckpointUnsound) -> Substring {
    let path = "/proc/\(task)/\(name)"
    guard let bytes = fileContents(path, limit: limit) else { throw .unseen(path) }
    return String(decoding: bytes, as: UTF8.self)[...]
  }

  private func names(in directory: String) throws(CheckpointUnsound) -> [String] {
    let path = "/proc/\(task)/\(directory)"
    guard let names = FileSystem.names(in: path) else { throw .unseen(path) }
    return names
  }

  // MARK: Tasks and signals

  private func checkTasks() throws(CheckpointUnsound) {
    guard try names(in: "task").count == 1 else { throw .thread }
    // One that has ended is there until it is waited for.
    for process in descendants where FileSystem.exists("/proc/\(process)") { throw .child }
  }

  private func checkStatus() throws(CheckpointUnsound) {
    for line in try read("status").split(separator: "\n") {
      let parts = line.split(whereSeparator: { $0 == ":" || $0 == "\t" || $0 == " " })
      guard parts.count >= 2 else { continue }
      switch parts[0] {
      case "SigPnd", "ShdPnd": if parts[1].contains(where: { $0 != "0" }) { throw .pendingSignal }
      case "Seccomp_filters": if parts[1] != "1" { throw .filter }
      default: break
      }
    }
  }

  // MARK: Memory

  private func checkMemory() throws(CheckpointUnsound) {
    var mapping: Substring = ""
    for line in try read("smaps", limit: 1 << 24).split(separator: "\n") {
      if line.first.map({ $0.isHexDigit && !$0.isUppercase }) ?? false {
        mapping = line
        continue
      }
      guard line.utf8.starts(with: "VmFlags:".utf8) else { continue }
      let flags = line.dropFirst("VmFlags:".count).split(separator: " ")
      if flags.contains("dc") { throw .memoryLeftOut }
      // One that can be made writable counts, too.
      if flags.contains("sh"), flags.contains("mw") { throw .sharedMemory(name(of: mapping)) }
    }
    if mapping.isEmpty { throw .unseen("/proc/\(task)/smaps") }
  }

  private func name(of mapping: Substring) -> String {
    let fields = mapping.split(separator: " ", maxSplits: 5)
    return fields.count == 6 ? String(fields[5].drop { $0 == " " }) : "without a name"
  }

  // MARK: Surroundings

  private func checkSurroundings() throws(CheckpointUnsound) {
    guard FileIdentity(of: "/proc/\(task)/cwd") == FileIdentity(of: directory) else {
      throw .workingDirectory(linkTarget("/proc/\(task)/cwd") ?? "unknown")
    }
    for kind in ["pid", "time"] {
      let own = linkTarget("/proc/\(task)/ns/\(kind)")
      // A kernel without such namespaces has no such file.
      if own != linkTarget("/proc/\(task)/ns/\(kind)_for_children") { throw .namespace }
    }
  }

  // MARK: Descriptors

  private func sharedFiles() throws(CheckpointUnsound) -> [SharedFile] {
    var shared: [SharedFile] = []
    do {
      for name in try names(in: "fd") {
        guard let number = Int32(name) else { continue }
        if let file = try sharedFile(number) { shared.append(file) }
      }
    } catch {
      for file in shared { file.close() }
      throw error
    }
    return shared
  }

  /// An open file that has to be put back; nothing for one without a state.
  private func sharedFile(_ number: Int32) throws(CheckpointUnsound) -> SharedFile? {
    let path = "/proc/\(task)/fd/\(number)"
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unseen(path) }
    let information = try DescriptorInformation(try read("fdinfo/\(number)"), number)
    if output.contains(FileIdentity(status)) { return nil }
    // A copy would read of the process that it is a copy of.
    if FileIdentity(status).isOfProcesses { throw .descriptor(number, linkTarget(path) ?? "unknown") }
    switch status.st_mode & S_IFMT {
    case S_IFCHR where Self.isMemoryDevice(status.st_rdev): break
    case S_IFREG where information.isReadOnly, S_IFDIR where information.isReadOnly: break
    default: throw .descriptor(number, linkTarget(path) ?? "unknown")
    }
    let shared = mirror_trace_share(task, number)
    guard shared >= 0 else { throw .descriptor(number, "out of reach: \(errnoText(errno))") }
    return SharedFile(descriptor: shared, offset: information.offset, flags: information.flags)
  }

  /// Whether it is /dev/null, /dev/urandom or one of their like: what is read or written there leaves nothing behind.
  private static func isMemoryDevice(_ number: dev_t) -> Bool {
    (number >> 8) & 0xfff == 1 && number >> 20 == 0
  }
}

/// What /proc says of one descriptor.
private struct DescriptorInformation {
  let offset: Int64
  let flags: Int32
  var isReadOnly: Bool { flags & OpenFlags.access == O_RDONLY }

  init(_ text: Substring, _ number: Int32) throws(CheckpointUnsound) {
    var found: (offset: Int64?, flags: Int32?)
    for line in text.split(separator: "\n") {
      let parts = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
      guard parts.count >= 2 else { continue }
      switch parts[0] {
      case "pos:": found.offset = Int64(parts[1])
      case "flags:": found.flags = Int32(parts[1], radix: 8)
      case "lock:": throw .lock(number)
      default: break
      }
    }
    guard let offset = found.offset, let flags = found.flags else {
      throw .unseen("the information on descriptor \(number)")
    }
    (self.offset, self.flags) = (offset, flags)
  }
}

/// An open file of a subject that is copied: its offset and its flags are one for all copies.
struct SharedFile {
  /// Of this process.
  let descriptor: Int32
  /// In bytes.
  let offset: Int64
  let flags: Int32

  /// Undoes what a copy did to it.
  ///
  /// - Returns: whether that could be done.
  func putBack() -> Bool { mirror_trace_put_back(descriptor, offset, flags) == 0 }

  func close() { Glibc.close(descriptor) }
}

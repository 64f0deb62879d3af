internal import Glibc

/// Turns what a task names into absolute canonical paths, by what /proc says of the task at that moment.
struct PathResolver {
  private static let currentDirectory: Int32 = -100
  private static let deleted = " (deleted)"
  /// Canonical parents of absolute paths that the run does not change, by how the subject spelled them.
  private var canonicalParents: [String: String] = [:]
  private let place: WatchedPlace

  init(place: WatchedPlace) { self.place = place }

  /// The file behind a descriptor, or nil if it is a pipe, a socket or the like.
  func path(of descriptor: Int32, task: pid_t) -> String? {
    guard let target = linkTarget("/proc/\(task)/fd/\(descriptor)") else { return nil }
    guard let path = Self.withoutMark(target), path.utf8.starts(with: "/memfd:".utf8) else {
      return Self.withoutMark(target)
    }
    // Several files in memory may bear one name.
    var status = stat()
    return stat("/proc/\(task)/fd/\(descriptor)", &status) == 0 ? "\(path)#\(status.st_ino)" : path
  }

  /// The file that a path means; `directory` is the descriptor that a relative path starts from.
  mutating func path(_ path: String, directory: Int32?, task: pid_t) -> String? {
    if let magic = magicPath(path, task: task) { return magic }
    if path.utf8.first == UInt8(ascii: "/") { return canonical(Self.normal(path)) }
    let start = directory ?? Self.currentDirectory
    let base =
      start == Self.currentDirectory
      ? linkTarget("/proc/\(task)/cwd").flatMap(Self.withoutMark) : self.path(of: start, task: task)
    guard let base else { return nil }
    return path.isEmpty ? base : canonical(Self.normal(base + "/" + path))
  }

  /// `/proc/self/fd/N` and the like mean another file for the task than for this program.
  private func magicPath(_ path: String, task: pid_t) -> String? {
    for prefix in ["/proc/self/fd/", "/proc/thread-self/fd/", "/dev/fd/"]
    where path.utf8.starts(with: prefix.utf8) {
      guard let descriptor = Int32(path.dropFirst(prefix.count)) else { return nil }
      return self.path(of: descriptor, task: task)
    }
    if path.utf8.starts(with: "/proc/".utf8), let other = descriptorOfOther(Self.normal(path)) {
      return other
    }
    let working = "/proc/self/cwd"
    if path.utf8.starts(with: working.utf8), let base = linkTarget("/proc/\(task)/cwd") {
      return Self.normal(base + path.dropFirst(working.count))
    }
    return nil
  }

  /// The file behind `/proc/PID/fd/N` and `/proc/PID/task/TID/fd/N`, of whatever process.
  private func descriptorOfOther(_ path: String) -> String? {
    let parts = path.split(separator: "/").dropFirst()
    guard parts.count >= 3, parts[parts.endIndex - 2] == "fd",
      let descriptor = Int32(parts[parts.endIndex - 1]),
      let process = parts.first.flatMap({ pid_t($0) })
    else { return nil }
    if parts.count == 3 { return self.path(of: descriptor, task: process) }
    guard parts.count == 5, parts[parts.startIndex + 1] == "task",
      let thread = pid_t(parts[parts.startIndex + 2])
    else { return nil }
    return self.path(of: descriptor, task: thread)
  }

  /// Resolves symbolic links in all but the last component; a parent that does not exist stays as it is.
  private mutating func canonical(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else {
      return path
    }
    let parent = String(path[..<slash])
    if parent == place.directory { return path }
    let inside = parent.utf8.starts(with: place.directory.utf8)
    if !inside, let known = canonicalParents[parent] { return known + path[slash...] }
    guard let resolved = realpath(parent, nil) else { return path }
    defer { free(resolved) }
    let real = String(cString: resolved)
    if !inside { canonicalParents[parent] = real == "/" ? "" : real }
    return (real == "/" ? "" : real) + path[slash...]
  }

  /// Drops the mark of an unlinked file; nil for what is not a path.
  private static func withoutMark(_ target: String) -> String? {
    if target.utf8.first != UInt8(ascii: "/") { return nil }
    return target.hasSuffix(deleted) ? String(target.dropLast(deleted.count)) : target
  }

  /// Removes `.`, `..` and empty components.
  static func normal(_ path: String) -> String {
    if isNormal(path) { return path }
    var parts: [Substring.UTF8View] = []
    for part in path.utf8.split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual([UInt8(ascii: ".")]) { continue }
      if part.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) {
        _ = parts.popLast()
      } else {
        parts.append(part)
      }
    }
    if parts.isEmpty { return "/" }
    return parts.reduce(into: "") { $0 += "/" + (String($1) ?? "") }
  }

  private static func isNormal(_ path: String) -> Bool {
    var previous = UInt8(ascii: "x")
    for byte in path.utf8 {
      if previous == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") {
        return false
      }
      previous = byte
    }
    return previous != UInt8(ascii: "/")
  }
}

internal import CTrace
internal import Glibc

/// A descriptor through which a file was written.
struct WrittenDescriptor: Hashable {
  let process: pid_t
  let descriptor: Int32
  let path: String
}

/// Shared memory that is a file.
struct Mapping {
  let process: pid_t
  let start: UInt64
  let length: UInt64
  let path: String
  let role: PathRole
}

/// A file without a name.
struct UnnamedFile {
  let task: pid_t
  let descriptor: Int32
  let path: String
}

extension Tracer {
  /// Whether closing this descriptor ends an open file that was written through it.
  ///
  /// The mark of a descriptor that has a duplicate goes over to that one.
  func closesWritten(_ descriptor: Int32, path: String, task: pid_t) -> Bool {
    let process = tasks[task]?.process ?? 0
    let mark = WrittenDescriptor(process: process, descriptor: descriptor, path: path)
    guard written.contains(mark) else { return false }
    guard let other = duplicate(of: descriptor, path: path, task: task) else { return true }
    written.insert(WrittenDescriptor(process: process, descriptor: other, path: path))
    return false
  }

  private func duplicate(of descriptor: Int32, path: String, task: pid_t) -> Int32? {
    guard let directory = opendir("/proc/\(task)/fd") else { return nil }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let other = Int32(name), other != descriptor else { continue }
      if resolver.path(of: other, task: task) == path, mirror_trace_same_file(task, descriptor, other) != 0 {
        return other
      }
    }
    return nil
  }

  /// The file of an msync(2), by the address.
  ///
  /// sync(2) has none, but counts.
  func placesOfMapping(
    _ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t
  ) -> (paths: [String], roles: [PathRole])? {
    if shape.name == "sync" { return ([], []) }
    guard shape.name == "msync" else { return nil }
    let process = tasks[task]?.process ?? 0
    let mapping = mappings.last {
      $0.process == process && call.arguments.0 >= $0.start && call.arguments.0 < $0.start + $0.length
    }
    return mapping.map { ([$0.path], [$0.role]) }
  }
}

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

  /// The descriptors of a close_range(2) that files were written through, with their files.
  private func closedRange(_ call: mirror_trace_call, _ task: pid_t) -> [WrittenDescriptor] {
    // CLOSE_RANGE_CLOEXEC closes nothing yet.
    if call.arguments.2 & 4 != 0 { return [] }
    let process = tasks[task]?.process ?? 0
    return written.filter { mark in
      mark.process == process && UInt64(mark.descriptor) >= call.arguments.0 & 0xffff_ffff
        && UInt64(mark.descriptor) <= call.arguments.1 & 0xffff_ffff
        && resolver.path(of: mark.descriptor, task: task) == mark.path
    }.sorted { $0.descriptor < $1.descriptor }
  }

  /// Whether a close_range(2) ends an open file that was written through one of its descriptors.
  func closesWrittenInRange(_ call: mirror_trace_call, _ task: pid_t) -> Bool {
    // Each is asked: the mark of one that has a duplicate goes over to that.
    closedRange(call, task).map { closesWritten($0.descriptor, path: $0.path, task: task) }.contains(true)
  }

  /// The files of calls that name none: of an msync(2) by the address, of a close_range(2) by what was written.
  ///
  /// sync(2) has none, but counts.
  func placesOfMapping(
    _ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t
  ) -> (paths: [String], roles: [PathRole])? {
    if shape.name == "sync" { return ([], []) }
    if shape.name == "close_range" {
      let closed = closedRange(call, task).compactMap { mark in
        book.role(of: mark.path, creating: false).map { (mark.path, $0) }
      }
      return closed.isEmpty ? nil : (closed.map(\.0), closed.map(\.1))
    }
    guard shape.name == "msync" else { return nil }
    let process = tasks[task]?.process ?? 0
    let mapping = mappings.last {
      $0.process == process && call.arguments.0 >= $0.start && call.arguments.0 < $0.start + $0.length
    }
    return mapping.map { ([$0.path], [$0.role]) }
  }
}

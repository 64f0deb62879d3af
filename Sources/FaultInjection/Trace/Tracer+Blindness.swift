internal import CTrace
internal import Glibc

extension Tracer {
  /// Notes that the run cannot be judged when a place of a call could not be found out though the subject named one.
  ///
  /// A bad pointer, a closed descriptor and a pipe are the subject's own affair: the kernel finds no file there either.
  func noteUnresolved(_ place: CallShape.Place, _ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t)
  {
    switch place {
    case .descriptor(let index):
      noteUnresolved(descriptor: Int32(truncatingIfNeeded: call[argument: index]), of: shape.name, task)
    case .path(let directory, let index):
      if noteUnreadable(call[argument: index], of: shape.name, task) { return }
      let start = directory.map { Int32(truncatingIfNeeded: call[argument: $0]) } ?? AT_FDCWD
      if start != AT_FDCWD { return noteUnresolved(descriptor: start, of: shape.name, task) }
      if linkTarget("/proc/\(task)/cwd") == nil { blind(.unresolvedPath(call: shape.name), task) }
    }
  }

  /// Notes that memory which is there could not be read.
  ///
  /// - Returns: whether that is so, or whether the address is none of the task's.
  @discardableResult
  func noteUnreadable(_ address: UInt64, of call: String, _ task: pid_t) -> Bool {
    var byte: UInt8 = 0
    if mirror_trace_read(task, address, &byte, 1) == 1 { return false }
    if errno != EFAULT { blind(.unreadableMemory(call: call), task) }
    return true
  }

  private func noteUnresolved(descriptor: Int32, of call: String, _ task: pid_t) {
    if linkTarget("/proc/\(task)/fd/\(descriptor)") != nil { return }
    // The list is there, and the descriptor is not in it.
    if errno == ENOENT, access("/proc/\(task)/fd", R_OK | X_OK) == 0 { return }
    blind(.unresolvedPath(call: call), task)
  }

  /// A task that was killed meanwhile has nothing to look at any more.
  private func blind(_ reason: Recording.UnavailableReason, _ task: pid_t) {
    var call = mirror_trace_call()
    guard recording.unavailableReason == nil, mirror_trace_get(task, &call) == 0 else { return }
    recording.unavailableReason = reason
  }
}

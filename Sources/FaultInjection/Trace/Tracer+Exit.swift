internal import CTrace
internal import Glibc
internal import SystemSupport

extension Tracer {
  /// A task has come to the end of a call.
  func left(_ task: pid_t) {
    guard let pending = tasks[task]?.pending else { return proceed(task) }
    tasks[task]?.pending = nil
    var result: Int64 = 0
    guard mirror_trace_result(task, &result) == 0 else { return proceed(task) }
    switch pending.then {
    case .rewind(let signal):
      _ = withUnsafePointer(to: pending.call) { mirror_trace_rewind(task, $0) }
      tasks[task]?.replay = pending.call
      send(signal, at: task)
      return proceed(task)
    case .lie(let value):
      mirror_trace_set_result(task, value)
      note(pending, task, reported: value, real: result)
    case .restoreArgument(let index, let value):
      mirror_trace_restore_argument(task, Int32(index), value, result)
      note(pending, task, reported: result, real: result)
    case .restoreArguments(let first, let second):
      mirror_trace_restore_argument(task, 0, first, result)
      mirror_trace_restore_argument(task, 1, second, result)
      note(pending, task, reported: result, real: result)
    case .restoreVector(let count, let address, let length):
      TaskMemory(task: task).write(word: length, at: address)
      mirror_trace_restore_argument(task, 2, count, result)
      note(pending, task, reported: result, real: result)
    case .signal(let signal):
      note(pending, task, reported: result, real: result)
      send(signal, at: task)
    case .kill:
      note(pending, task, reported: result, real: result)
      killEverything()
    case .feedRandom:
      feed(pending, task, result: result)
    case .feedCircumstance:
      feedCircumstance(pending, task, result: result)
    case .nothing:
      note(pending, task, reported: result, real: result)
    }
    proceed(task)
  }

  private func note(_ pending: PendingCall, _ task: pid_t, reported: Int64, real: Int64) {
    guard let index = pending.index else { return }
    recording.calls[index].result = Int(reported)
    let traced = recording.calls[index]
    let process = tasks[task]?.process ?? 0
    if real >= 0 {
      switch traced.kind {
      case .open: opened(traced, descriptor: Int32(truncatingIfNeeded: real), task, process)
      case .write, .copy: noteWritten(traced, process: process)
      case .map:
        mappings.append(
          Mapping(
            process: process, start: UInt64(bitPattern: real), length: pending.call.arguments.1,
            path: traced.paths[0], role: traced.name.roles[0]))
      default: break
      }
    }
    if traced.name.call == "close_range" {
      written = written.filter { $0.process != process || !traced.paths.contains($0.path) }
    } else if traced.kind == .close, let descriptor = traced.descriptor {
      written.remove(WrittenDescriptor(process: process, descriptor: descriptor, path: traced.paths[0]))
    }
    if traced.changes {
      lookAtReplacedFiles(after: index)
      if options.observes { noteTitles() }
    }
    if options.observes { look(before: false) }
    lookAtInstant(recording.calls[index], .after, task)
  }

  /// Keeps in mind that closing this descriptor can lose something.
  func noteWritten(_ traced: TracedCall, process: pid_t) {
    guard let descriptor = traced.descriptor, let path = traced.paths.last else { return }
    written.insert(WrittenDescriptor(process: process, descriptor: descriptor, path: path))
  }

  private func opened(_ traced: TracedCall, descriptor: Int32, _ task: pid_t, _ process: pid_t) {
    if traced.existedBefore == false { beginHistory(of: descriptor, task) }
    if traced.openFlags & OpenFlags.unnamed == 0 {
      written.remove(WrittenDescriptor(process: process, descriptor: descriptor, path: traced.paths[0]))
      return
    }
    guard let path = resolver.path(of: descriptor, task: task) else { return }
    book.bind(path, to: traced.name.roles[0])
    unnamed.append(UnnamedFile(task: task, descriptor: descriptor, path: path))
  }
}

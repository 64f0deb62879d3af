internal import CTrace
internal import Glibc
internal import SystemSupport

/// Which processes and threads there are.
extension Tracer {
  func adopt(_ child: pid_t, of parent: pid_t, mayBeThread: Bool) {
    if child == 0 { return }
    // One that was made while all others were ended.
    if ending != nil { kill(child, SIGKILL) }
    let parentProcess = tasks[parent]?.process ?? root
    let isThread = mayBeThread && processOf(child) != child
    let process = isThread ? parentProcess : child
    if isThread, isParking { uncopied.append(.thread) }
    if isThread { processes[process]?.threads += 1 }
    let thread = isThread ? processes[process]?.threads ?? 0 : 0
    if !isThread, processes[child] == nil {
      let birth = processes[parentProcess]?.children ?? 0
      processes[parentProcess]?.children += 1
      addProcess(child, lineage: SplitMix64.mix(processes[parentProcess]?.lineage ?? 0, birth + 1))
    }
    if tasks[child]?.isHeld == true {
      tasks[child] = TracedTask(process: process, thread: thread, awaitsFirstStop: false)
      proceed(child)
    } else {
      tasks[child] = TracedTask(process: process, thread: thread)
    }
  }

  func addProcess(_ process: pid_t, lineage: UInt64) {
    processes[process] = TracedProcess(ordinal: processes.count + 1, lineage: lineage)
  }

  /// After an exec only one thread is left, under the process's own ID.
  func executed(_ task: pid_t) {
    let former = mirror_trace_message(task)
    if former != 0, former != task { tasks[former] = nil }
    tasks[task]?.pending = nil
    tasks[task]?.replay = nil
    rewriteAuxiliaryVector(task)
    if options.observes { noteProgram(task) }
    proceed(task)
  }

  private func processOf(_ task: pid_t) -> pid_t? {
    statusField("Tgid:", of: task).flatMap { pid_t($0) }
  }

  /// A line of /proc/TASK/status, without its name.
  func statusField(_ name: String, of task: pid_t) -> Substring? {
    guard let bytes = fileContents("/proc/\(task)/status") else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).drop { $0 == "\t" || $0 == " " }
    }
    return nil
  }
}

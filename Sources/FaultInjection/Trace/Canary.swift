internal import CTrace
internal import Glibc
internal import SystemSupport

/// Tries on a process of the suite's own all that the tracer relies on.
///
/// A machine that lies makes a broken program conformant: a call whose path cannot be read is a call that nobody sees.
struct Canary {
  static let injected = EIO

  /// Open on the directory in which the canary works; its duplicate shares the open file.
  let directory: Int32
  let duplicate: Int32
  private let path: String
  private let identity: FileIdentity
  private var calls = 0
  private var failure: ProcFailure?

  /// Prepares a canary.
  ///
  /// - Throws: `ProcFailure` when /proc is none of this process.
  init() throws(ProcFailure) {
    try ProcFailure.check()
    let own = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    directory = own >= 0 ? own : open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    duplicate = fcntl(directory, F_DUPFD_CLOEXEC, 0)
    guard directory >= 0, duplicate >= 0, let identity = FileIdentity(of: directory),
      let path = linkTarget("/proc/self/fd/\(directory)")
    else {
      let reason = errnoText(errno)
      for descriptor in [directory, duplicate] where descriptor >= 0 { Glibc.close(descriptor) }
      throw ProcFailure("no directory can be opened: \(reason)")
    }
    self.path = path
    self.identity = identity
  }

  /// Closes what was opened for it.
  func close() { for descriptor in [directory, duplicate] { Glibc.close(descriptor) } }

  /// Looks at a call of the canary as the tracer looks at those of a subject.
  mutating func look(at task: pid_t, in resolver: inout PathResolver) {
    calls += 1
    var call = mirror_trace_call()
    guard mirror_trace_get(task, &call) == 0 else { return fail("the registers of a task cannot be read") }
    calls == 1 ? lookAtPath(call, task, &resolver) : lookAtDescriptor(call, task, resolver)
  }

  private mutating func fail(_ description: String) {
    if failure == nil { failure = ProcFailure(description) }
  }

  private mutating func lookAtPath(
    _ call: mirror_trace_call, _ task: pid_t, _ resolver: inout PathResolver
  ) {
    guard let name = TaskMemory(task: task).string(at: call.arguments.1) else {
      return fail(
        "the memory of a task cannot be read: process_vm_readv(2) and /proc/PID/mem: \(errnoText(errno))")
    }
    guard name == MIRROR_TRACE_CANARY_NAME else {
      return fail("the memory of a task reads as something else")
    }
    guard FileIdentity(of: "/proc/\(task)/cwd") == identity,
      let resolved = resolver.path(name, directory: AT_FDCWD, task: task),
      resolved == PathResolver.normal(path + "/" + name)
    else { return fail("/proc/PID/cwd does not show the working directory of a task") }
  }

  private mutating func lookAtDescriptor(_ call: mirror_trace_call, _ task: pid_t, _ resolver: PathResolver) {
    guard call.arguments.1 == UInt64(task) else {
      return fail("a task has another number in its own eyes than in the tracer's (another pid namespace)")
    }
    guard FileIdentity(of: "/proc/\(task)/fd/\(directory)") == identity,
      resolver.path(of: directory, task: task) == path
    else { return fail("/proc/PID/fd does not show the open files of a task") }
    guard let status = fileContents("/proc/\(task)/status"),
      String(decoding: status, as: UTF8.self).contains("\nTgid:\t\(task)\n")
    else { return fail("/proc/PID/status does not tell which process a task belongs to") }
    guard mirror_trace_same_file(task, directory, duplicate) != 0 else {
      return fail("kcmp(2) is not permitted")
    }
    TaskMemory(task: task).write(word: UInt64(MIRROR_TRACE_CANARY_WORD), at: call.arguments.2)
  }

  /// What is wrong, or nothing.
  ///
  /// - Parameter ending: how the canary ended.
  func verdict(_ ending: Ending) -> String? {
    if let failure { return failure.description }
    guard case .exited(let status) = ending else { return "the canary came to a bad end: \(ending)" }
    switch UInt32(bitPattern: status) {
    case MIRROR_TRACE_CANARY_WORKS.rawValue: return calls == 2 ? nil : "the calls of a task do not stop"
    case MIRROR_TRACE_CANARY_NO_ERROR.rawValue: return "an injected error does not arrive"
    case MIRROR_TRACE_CANARY_NO_PTRACE.rawValue:
      return "ptrace(2) is not permitted, or this program is itself being traced"
    case MIRROR_TRACE_CANARY_NO_PRIVILEGES.rawValue:
      return "prctl(2) with PR_SET_NO_NEW_PRIVS is not permitted"
    case MIRROR_TRACE_CANARY_NO_FILTER.rawValue: return "a seccomp filter cannot be installed"
    case MIRROR_TRACE_CANARY_NO_MEMORY.rawValue: return "the memory of a task cannot be written"
    default: return "the canary came to a bad end: \(ending)"
    }
  }
}

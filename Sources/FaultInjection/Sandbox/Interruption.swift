internal import CLaunch
internal import Glibc
internal import Synchronization
internal import SystemSupport

/// Removes the sandboxes when a signal ends the suite, and ends what runs there: they hold private keys, and fill the
/// memory.
public enum Interruption {
  private static let roots = Mutex<Set<String>>([])
  /// Those that are gone, too: what ran there may have outlived them.
  private static let formerRoots = Mutex<Set<String>>([])
  private static let isUnderWay = Atomic<Bool>(false)

  /// Has the sandboxes removed before SIGHUP, SIGINT, SIGQUIT or SIGTERM ends the process.
  ///
  /// To be called once, before there are other threads: those signals are left to a thread of their own.
  ///
  /// - Parameters:
  ///   - began: is called first, on that thread, when a signal has come.
  ///   - ended: is called last, with the signal's number; the process ends by the signal when it returns.
  public static func watch(
    began: @escaping @Sendable () -> Void = {}, ended: @escaping @Sendable (Int32) -> Void = { _ in }
  ) {
    mirror_adopt_orphans()
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] where !isIgnored(signal) { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let thread = startThread { [signals] in
      var signals = signals
      var number: Int32 = 0
      while sigwait(&signals, &number) != 0 {}
      isUnderWay.store(true, ordering: .sequentiallyConsistent)
      began()
      // Once more at the end: a run may have begun meanwhile, though without its sandbox it comes to nothing.
      let own = OwnProcesses(roots: formerRoots.withLock { $0 }, includesRuns: true)
      own.end(timeout: 2)
      removeAll()
      own.end(timeout: 1)
      ended(number)
      // The sender sees what it expects: a process that was ended by the signal.
      signal(number, SIG_DFL)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      raise(number)
    }
    if let thread {
      pthread_detach(thread)
    } else {
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
  }

  /// Ends what a subject has left that killed its own supervising process; no other child of this process.
  ///
  /// To be called once all runs are over, or before the process ends by itself: what fails because its sandbox is gone is no result, and the signal
  /// is what ends the process.
  public static func settle() {
    while isUnderWay.load(ordering: .sequentiallyConsistent) { usleep(10_000) }
    // Another suite may be under way in this process.
    let living = roots.withLock { $0 }
    let gone = formerRoots.withLock { roots in
      defer { roots.formIntersection(living) }
      return roots.subtracting(living)
    }
    OwnProcesses(roots: gone, includesRuns: false).end(timeout: 2)
    mirror_forget_lost_processes()
  }

  /// Makes a directory that no signal leaves behind.
  static func makeRoot(in parent: String) throws(FileSystem.Failure) -> String {
    try roots.withLock { (roots) throws(FileSystem.Failure) in
      let made = try FileSystem.makeNamelessDirectory(in: parent, mode: 0o700)
      let path = FileSystem.resolve(made) ?? made
      roots.insert(path)
      formerRoots.withLock { _ = $0.insert(path) }
      return path
    }
  }

  static func forget(_ root: String) { roots.withLock { _ = $0.remove(root) } }

  /// A run that is under way may put something there while it is being removed; once the directory is gone none can.
  private static func removeAll() {
    for round in 1...100 {
      let paths = roots.withLock { $0 }.filter(FileSystem.exists)
      if paths.isEmpty { return }
      for path in paths {
        if let failure = FileSystem.removeTree(path), round == 100 { UnremovedFiles.note(failure) }
      }
      usleep(10_000)
    }
    UnremovedFiles.tell()
  }

  /// Whether the signal does nothing, as SIGHUP under `nohup`.
  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
  }
}

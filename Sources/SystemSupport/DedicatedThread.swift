internal import Glibc
internal import Synchronization

/// Runs work to its end on a thread of its own: ptrace(2) and waitpid(2) are bound to the thread that started the task.
package func onDedicatedThread<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
  let errand = Errand(work)
  var thread = pthread_t()
  let context = Unmanaged.passRetained(errand)
  let status = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<AnyErrand>.fromOpaque(argument).takeRetainedValue().run()
      return nil
    }, context.toOpaque())
  if status != 0 {
    // No thread to be had; this one's own children are at risk only if it has any.
    context.release()
    return work()
  }
  pthread_join(thread, nil)
  guard let result = errand.result.withLock({ $0 }) else { preconditionFailure("the thread has ended") }
  return result
}

private class AnyErrand {
  func run() {}
}

private final class Errand<Result: Sendable>: AnyErrand {
  let work: @Sendable () -> Result
  let result = Mutex<Result?>(nil)

  init(_ work: @escaping @Sendable () -> Result) { self.work = work }

  override func run() {
    let value = work()
    result.withLock { $0 = value }
  }
}

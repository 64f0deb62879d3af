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

/// Calls `body` with 0..<count on `workers` dedicated threads, and returns the results in order.
package func onDedicatedThreads<Result: Sendable>(
  count: Int, workers: Int, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let board = Board<Result>(count: count)
  var threads: [pthread_t] = []
  for _ in 0..<max(1, min(workers, count)) {
    let errand = Errand { board.work(body) }
    let context = Unmanaged.passRetained(errand as AnyErrand)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<AnyErrand>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    if status == 0 { threads.append(thread) } else { context.release() }
  }
  if threads.isEmpty { board.work(body) }
  for thread in threads { pthread_join(thread, nil) }
  return board.results.withLock { $0.compactMap(\.self) }
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

/// Hands out numbers and takes in results.
private final class Board<Result: Sendable>: Sendable {
  let results: Mutex<[Result?]>
  private let next = Atomic<Int>(0)

  init(count: Int) { results = Mutex([Result?](repeating: nil, count: count)) }

  func work(_ body: (Int) -> Result) {
    let count = results.withLock { $0.count }
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      if index >= count { return }
      let value = body(index)
      results.withLock { $0[index] = value }
    }
  }
}

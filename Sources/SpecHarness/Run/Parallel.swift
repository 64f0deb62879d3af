internal import Glibc
internal import Synchronization

/// Maps items on several threads; the results come in the order of the items.
///
/// - Parameter jobs: how many threads there are, this one included.
package func parallelMap<Item: Sendable, Result: Sendable>(
  _ items: [Item], jobs: Int, _ body: @escaping @Sendable (Item) -> Result
) -> [Result] {
  let work = Work(count: items.count) { body(items[$0]) }
  var threads: [pthread_t] = []
  for _ in 1..<max(1, min(jobs, items.count)) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(ThreadBody(run: work.run))
    let status = pthread_create(&thread, nil, runThread, context.toOpaque())
    if status == 0 { threads.append(thread) } else { context.release() }
  }
  work.run()
  for thread in threads { pthread_join(thread, nil) }
  return work.results()
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
  return nil
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Items that several threads take one after the other.
private final class Work<Result: Sendable>: Sendable {
  private let state: Mutex<(next: Int, results: [Result?])>
  private let count: Int
  private let body: @Sendable (Int) -> Result

  init(count: Int, body: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.body = body
    state = Mutex((0, Array(repeating: nil, count: count)))
  }

  @Sendable func run() {
    while let index = take() {
      let result = body(index)
      state.withLock { $0.results[index] = result }
    }
  }

  func results() -> [Result] { state.withLock { $0.results.compactMap(\.self) } }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}

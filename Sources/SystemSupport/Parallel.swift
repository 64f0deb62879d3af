package import Glibc
internal import Synchronization

/// Calls a function for every item on several threads.
///
/// - Parameters:
///   - jobs: how many threads work, the calling one included; at least one does.
///   - body: called once per item, in no particular order.
/// - Returns: the results in the order of the items.
package func parallelMap<Item: Sendable, Outcome: Sendable>(
  _ items: [Item], jobs: Int, _ body: @escaping @Sendable (Item) -> Outcome
) -> [Outcome] {
  let work = SharedWork(items: items, body: body)
  var threads: [pthread_t] = []
  for _ in 1..<max(1, min(jobs, items.count)) {
    // Where the system gives no further thread, those that exist do the work.
    guard let thread = startThread({ work.run() }) else { break }
    threads.append(thread)
  }
  work.run()
  for thread in threads { pthread_join(thread, nil) }
  return work.outcomes
}

/// The number of processors that are running.
package func availableProcessors() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Items that threads take from the front, one by one.
private final class SharedWork<Item: Sendable, Outcome: Sendable>: Sendable {
  private let items: [Item]
  private let body: @Sendable (Item) -> Outcome
  private let taken = Atomic<Int>(0)
  private let results: Mutex<[Outcome?]>

  init(items: [Item], body: @escaping @Sendable (Item) -> Outcome) {
    self.items = items
    self.body = body
    results = Mutex([Outcome?](repeating: nil, count: items.count))
  }

  func run() {
    while true {
      let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < items.count else { return }
      let outcome = body(items[index])
      results.withLock { $0[index] = outcome }
    }
  }

  /// All results; to be asked for once every thread has ended.
  var outcomes: [Outcome] { results.withLock { $0.compactMap(\.self) } }
}

/// What a new thread runs, in a form that fits through a C pointer.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a thread; nothing when the system gives none.
package func startThread(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
  let body = Unmanaged.passRetained(ThreadBody(run))
  var thread = pthread_t()
  let status = pthread_create(
    &thread, nil,
    { pointer in
      if let pointer { Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run() }
      return nil
    }, body.toOpaque())
  guard status == 0 else {
    body.release()
    return nil
  }
  return thread
}

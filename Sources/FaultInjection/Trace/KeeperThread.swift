internal import CLaunch
internal import Glibc
internal import Synchronization
internal import SystemSupport

/// A thread that keeps a value to itself and works on it when asked: ptrace(2) is bound to one thread.
final class KeeperThread<Value>: Sendable {
  private let mailbox: Mailbox<Value>
  private let thread: pthread_t
  /// One errand at a time.
  private let turn = Mutex<Void>(())

  /// Starts the thread; nothing when the system gives none.
  ///
  /// - Parameters:
  ///   - make: is called there first.
  ///   - finish: is called there last.
  init?(
    _ make: @escaping @Sendable () -> Value, finish: @escaping @Sendable (inout Value) -> Void
  ) {
    guard let mailbox = Mailbox<Value>() else { return nil }
    let thread = startThread {
      var value = make()
      while let errand = mailbox.nextErrand() {
        errand(&value)
        mailbox.answer()
      }
      finish(&value)
    }
    guard let thread else { return nil }
    self.mailbox = mailbox
    self.thread = thread
  }

  /// Has the thread do something, and waits for what comes of it.
  func ask<Answer: Sendable>(_ errand: @escaping @Sendable (inout Value) -> Answer) -> Answer {
    turn.withLock { _ in
      let answer = Slot<Answer>()
      mailbox.send { value in
        let result = errand(&value)
        answer.value.withLock { $0 = result }
      }
      guard let result = answer.value.withLock({ $0 }) else {
        preconditionFailure("the errand has been done")
      }
      return result
    }
  }

  deinit {
    mailbox.close()
    pthread_join(thread, nil)
  }
}

private final class Slot<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
}

/// Where errands lie until they are done.
///
/// Two pipes say when something has changed.
private final class Mailbox<Value>: Sendable {
  private let errand = Mutex<(@Sendable (inout Value) -> Void)?>(nil)
  private let isOpen = Mutex(true)
  private let orders: (read: Int32, write: Int32)
  private let answers: (read: Int32, write: Int32)

  init?() {
    guard let orders = Self.pipe() else { return nil }
    guard let answers = Self.pipe() else {
      for end in [orders.read, orders.write] { Glibc.close(end) }
      return nil
    }
    (self.orders, self.answers) = (orders, answers)
  }

  private static func pipe() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [-1, -1]
    return mirror_pipe(&ends) == 0 ? (ends[0], ends[1]) : nil
  }

  func send(_ order: @escaping @Sendable (inout Value) -> Void) {
    errand.withLock { $0 = order }
    Self.ring(orders.write)
    _ = Self.isRung(answers.read)
  }

  /// Waits; nothing once nobody can ask for anything any more.
  func nextErrand() -> (@Sendable (inout Value) -> Void)? {
    guard Self.isRung(orders.read) else { return nil }
    return errand.withLock { errand in
      defer { errand = nil }
      return errand
    }
  }

  func answer() { Self.ring(answers.write) }

  func close() {
    isOpen.withLock { isOpen in
      if isOpen { Glibc.close(orders.write) }
      isOpen = false
    }
  }

  deinit {
    close()
    for end in [orders.read, answers.read, answers.write] { Glibc.close(end) }
  }

  private static func ring(_ end: Int32) {
    var byte: UInt8 = 0
    while write(end, &byte, 1) < 0, errno == EINTR {}
  }

  private static func isRung(_ end: Int32) -> Bool {
    var byte: UInt8 = 0
    while true {
      let count = read(end, &byte, 1)
      if count >= 0 || errno != EINTR { return count == 1 }
    }
  }
}

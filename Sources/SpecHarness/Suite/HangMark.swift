internal import Synchronization

/// Whether the subject hangs, as far as runs have shown by now; for all threads.
final class HangMark: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  func set() { value.store(true, ordering: .releasing) }
}

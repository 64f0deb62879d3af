internal import Synchronization

/// Counts to nought, over all threads.
final class Countdown: Sendable {
  private let value: Atomic<Int>

  init(_ count: Int) { value = Atomic(count) }

  /// - Returns: whether this was the last one.
  func countDown() -> Bool { value.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 }
}

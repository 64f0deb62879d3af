internal import Glibc
internal import Synchronization
internal import SystemSupport

/// Something that is so from a moment on, for all threads.
final class DoneFlag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  func set() { value.store(true, ordering: .releasing) }

  /// Waits until it is set, or for some seconds.
  func wait(_ seconds: Double) {
    let end = monotonicSeconds() + seconds
    while !isSet, monotonicSeconds() < end { usleep(2_000) }
  }
}

internal import Glibc
internal import SpecHarness

/// Somebody who reads a FIFO, so that a write to it comes through instead of waiting.
final class FIFOReader: Sendable {
  private let descriptor: Int32

  init(_ path: String) {
    // For writing, too: the end of one writer is then no end of the stream, and the open never waits.
    descriptor = open(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// How many bytes have come through so far, up to what a FIFO holds.
  func received() -> Int {
    var count: Int32 = 0
    return descriptor >= 0 && ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
  }
}

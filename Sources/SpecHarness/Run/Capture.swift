package import CLaunch
internal import Glibc

/// A pipe whose two ends close by themselves.
package final class Pipe {
  package let readEnd: Int32
  package private(set) var writeEnd: Int32

  package init?() {
    var ends: [Int32] = [-1, -1]
    guard mirror_pipe(&ends) == 0 else { return nil }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    closeWriteEnd()
  }

  package func closeWriteEnd() {
    if writeEnd >= 0 { close(writeEnd) }
    writeEnd = -1
  }
}

/// The two output streams of a run, read while it goes on and kept up to a limit.
package struct Capture {
  /// A stream this many times over the limit is taken to have no end.
  private static let floodFactor = 32

  package private(set) var outputBytes: [UInt8] = []
  package private(set) var errorBytes: [UInt8] = []
  package private(set) var flooded = false
  private let output: Int32
  private let error: Int32
  private let limit: Int
  private var total = 0
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  package init(output: Int32, error: Int32, limit: Int) {
    self.output = output
    self.error = error
    self.limit = limit
    for descriptor in [output, error] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  /// Reads both streams until the run is over, and ends the run when its output has no end.
  package mutating func readUntilOver(_ run: mirror_run) {
    var open: [Int32] = [output, error]
    while true {
      var polled = (open + [run.report]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      if poll(&polled, nfds_t(polled.count), -1) < 0, errno != EINTR { return }
      for entry in polled.dropLast() where entry.revents != 0 {
        if !read(entry.fd), errno != EAGAIN { open.removeAll { $0 == entry.fd } }
      }
      if polled[polled.count - 1].revents != 0 { return }
      if total > limit * Self.floodFactor, !flooded {
        flooded = true
        mirror_run_cancel(run)
      }
    }
  }

  /// Reads what is left in the pipes.
  package mutating func drain() {
    while total <= 2 * limit * Self.floodFactor, read(output) {}
    while total <= 2 * limit * Self.floodFactor, read(error) {}
  }

  /// Reads once; false when nothing can come any more, or (after the run) nothing is there.
  private mutating func read(_ descriptor: Int32) -> Bool {
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count < 0 { return errno == EINTR }
    if count == 0 {
      errno = 0
      return false
    }
    total += count
    if descriptor == output {
      outputBytes.append(contentsOf: buffer[..<min(count, limit - outputBytes.count)])
    } else {
      errorBytes.append(contentsOf: buffer[..<min(count, limit - errorBytes.count)])
    }
    return true
  }
}

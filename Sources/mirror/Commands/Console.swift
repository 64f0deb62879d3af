internal import Glibc
internal import Synchronization

/// Writes a line to standard error.
func printError(_ line: String) {
  var rest = Array((line + "\n").utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

/// A line on the terminal that says how far the suite is; nothing where standard error is no terminal.
final class ProgressLine: Sendable {
  private let isShown = isatty(2) == 1
  private let last = Mutex(-1)

  func show(_ done: Int, of all: Int) {
    guard isShown else { return }
    last.withLock { last in
      // Threads may come in the wrong order.
      guard done > last else { return }
      last = done
      writeRaw("\r\u{1b}[K\(done)/\(all) cases")
    }
  }

  func clear() {
    if isShown { writeRaw("\r\u{1b}[K") }
  }

  private func writeRaw(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
  }
}

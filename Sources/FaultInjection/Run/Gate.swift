internal import CLaunch
internal import Glibc
internal import Synchronization
internal import SystemSupport

/// Where subjects wait so that several of them start at the same moment.
package final class Gate: Sendable {
  /// At its end once the gate is open.
  let entrance: Int32
  /// Takes a byte from every subject that arrives.
  let arrival: Int32
  private let arrivals: Int32
  private let bar: Atomic<Int32>

  /// Makes a closed gate; nothing when the system gives no pipe.
  package init?() {
    var gate: [Int32] = [-1, -1]
    var bell: [Int32] = [-1, -1]
    guard mirror_pipe(&gate) == 0 else { return nil }
    guard mirror_pipe(&bell) == 0 else {
      for end in gate { close(end) }
      return nil
    }
    entrance = gate[0]
    bar = Atomic(gate[1])
    (arrivals, arrival) = (bell[0], bell[1])
  }

  deinit {
    open()
    for descriptor in [entrance, arrivals, arrival] { close(descriptor) }
  }

  /// Lets all go that wait, and everyone who comes later.
  package func open() {
    let bar = bar.exchange(-1, ordering: .sequentiallyConsistent)
    if bar >= 0 { close(bar) }
  }

  /// Opens once so many subjects have arrived, or after a time: one that could not be started never comes.
  ///
  /// - Parameters:
  ///   - patience: in seconds.
  package func open(afterArrivals count: Int, patience: Double = 5) {
    let end = monotonicSeconds() + patience
    var missing = count
    while missing > 0 {
      var polled = pollfd(fd: arrivals, events: Int16(POLLIN), revents: 0)
      let left = end - monotonicSeconds()
      guard left > 0, poll(&polled, 1, Int32(left * 1000) + 1) >= 0 || errno == EINTR else { break }
      guard polled.revents != 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: missing)
      missing -= max(0, read(arrivals, &bytes, missing))
    }
    open()
  }
}

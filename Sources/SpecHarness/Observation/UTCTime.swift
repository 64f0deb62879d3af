internal import Crosscheck
internal import SystemSupport

/// A moment as RFC 3339 writes it, in UTC with milliseconds, for a message.
struct UTCTime: CustomStringConvertible {
  /// Since 1970.
  let milliseconds: Int64

  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  init(nanoseconds: Int64) { milliseconds = Self.floor(nanoseconds, 1_000_000) }

  /// - Parameter ticks: in units of 100 ns since 1582-10-15, as RFC 9562 counts: further back than 64 bits of nanoseconds
  ///   reach.
  init(ticks: Int64) { milliseconds = Self.floor(ticks - UUID6.epochOffset, 10_000) }

  var description: String {
    let seconds = Self.floor(milliseconds, 1000)
    let rest = "\(milliseconds - seconds * 1000)"
    let text = Timestamp.text(seconds)
    // What lies beyond four digits of a year is a phrase.
    guard text.hasSuffix("Z") else { return text }
    return "\(text.dropLast()).\(String(repeating: "0", count: 3 - rest.utf8.count))\(rest)Z"
  }

  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }
}

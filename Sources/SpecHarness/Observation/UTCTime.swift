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
    let days = Self.floor(seconds, 86_400)
    let (second, rest) = (seconds - days * 86_400, milliseconds - seconds * 1000)
    let (year, month, day) = Self.date(days)
    return "\(year)-\(Self.padded(month, 2))-\(Self.padded(day, 2))T\(Self.padded(second / 3600, 2)):"
      + "\(Self.padded(second / 60 % 60, 2)):\(Self.padded(second % 60, 2)).\(Self.padded(rest, 3))Z"
  }

  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = "\(value)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The date in the Gregorian calendar, some days after 1970-01-01: years are counted from March, so that the day that
  /// comes every four years is the last one.
  private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = floor(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}

/// A moment in the form of RFC 3339.
package enum Timestamp {
  /// Reads a date and time, such as `2026-11-23T20:00:00Z` or `2026-11-23T21:00:00.5+01:00`.
  ///
  /// - Returns: whole seconds since 1970, fractions dropped; nothing for any other text, also for dates that the
  ///   calendar does not have. A leap second counts as the second after it.
  package static func seconds(_ text: String) -> Int64? {
    var cursor = Array(text.utf8)[...]
    guard let year = number(&cursor, digits: 4), skip(&cursor, "-"), let month = number(&cursor, digits: 2),
      skip(&cursor, "-"), let day = number(&cursor, digits: 2),
      skip(&cursor, "T") || skip(&cursor, "t") || skip(&cursor, " "),
      let hour = number(&cursor, digits: 2), skip(&cursor, ":"), let minute = number(&cursor, digits: 2),
      skip(&cursor, ":"), let second = number(&cursor, digits: 2)
    else { return nil }
    if skip(&cursor, ".") {
      guard number(&cursor, digits: 1) != nil else { return nil }
      while number(&cursor, digits: 1) != nil {}
    }
    guard let offset = readOffset(&cursor), cursor.isEmpty, (1...12).contains(month),
      (1...daysInMonth(month, year)).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    let time = hour * 3600 + minute * 60 + second
    return daysSince1970(year, month, day) * 86400 + time - offset
  }

  /// Writes a moment, such as `2026-11-23T20:00:00Z`.
  ///
  /// - Parameter seconds: whole seconds since 1970.
  /// - Returns: the text; for a year before 1 or after 9999, that it is one.
  package static func text(_ seconds: Int64) -> String {
    // From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    guard seconds >= -62_135_596_800 else { return "a time before the year 1" }
    guard seconds <= 253_402_300_799 else { return "a time after the year 9999" }
    var days = seconds / 86_400
    var rest = seconds % 86_400
    if rest < 0 { (days, rest) = (days - 1, rest + 86_400) }
    // Not after the year that is sought.
    var year = 1970 + (days < 0 ? days / 365 - 1 : days / 366)
    while daysSince1970(year + 1, 1, 1) <= days { year += 1 }
    days -= daysSince1970(year, 1, 1)
    var month: Int64 = 1
    while days >= daysInMonth(month, year) {
      days -= daysInMonth(month, year)
      month += 1
    }
    let date = padded(year, 4) + "-" + padded(month, 2) + "-" + padded(days + 1, 2)
    return date + "T" + [rest / 3600, rest / 60 % 60, rest % 60].map { padded($0, 2) }.joined(separator: ":")
      + "Z"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func readOffset(_ cursor: inout ArraySlice<UInt8>) -> Int64? {
    if skip(&cursor, "Z") || skip(&cursor, "z") { return 0 }
    let isNegative = skip(&cursor, "-")
    guard isNegative || skip(&cursor, "+"), let hour = number(&cursor, digits: 2), skip(&cursor, ":"),
      let minute = number(&cursor, digits: 2), hour < 24, minute < 60
    else { return nil }
    return (hour * 3600 + minute * 60) * (isNegative ? -1 : 1)
  }

  private static func number(_ cursor: inout ArraySlice<UInt8>, digits: Int) -> Int64? {
    let part = cursor.prefix(digits)
    guard part.count == digits, part.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
      return nil
    }
    cursor = cursor.dropFirst(digits)
    return part.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  private static func skip(_ cursor: inout ArraySlice<UInt8>, _ character: Unicode.Scalar) -> Bool {
    guard cursor.first == UInt8(ascii: character) else { return false }
    cursor = cursor.dropFirst()
    return true
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func daysInMonth(_ month: Int64, _ year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400)
    var days = (year - 1970) * 365 + leapDays + day - 1
    for earlier in 1..<month { days += daysInMonth(earlier, year) }
    return days
  }
}

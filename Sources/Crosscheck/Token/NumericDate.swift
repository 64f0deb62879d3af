/// Seconds since 1970 as a JSON number says them (RFC 7519 §2), compared exactly, whatever their size.
struct NumericDate: Sendable {
  /// digits · 10^exponent, negated or not; `digits` has no zeros at either end and is empty for 0.
  private let isNegative: Bool
  private let digits: [UInt8]
  private let exponent: Int
  /// Whether the text is a whole number without a fraction or an exponent, as readers of integers demand it.
  let isInteger: Bool

  /// Takes the literal text of a JSON number.
  init(literal: String) {
    var digits: [UInt8] = []
    var exponent = 0
    var hasFraction = false
    let parts = literal.lowercased().split(separator: "e", maxSplits: 1)
    for character in (parts.first ?? "").utf8 {
      switch character {
      case UInt8(ascii: "."): hasFraction = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits.append(character - UInt8(ascii: "0"))
        if hasFraction { exponent -= 1 }
      default: break
      }
    }
    if parts.count > 1 { exponent += Self.bounded(parts[1]) }
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    self.digits = Array(digits.drop { $0 == 0 })
    self.exponent = exponent
    isNegative = literal.hasPrefix("-")
    isInteger = Int64(literal) != nil
  }

  /// Whether this moment is before a whole number of seconds.
  func isBefore(_ seconds: Int64) -> Bool { compare(seconds) < 0 }

  /// Whether this moment is after a whole number of seconds.
  func isAfter(_ seconds: Int64) -> Bool { compare(seconds) > 0 }

  /// The whole seconds, fractions dropped, or the nearest number that 64 bits hold.
  var seconds: Int64 {
    let places = digits.count + exponent
    guard !digits.isEmpty, places > 0 else { return isNegative && !digits.isEmpty ? -1 : 0 }
    guard places < 19 else { return isNegative ? .min : .max }
    var value: Int64 = 0
    for index in 0..<places { value = value * 10 + (index < digits.count ? Int64(digits[index]) : 0) }
    return isNegative ? -value - (places < digits.count ? 1 : 0) : value
  }

  /// −1, 0 or 1 as this moment is before, at or after a whole number of seconds.
  private func compare(_ seconds: Int64) -> Int {
    let sign = digits.isEmpty ? 0 : (isNegative ? -1 : 1)
    if sign != seconds.signum() { return sign < seconds.signum() ? -1 : 1 }
    return sign * compareMagnitude(seconds.magnitude)
  }

  private func compareMagnitude(_ other: UInt64) -> Int {
    guard !digits.isEmpty else { return other == 0 ? 0 : -1 }
    let otherDigits = Array(String(other).utf8).map { $0 - UInt8(ascii: "0") }
    // The place of the first digit decides, then the digits from the front.
    let places = digits.count + exponent
    if places != otherDigits.count { return places < otherDigits.count ? -1 : 1 }
    for index in 0..<max(digits.count, otherDigits.count) {
      let mine = index < digits.count ? digits[index] : 0
      let theirs = index < otherDigits.count ? otherDigits[index] : 0
      if mine != theirs { return mine < theirs ? -1 : 1 }
    }
    return 0
  }

  /// An exponent, cut to what the comparison with 64 bits can tell apart.
  private static func bounded(_ text: Substring) -> Int {
    let magnitude = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      .drop { $0 == UInt8(ascii: "0") }
    // The digits before it are fewer than 2^30.
    let value =
      magnitude.count > 12 ? 1_000_000_000_000 : Int(String(decoding: magnitude, as: UTF8.self)) ?? 0
    return text.hasPrefix("-") ? -value : value
  }
}

/// A length of time as Go's `time.ParseDuration` reads it: decimal numbers with the units ns, us, µs, ms, s, m and h.
struct GoDuration: Sendable, Hashable {
  /// In nanoseconds; never the smallest value.
  let nanoseconds: Int64

  /// Reads a duration such as `8760h`, `1h30m`, `-1.5s` or `0`; nothing for any other text, and beyond 2⁶³ − 1 ns.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest.removeFirst()
    }
    if rest.elementsEqual("0".utf8) {
      nanoseconds = 0
      return
    }
    guard !rest.isEmpty else { return nil }
    var total: UInt64 = 0
    while !rest.isEmpty {
      guard let part = Self.readPart(&rest) else { return nil }
      let (sum, overflows) = total.addingReportingOverflow(part)
      guard !overflows, sum <= 1 << 63 else { return nil }
      total = sum
    }
    if isNegative {
      // Go keeps −2⁶³, too; nobody needs it here, and its negation would trap.
      guard total < 1 << 63 else { return nil }
      nanoseconds = -Int64(total)
    } else {
      guard total < 1 << 63 else { return nil }
      nanoseconds = Int64(total)
    }
  }

  /// The whole seconds, rounded up: a token lives no shorter than asked for.
  var secondsRoundedUp: Int64 {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return rest > 0 ? seconds + 1 : seconds
  }

  /// Reads one number with its unit, in nanoseconds.
  private static func readPart(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var whole: UInt64 = 0
    var digits = 0
    while let digit = rest.first, (0x30...0x39).contains(digit) {
      let (tens, overflows) = whole.multipliedReportingOverflow(by: 10)
      guard !overflows, whole <= (1 << 63) / 10 else { return nil }
      whole = tens + UInt64(digit - 0x30)
      guard whole <= 1 << 63 else { return nil }
      digits += 1
      rest.removeFirst()
    }
    var fraction: UInt64 = 0
    var scale = 1.0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      var isFull = false
      while let digit = rest.first, (0x30...0x39).contains(digit) {
        digits += 1
        rest.removeFirst()
        // Digits beyond what 63 bits hold make no difference.
        if isFull { continue }
        guard fraction <= ((1 << 63) - 1) / 10 else {
          isFull = true
          continue
        }
        let next = fraction * 10 + UInt64(digit - 0x30)
        guard next <= 1 << 63 else {
          isFull = true
          continue
        }
        fraction = next
        scale *= 10
      }
    }
    guard digits > 0, let unit = readUnit(&rest) else { return nil }
    guard whole <= (1 << 63) / unit else { return nil }
    var value = whole * unit
    if fraction > 0 {
      value += UInt64(Double(fraction) * (Double(unit) / scale))
      guard value <= 1 << 63 else { return nil }
    }
    return value
  }

  private static func readUnit(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    let letters = rest.prefix { $0 != UInt8(ascii: ".") && !(0x30...0x39).contains($0) }
    let unit: UInt64
    switch String(decoding: letters, as: UTF8.self).unicodeScalars.map(\.value) {
    case [0x6E, 0x73]: unit = 1
    case [0x75, 0x73], [0xB5, 0x73], [0x3BC, 0x73]: unit = 1_000
    case [0x6D, 0x73]: unit = 1_000_000
    case [0x73]: unit = 1_000_000_000
    case [0x6D]: unit = 60_000_000_000
    case [0x68]: unit = 3_600_000_000_000
    default: return nil
    }
    rest.removeFirst(letters.count)
    return unit
  }
}

extension JSONScanner {
  /// Checks a string (RFC 8259 §7) and passes over it; its bytes must be UTF-8.
  mutating func skipString() throws(JSONDefect) {
    position += 1
    while true {
      skipPlainBytes()
      guard let byte = next else { throw failure("the '\"' that ends the string") }
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return
      case UInt8(ascii: "\\"): try skipEscape()
      case 0..<0x20: throw failure("no control character in a string")
      case 0x80...: try skipMultibyteCharacter()
      default: position += 1
      }
    }
  }

  /// Passes over ASCII that stands for itself, eight bytes at a time.
  private mutating func skipPlainBytes() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    while position + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      // The high bit of a byte is set where it is zero after the subtraction's borrow, and was not before.
      let quotes = word ^ (ones &* 0x22)
      let escapes = word ^ (ones &* 0x5C)
      let special =
        word | ((quotes &- ones) & ~quotes) | ((escapes &- ones) & ~escapes)
        | ((word &- (ones &* 0x20)) & ~word)
      guard special & highs == 0 else { return }
      position += 8
    }
  }

  private mutating func skipEscape() throws(JSONDefect) {
    position += 1
    switch next {
    case UInt8(ascii: "u"):
      position += 1
      for _ in 0..<4 {
        guard let digit = next, Self.hexValue(digit) != nil else { throw failure("a hexadecimal digit") }
        position += 1
      }
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    default: throw failure("an escape of RFC 8259")
    }
  }

  static func hexValue(_ digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit) - 0x57
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(digit) - 0x37
    default: nil
    }
  }

  /// Passes over one character of two to four bytes (RFC 3629 §4): shortest form, no surrogate, at most U+10FFFF.
  private mutating func skipMultibyteCharacter() throws(JSONDefect) {
    let first = bytes[position]
    let second: ClosedRange<UInt8>
    let length: Int
    switch first {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw failure("UTF-8")
    }
    guard position + length <= bytes.count, second.contains(bytes[position + 1]) else {
      throw failure("UTF-8")
    }
    for offset in 2..<max(length, 2) where bytes[position + offset] & 0xC0 != 0x80 { throw failure("UTF-8") }
    position += length
  }

  // MARK: Content

  /// The content of a string that has been checked, without its escapes; a lone surrogate becomes U+FFFD.
  func content(of string: Range<Int>) -> SecretBuffer {
    var result = SecretBuffer(capacity: string.count)
    var index = string.lowerBound + 1
    let end = string.upperBound - 1
    while index < end {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        index += 1
        continue
      }
      index += 2
      switch bytes[index - 1] {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var unit = unit(at: index)
        index += 4
        if unit & 0xFC00 == 0xD800, index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
          bytes[index + 1] == UInt8(ascii: "u"), self.unit(at: index + 2) & 0xFC00 == 0xDC00
        {
          unit = 0x1_0000 + (unit & 0x3FF) << 10 + self.unit(at: index + 2) & 0x3FF
          index += 6
        }
        result.append(String(Unicode.Scalar(unit) ?? "\u{FFFD}"))
      default: result.append(bytes[index - 1])
      }
    }
    return result
  }

  private func unit(at index: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 4 | (Self.hexValue(bytes[index + $1]) ?? 0) }
  }

  /// Whether a checked string has just this content, however it is escaped.
  func isString(_ string: Range<Int>, equalTo text: UnsafeRawBufferPointer) -> Bool {
    let inner = UnsafeRawBufferPointer(rebasing: bytes[(string.lowerBound + 1)..<(string.upperBound - 1)])
    if inner.count == text.count && inner.elementsEqual(text) && !inner.contains(UInt8(ascii: "\\")) {
      return true
    }
    // An escape makes a string longer, never shorter.
    guard inner.count > text.count, inner.contains(UInt8(ascii: "\\")) else { return false }
    return content(of: string).withUnsafeBytes { $0.elementsEqual(text) }
  }

  func isString(_ string: Range<Int>, equalTo text: String) -> Bool {
    var text = text
    return text.withUTF8 { isString(string, equalTo: UnsafeRawBufferPointer($0)) }
  }
}

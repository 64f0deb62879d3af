extension JSONReader {
  /// Reads a string (RFC 8259 §7); the cursor is at its opening quotation mark.
  mutating func readString() throws(JSONSyntaxError) -> String {
    position += 1
    var text = ""
    // Bytes that stand for themselves are taken over in one piece.
    var plain = position
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        append(from: plain, to: &text)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        append(from: plain, to: &text)
        text.unicodeScalars.append(try readEscape())
        plain = position
      case 0..<0x20:
        throw failure("the control character to be escaped")
      case 0x20..<0x80: position += 1
      default: try skipMultibyte()
      }
    }
    throw failure("the closing '\"' of a string")
  }

  private func append(from start: Int, to text: inout String) {
    if start < position { text += String(decoding: bytes[start..<position], as: UTF8.self) }
  }

  private mutating func readEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = position
    position += 1
    let simple: Unicode.Scalar
    switch next {
    case UInt8(ascii: "\""): simple = "\""
    case UInt8(ascii: "\\"): simple = "\\"
    case UInt8(ascii: "/"): simple = "/"
    case UInt8(ascii: "b"): simple = "\u{8}"
    case UInt8(ascii: "f"): simple = "\u{C}"
    case UInt8(ascii: "n"): simple = "\n"
    case UInt8(ascii: "r"): simple = "\r"
    case UInt8(ascii: "t"): simple = "\t"
    case UInt8(ascii: "u"):
      position += 1
      return try readUnicodeEscape(start: start)
    default: throw failure("an escape of RFC 8259: one of \"\\/bfnrtu after '\\'")
    }
    position += 1
    return simple
  }

  /// Reads the digits of `\uXXXX` and, after a high surrogate, the whole of the low one.
  private mutating func readUnicodeEscape(start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
    var value = try readHexadecimal()
    if (0xD800..<0xDC00).contains(value) {
      for byte in "\\u".utf8 {
        guard next == byte else { throw failure("the escape of a low surrogate after that of a high one") }
        position += 1
      }
      let digits = position
      let low = try readHexadecimal()
      guard (0xDC00..<0xE000).contains(low) else {
        throw JSONSyntaxError(
          offset: digits, expected: "a low surrogate after a high one", found: "another character")
      }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw JSONSyntaxError(
        offset: start, expected: "a character", found: "a lone low surrogate")
    }
    try checkCharacter(scalar, at: start)
    return scalar
  }

  private mutating func readHexadecimal() throws(JSONSyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = hexadecimalDigit(byte) else {
        throw failure("four hexadecimal digits after '\\u'")
      }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

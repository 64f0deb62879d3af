extension JSONReader {
  /// Checks and skips one character of two to four bytes (RFC 3629): no overlong forms, no surrogates.
  mutating func skipMultibyte() throws(JSONSyntaxError) {
    let start = position
    let lead = bytes[start]
    let length: Int
    // The second byte's range is what rules out overlong forms, surrogates and values above U+10FFFF.
    let second: ClosedRange<UInt8>
    switch lead {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw failure("a byte that can begin a character in UTF-8")
    }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for index in 1..<length {
      position = start + index
      let range = index == 1 ? second : 0x80...0xBF
      guard let byte = next, range.contains(byte) else {
        throw failure("a byte that continues a character in UTF-8")
      }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    position = start + length
    if let scalar = Unicode.Scalar(value) { try checkCharacter(scalar, at: start) }
  }

  /// Refuses noncharacters (RFC 7493 §2.1).
  func checkCharacter(_ scalar: Unicode.Scalar, at offset: Int) throws(JSONSyntaxError) {
    guard scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value) else { return }
    throw JSONSyntaxError(offset: offset, expected: "a character", found: "a noncharacter")
  }

  /// An error at the cursor.
  func failure(_ expected: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: position, expected: expected, found: foundHere)
  }

  /// What kind of byte is at the cursor; which one, only where no key could have it.
  private var foundHere: String {
    guard let byte = next else { return "the end of the text" }
    if position == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return "a byte order mark" }
    if position == 0, bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      return "a byte order mark of UTF-16"
    }
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return "a letter"
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return "a digit"
    case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="):
      return "one of the signs + - / _ ="
    case 0x20: return "a blank"
    case 0x00..<0x20, 0x7F:
      let digits = String(byte, radix: 16, uppercase: true)
      return "the control character U+00" + (digits.count < 2 ? "0" : "") + digits
    case 0x80...: return "a byte outside ASCII"
    default: return "'\(Unicode.Scalar(byte))'"
    }
  }
}

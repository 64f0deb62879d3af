/// What keeps a text from being canonical base64url, and where.
public struct Base64URLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where, in bytes from the start of the text.
  public let offset: Int
  /// What is wrong there.
  public let reason: String

  /// Makes an error of a place and a reason.
  public init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }

  /// The error in one line.
  public var description: String { "byte \(offset): \(reason)" }
}

/// Base64url without padding (RFC 4648 §5, RFC 7515 §2), one text for each sequence of bytes.
public enum Base64URL {
  /// Encodes bytes.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.underestimatedCount / 3 * 4 + 4)
    var held: UInt32 = 0
    var heldBits = 0
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      heldBits += 8
      while heldBits >= 6 {
        heldBits -= 6
        text.append(character(UInt8(held >> UInt32(heldBits) & 0x3F)))
      }
    }
    if heldBits > 0 { text.append(character(UInt8(held << UInt32(6 - heldBits) & 0x3F))) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Decodes a text that `encode` could have made; anything else is refused.
  ///
  /// - Throws: `Base64URLError` for a character outside the alphabet (padding and white space too), a length that
  ///   no number of bytes gives, or unused bits at the end that are not zero (RFC 4648 §3.5).
  public static func decode(_ text: String) throws(Base64URLError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 4 * 3 + 3)
    var held: UInt32 = 0
    var heldBits = 0
    var offset = 0
    for byte in text.utf8 {
      guard let bits = value(byte) else { throw Base64URLError(offset: offset, reason: objection(to: byte)) }
      held = held << 6 | UInt32(bits)
      heldBits += 6
      if heldBits >= 8 {
        heldBits -= 8
        bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(heldBits)))
      }
      offset += 1
    }
    // One character more than whole groups holds no byte.
    guard heldBits < 6 else {
      throw Base64URLError(offset: offset - 1, reason: "a last character that completes no byte")
    }
    guard held & (1 << UInt32(heldBits) - 1) == 0 else {
      throw Base64URLError(offset: offset - 1, reason: "unused bits of the last character are not zero")
    }
    return bytes
  }

  private static func character(_ bits: UInt8) -> UInt8 {
    switch bits {
    case 0..<26: UInt8(ascii: "A") + bits
    case 26..<52: UInt8(ascii: "a") + (bits - 26)
    case 52..<62: UInt8(ascii: "0") + (bits - 52)
    case 62: UInt8(ascii: "-")
    default: UInt8(ascii: "_")
    }
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }

  private static func objection(to byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "="): "padding is not allowed"
    case UInt8(ascii: "+"), UInt8(ascii: "/"): "a character of base64, not of base64url"
    case 0x09, 0x0A, 0x0D, 0x20: "white space is not allowed"
    default: "a character outside the base64url alphabet"
    }
  }
}

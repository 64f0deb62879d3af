internal import CSodium

extension SecretBuffer {
  /// Appends bytes in unpadded base64url (RFC 4648 §5), in a time that does not depend on them.
  package mutating func appendBase64URL(_ bytes: UnsafeRawBufferPointer) {
    appendBase64(bytes, variant: sodium_base64_VARIANT_URLSAFE_NO_PADDING)
  }

  /// Appends bytes in padded base64 (RFC 4648 §4), in a time that does not depend on them.
  package mutating func appendBase64(_ bytes: UnsafeRawBufferPointer) {
    appendBase64(bytes, variant: sodium_base64_VARIANT_ORIGINAL)
  }

  private mutating func appendBase64(_ bytes: UnsafeRawBufferPointer, variant: Int32) {
    // The library puts a zero at the end.
    let room = sodium_base64_encoded_len(bytes.count, variant)
    _ = append(upTo: room) { target in
      let start = target.bindMemory(to: CChar.self).baseAddress
      let source = bytes.bindMemory(to: UInt8.self).baseAddress
      guard let start else { return 0 }
      _ = sodium_bin2base64(start, room, source, bytes.count, variant)
      return room - 1
    }
  }

  /// Appends a JSON string (RFC 8259 §7) of UTF-8 text.
  package mutating func appendJSONString(_ text: UnsafeRawBufferPointer) {
    append(UInt8(ascii: "\""))
    var start = 0
    for index in 0..<text.count {
      let byte = text[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
      start = index + 1
      append(UInt8(ascii: "\\"))
      switch byte {
      case UInt8(ascii: "\n"): append(UInt8(ascii: "n"))
      case UInt8(ascii: "\r"): append(UInt8(ascii: "r"))
      case UInt8(ascii: "\t"): append(UInt8(ascii: "t"))
      case 0..<0x20:
        append("u00")
        append(Self.hexDigit(byte >> 4))
        append(Self.hexDigit(byte & 0xF))
      default: append(byte)
      }
    }
    append(UnsafeRawBufferPointer(rebasing: text[start...]))
    append(UInt8(ascii: "\""))
  }

  package mutating func appendJSONString(_ text: String) {
    var text = text
    text.withUTF8 { appendJSONString(UnsafeRawBufferPointer($0)) }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

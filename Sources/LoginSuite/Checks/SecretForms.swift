internal import SystemSupport

/// A secret in the encodings in which it might be found: as it is, in hex, and in base64 of either alphabet.
package struct SecretForms: Sendable {
  /// What it is called in messages.
  let name: String
  let bytes: [UInt8]
  private let digits: [UInt8]
  private let letters: [[UInt8]]

  init(_ bytes: [UInt8], name: String) {
    self.name = name
    self.bytes = bytes
    digits = Array(hex(bytes).utf8)
    letters = (0..<3).map { Self.core(of: bytes, shift: $0) }
  }

  /// The encoding in which the secret stands in some bytes; nothing when it does not.
  func encoding(in text: [UInt8]) -> String? {
    guard text.count >= bytes.count else { return nil }
    if text.contains(run: bytes) { return "as it is" }
    if Self.hexDigits(text).contains(run: digits) { return "in hex" }
    let plain = Self.base64Letters(text)
    if plain.contains(run: bytes) { return "in several lines" }
    return letters.contains { plain.contains(run: $0) } ? "in base64" : nil
  }

  private static func hexDigits(_ text: [UInt8]) -> [UInt8] {
    text.compactMap { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "F"): byte | 0x20
      case UInt8(ascii: ":"), UInt8(ascii: " "), 9, 10, 13: nil
      default: byte
      }
    }
  }

  /// In the URL-safe alphabet, without line breaks and JSON's backslashes.
  private static func base64Letters(_ text: [UInt8]) -> [UInt8] {
    text.compactMap { byte in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case UInt8(ascii: "\\"), 9, 10, 13, 32: nil
      default: byte
      }
    }
  }

  /// The letters that every base64 text has which holds the bytes `shift` bytes after a multiple of three.
  private static func core(of bytes: [UInt8], shift: Int) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var bit = (6 - shift * 8 % 6) % 6
    var letters: [UInt8] = []
    while bit + 6 <= bytes.count * 8 {
      let pair = UInt16(bytes[bit / 8]) << 8 | (bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0)
      letters.append(alphabet[Int(pair >> (10 - UInt16(bit % 8))) & 0x3f])
      bit += 6
    }
    return letters
  }
}

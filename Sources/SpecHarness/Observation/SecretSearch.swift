internal import Crosscheck
internal import SystemSupport

/// Finds a private value in any text or file, whatever encoding it hides in.
package struct SecretSearch: Sendable {
  private let seed: [UInt8]
  private let hexadecimal: [UInt8]
  private let base64: [[UInt8]]

  /// Makes a search for a private value, 32 bytes.
  package init(seed: [UInt8]) {
    self.seed = seed
    hexadecimal = Array(hex(seed).utf8)
    base64 = (0..<3).map { Self.base64Core(of: seed, shift: $0) }
  }

  /// The encoding that the value stands in, or nothing when it is not there.
  package func encoding(in bytes: [UInt8]) -> String? {
    if bytes.contains(run: seed) { return "raw bytes" }
    if Self.hexDigits(of: bytes).contains(run: hexadecimal) { return "hex" }
    let letters = Self.base64Letters(of: bytes)
    if base64.contains(where: { letters.contains(run: $0) }) { return "base64" }
    if Self.decimals(of: bytes).contains(run: seed) { return "a list of decimal bytes" }
    return nil
  }

  /// Small letters and digits of hex text, without the separators that dumps put between them.
  private static func hexDigits(of bytes: [UInt8]) -> [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count)
    var previous: UInt8 = 0
    for byte in bytes {
      defer { previous = byte }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(byte | 0x20)
      case UInt8(ascii: "x"), UInt8(ascii: "X"):
        // The prefix is 0x or \x.
        if previous == UInt8(ascii: "0") { digits.removeLast() }
      case UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "\\"), 9, 10, 13, 32: break
      default: digits.append(UInt8(ascii: "|"))
      }
    }
    return digits
  }

  /// Text in the URL-safe alphabet, without line breaks, blanks and JSON's backslashes.
  private static func base64Letters(of bytes: [UInt8]) -> [UInt8] {
    bytes.compactMap { byte in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case UInt8(ascii: "\\"), 9, 10, 13, 32: nil
      default: byte
      }
    }
  }

  /// The numbers from 0 to 255 that stand in a text, one after the other.
  private static func decimals(of bytes: [UInt8]) -> [UInt8] {
    bytes.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      .compactMap { $0.count > 3 ? nil : UInt8(String(decoding: $0, as: UTF8.self)) }
  }

  /// The letters that every base64 text has which holds the seed `shift` bytes after a multiple of three.
  private static func base64Core(of seed: [UInt8], shift: Int) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var bit = (6 - shift * 8 % 6) % 6
    var letters: [UInt8] = []
    while bit + 6 <= seed.count * 8 {
      let pair = UInt16(seed[bit / 8]) << 8 | (bit / 8 + 1 < seed.count ? UInt16(seed[bit / 8 + 1]) : 0)
      letters.append(alphabet[Int(pair >> (10 - UInt16(bit % 8))) & 0x3f])
      bit += 6
    }
    return letters
  }
}

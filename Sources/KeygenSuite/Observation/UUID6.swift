internal import SpecHarness

/// A version 6 UUID as RFC 9562 §5.6 lays it out, read strictly.
package struct UUID6: Sendable, Equatable {
  /// Between the UUID epoch (1582-10-15) and 1970, in units of 100 ns.
  static let epochOffset: Int64 = 0x01B2_1DD2_1381_4000

  /// The 16 bytes, most significant first.
  package let bytes: [UInt8]

  /// The timestamp of RFC 9562 §5.6, in units of 100 ns since 1582-10-15.
  package var ticks: Int64 {
    let high = bytes[0..<6].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    return high << 12 | Int64(bytes[6] & 0x0f) << 8 | Int64(bytes[7])
  }

  /// The timestamp in nanoseconds since 1970, or the nearest value there is.
  package var time: Int64 {
    let (time, overflow) = (ticks - Self.epochOffset).multipliedReportingOverflow(by: 100)
    return overflow ? (ticks < Self.epochOffset ? .min : .max) : time
  }

  /// The time in nanoseconds since 1970 if the 60-bit timestamp was written unshifted into the first 64 bits and the
  /// version then put over four of its bits; within 3.3 ms, half of what these bits stand for; nil where it cannot be.
  package var timeOfUnshiftedLayout: Int64? {
    let word = bytes[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // The four bits under the version are lost; the middle of what they can have been is near enough.
    let ticks = Int64(bitPattern: word & ~0xf000 | 0x8000)
    let (time, overflow) = (ticks - Self.epochOffset).multipliedReportingOverflow(by: 100)
    return overflow || word >> 60 != 0 ? nil : time
  }

  /// The node field: the last six bytes.
  package var node: [UInt8] { Array(bytes[10...]) }

  /// What keeps a text from being a canonical version 6 UUID.
  package enum Flaw: Error, Sendable, Equatable, CustomStringConvertible {
    case form(String)
    case version(UInt8)
    case variant(UInt8)

    package var description: String {
      switch self {
      case .form(let reason): reason
      case .version(let version): "version \(version)"
      case .variant(let bits): "variant bits \(bits == 1 ? "01" : String(bits, radix: 2))"
      }
    }
  }

  /// Reads the canonical form of RFC 9562 §4: 36 characters, small hex digits, hyphens after 8, 12, 16 and 20.
  package init(reading text: String) throws(Flaw) {
    let characters = Array(text.utf8)
    guard characters.count == 36 else { throw .form("\(characters.count) bytes long, not 36") }
    var bytes: [UInt8] = []
    var high: UInt8?
    for (index, character) in characters.enumerated() {
      if [8, 13, 18, 23].contains(index) {
        guard character == UInt8(ascii: "-") else { throw .form("no hyphen at offset \(index)") }
        continue
      }
      let digit: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
      default: throw .form("no small hex digit at offset \(index)")
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard bytes[6] >> 4 == 6 else { throw .version(bytes[6] >> 4) }
    guard bytes[8] >> 6 == 0b10 else { throw .variant(bytes[8] >> 6) }
    self.bytes = bytes
  }
}

extension UUID6: CustomStringConvertible {
  /// The canonical form (RFC 9562 §4).
  package var description: String {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
  }
}

internal import SpecHarness
package import StrictFormats

/// The one key of a set, as far as it could be read.
package struct KeySetKey: Sendable {
  package let members: JSONValue

  /// The text of a member, when it is a string.
  package func text(_ name: String) -> String? { members[name]?.stringValue }

  /// The bytes of a member, also when they are not canonically encoded, so that other checks can go on.
  package func bytes(_ name: String) -> [UInt8]? { text(name).flatMap(decodeLeniently) }
}

/// Decodes base64 of either alphabet, with or without padding.
private func decodeLeniently(_ text: String) -> [UInt8]? {
  var bits: UInt32 = 0
  var count = 0
  var bytes: [UInt8] = []
  for character in text.utf8 where character != UInt8(ascii: "=") {
    let value: UInt8
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
    default: return nil
    }
    bits = bits << 6 | UInt32(value)
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
  }
  return bytes
}

package import StrictFormats

extension JSONValue {
  /// An object of members in a given order.
  package static func record(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { JSONMember(name: $0.0, value: $0.1) })
  }

  /// A string without what no reader of I-JSON takes (RFC 7493 §2.1): noncharacters are shown by their number.
  package static func text(_ text: String) -> JSONValue {
    guard text.unicodeScalars.contains(where: isNoncharacter) else { return .string(text) }
    var safe = ""
    for scalar in text.unicodeScalars {
      if isNoncharacter(scalar) {
        safe += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return .string(safe)
  }

  package static func int(_ value: Int) -> JSONValue { .number("\(value)") }

  /// A duration with thousandths.
  package static func seconds(_ value: Double) -> JSONValue {
    .number("\((value * 1000).rounded() / 1000)")
  }
}

/// Whether a code point stands for nothing, for good (Unicode 23.7).
package func isNoncharacter(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
}

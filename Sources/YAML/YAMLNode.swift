/// A node of a YAML document, with the line that it begins on.
package struct YAMLNode: Sendable {
  /// What a node is.
  package indirect enum Content: Sendable {
    /// A scalar; a plain one may stand for something other than text.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  package let line: Int
  package let content: Content

  /// What kind of node it is, as a message names it.
  package var kind: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let text, let isPlain): isPlain ? YAMLScalar.kind(of: text) : "a string"
    }
  }

  /// The text of a scalar that is a string.
  package var string: String? {
    guard case .scalar(let text, let isPlain) = content else { return nil }
    return !isPlain || YAMLScalar.kind(of: text) == "a string" ? text : nil
  }
}

/// A key of a mapping and its value.
package struct YAMLEntry: Sendable {
  package let key: String
  package let line: Int
  package let value: YAMLNode
}

/// What a plain scalar stands for (YAML 1.2.2 §10.3.2, the core schema).
enum YAMLScalar {
  static func kind(of text: String) -> String {
    switch text {
    case "", "~", "null", "Null", "NULL": return "null"
    case "true", "True", "TRUE", "false", "False", "FALSE": return "a boolean"
    case ".nan", ".NaN", ".NAN": return "a number"
    default: return isNumber(Array(text.utf8)[...]) ? "a number" : "a string"
    }
  }

  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    if text.starts(with: "0x".utf8) || text.starts(with: "0o".utf8) {
      let digits = text.dropFirst(2)
      let isHexadecimal = text[text.startIndex + 1] == UInt8(ascii: "x")
      return !digits.isEmpty
        && digits.allSatisfy { isHexadecimal ? isHexadecimalDigit($0) : ($0 & 0xF8) == 0x30 }
    }
    var rest = text
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let word = Array(rest)
    if [".inf", ".Inf", ".INF"].contains(where: { Array($0.utf8) == word }) { return true }
    let whole = dropDigits(&rest)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = dropDigits(&rest)
    }
    guard whole + fraction > 0 else { return false }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      guard dropDigits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }

  private static func dropDigits(_ text: inout ArraySlice<UInt8>) -> Int {
    let digits = text.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
    text.removeFirst(digits)
    return digits
  }
}

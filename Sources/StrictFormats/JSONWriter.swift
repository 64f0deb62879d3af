extension JSONValue {
  /// The value as JSON text (RFC 8259): members in order, only what must be escaped is escaped.
  ///
  /// - Parameter pretty: with line breaks and an indentation of two spaces; else with no white space at all.
  public func serialized(pretty: Bool) -> String {
    var writer = JSONWriter(pretty: pretty)
    writer.write(self, level: 0)
    return writer.text
  }
}

private struct JSONWriter {
  let pretty: Bool
  var text = ""

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let literal): text += literal
    case .string(let string): write(string)
    case .array(let elements):
      writeList(elements, between: ("[", "]"), level: level) { $0.write($1, level: level + 1) }
    case .object(let members):
      writeList(members, between: ("{", "}"), level: level) { writer, member in
        writer.write(member.name)
        writer.text += writer.pretty ? ": " : ":"
        writer.write(member.value, level: level + 1)
      }
    }
  }

  private mutating func writeList<Item>(
    _ items: [Item], between ends: (String, String), level: Int, _ writeItem: (inout JSONWriter, Item) -> Void
  ) {
    text += ends.0
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      breakLine(level: level + 1)
      writeItem(&self, item)
    }
    if !items.isEmpty { breakLine(level: level) }
    text += ends.1
  }

  private mutating func breakLine(level: Int) {
    guard pretty else { return }
    text += "\n"
    text += String(repeating: "  ", count: level)
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        text += scalar.value < 0x10 ? "\\u000" : "\\u00"
        text += String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

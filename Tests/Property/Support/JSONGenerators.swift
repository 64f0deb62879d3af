import StrictFormats

extension Make {
  /// The text of a number by the grammar of RFC 8259 §6, also far beyond any machine's numbers.
  static let jsonNumber = Generator<String> { choices in
    func digits(_ least: Int) -> String {
      var text = ""
      for _ in 0..<least { text += String(choices.below(10)) }
      while choices.below(4) != 0 { text += String(choices.below(10)) }
      return text
    }
    var text = choices.below(3) == 2 ? "-" : ""
    text += choices.below(3) == 0 ? "0" : String(choices.below(9) + 1) + digits(0)
    if choices.below(3) == 2 { text += "." + digits(1) }
    if choices.below(3) == 2 { text += ["e", "E", "e+", "E-"][Int(choices.below(4))] + digits(1) }
    return text
  }

  /// Any JSON value without members of one name, at most `depth` deep.
  static func json(depth: Int = 4) -> Generator<JSONValue> {
    Generator<JSONValue> { choices in
      switch choices.below(depth > 0 ? 6 : 4) {
      case 0: return .null
      case 1: return .bool(bool.make(&choices))
      case 2: return .number(jsonNumber.make(&choices))
      case 3: return .string(text.make(&choices))
      case 4: return .array(json(depth: depth - 1).array(mean: 3, most: 8).make(&choices))
      default:
        let members = text.and(json(depth: depth - 1)).array(mean: 3, most: 8).make(&choices)
        var names: Set<[UInt8]> = []
        return .object(
          members.filter { names.insert(Array($0.0.utf8)).inserted }
            .map { JSONMember(name: $0.0, value: $0.1) })
      }
    }
  }

  /// A JSON text with white space and escapes wherever the grammar lets them be, and what it says.
  static let jsonText = json().flatMap { value in
    Generator<(JSONValue, String)> { choices in (value, loose(value, &choices)) }
  }

  private static func space(_ choices: inout Choices) -> String {
    ["", "", " ", "\n", "\r\n", "\t "][Int(choices.below(6))]
  }

  static func loose(_ value: JSONValue, _ choices: inout Choices) -> String {
    let before = space(&choices)
    let text: String
    switch value {
    case .string(let string): text = looseString(string, &choices)
    case .array(let elements):
      text = "[" + elements.map { loose($0, &choices) }.joined(separator: ",") + space(&choices) + "]"
    case .object(let members):
      let parts = members.map { member in
        space(&choices) + looseString(member.name, &choices) + space(&choices) + ":"
          + loose(member.value, &choices)
      }
      text = "{" + parts.joined(separator: ",") + space(&choices) + "}"
    default: text = value.serialized(pretty: false)
    }
    return before + text + space(&choices)
  }

  private static func looseString(_ string: String, _ choices: inout Choices) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      if choices.below(4) == 3 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: choices.below(2) == 1)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else if scalar == "/" {
        text += choices.below(2) == 1 ? "\\/" : "/"
      } else {
        // By code points: as a character, a combining one would swallow the quotation mark.
        let quoted = JSONValue.string(String(scalar)).serialized(pretty: false).unicodeScalars
        text.unicodeScalars.append(contentsOf: quoted.dropFirst().dropLast())
      }
    }
    return text + "\""
  }
}

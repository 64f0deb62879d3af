/// A cursor over a JSON text.
struct JSONReader {
  let bytes: [UInt8]
  let maximumDepth: Int
  var position = 0

  init(bytes: [UInt8], maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  /// The byte at the cursor, or nothing at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func readDocument() throws(JSONSyntaxError) -> JSONValue {
    skipWhiteSpace()
    let value = try readValue(depth: 0)
    skipWhiteSpace()
    guard next == nil else { throw failure("the end of the text") }
    return value
  }

  mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func readValue(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    guard let byte = next else { throw failure("a JSON value") }
    switch byte {
    case UInt8(ascii: "{"): return try readObject(depth: depth + 1)
    case UInt8(ascii: "["): return try readArray(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"): return try readLiteral("true", .bool(true))
    case UInt8(ascii: "f"): return try readLiteral("false", .bool(false))
    case UInt8(ascii: "n"): return try readLiteral("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumber())
    default: throw failure("a JSON value")
    }
  }

  private mutating func readLiteral(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    for letter in letters {
      guard next == letter else { throw failure("the literal \(word)") }
      position += 1
    }
    return value
  }

  private mutating func readArray(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try checkDepth(depth)
    position += 1
    skipWhiteSpace()
    var elements: [JSONValue] = []
    if next == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      skipWhiteSpace()
      elements.append(try readValue(depth: depth))
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        return .array(elements)
      default: throw failure("',' or ']'")
      }
    }
  }

  private mutating func readObject(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try checkDepth(depth)
    position += 1
    skipWhiteSpace()
    var members: [JSONMember] = []
    var names = MemberNames()
    if next == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipWhiteSpace()
      let start = position
      guard next == UInt8(ascii: "\"") else { throw failure("a member name in '\"'") }
      let name = try readString()
      guard names.insert(name) else {
        throw JSONSyntaxError(
          offset: start, expected: "a name that the object does not have yet",
          found: "a second member of the same name")
      }
      skipWhiteSpace()
      guard next == UInt8(ascii: ":") else { throw failure("':'") }
      position += 1
      skipWhiteSpace()
      members.append(JSONMember(name: name, value: try readValue(depth: depth)))
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        return .object(members)
      default: throw failure("',' or '}'")
      }
    }
  }

  private func checkDepth(_ depth: Int) throws(JSONSyntaxError) {
    guard depth <= maximumDepth else {
      throw JSONSyntaxError(
        offset: position, expected: "at most \(maximumDepth) levels of nesting", found: "one more")
    }
  }
}

/// The names of one object, compared byte by byte, so that no two are taken for one or one for two.
private struct MemberNames {
  private var names: Set<ExactName> = []

  /// Adds a name, unless it is there already.
  mutating func insert(_ name: String) -> Bool { names.insert(ExactName(text: name)).inserted }
}

/// A name as its bytes; it shares the text of the member, so that a million names cost little more than once.
private struct ExactName: Hashable {
  let text: String

  static func == (one: ExactName, other: ExactName) -> Bool { sameCodePoints(one.text, other.text) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// A member of an object, as places in the text.
package struct JSONMemberSpan: Sendable, Hashable {
  /// The name with its quotation marks.
  let name: Range<Int>
  /// The value, without the white space around it.
  let value: Range<Int>
}

/// An object, as places in the text.
package struct JSONObjectSpan: Sendable, Hashable {
  /// From `{` to behind `}`.
  let range: Range<Int>
  /// In the order of the text.
  let members: [JSONMemberSpan]
}

/// A cursor over a JSON text (RFC 8259) that remembers where things stand instead of what they are.
///
/// Only so can a text be edited without changing the rest of it. The scanner lives no longer than the bytes lent to it.
struct JSONScanner {
  /// Deeper nesting than this is refused, as Go's reader, and so Docker's, refuses it.
  static let deepest = 10_000

  let bytes: UnsafeRawBufferPointer
  var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The byte at the cursor, or nothing at the end.
  var next: UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  mutating func skipWhiteSpace() {
    while let byte = next, Self.isWhiteSpace(byte) { position += 1 }
  }

  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  func failure(_ expected: String) -> JSONDefect { JSONDefect(offset: position, expected: expected) }

  /// Reads an object whose members' values are only checked, but for those that the closure reads.
  ///
  /// - Parameter readValue: is given the scanner at the start of a value, and the name's place; it returns false to
  ///   leave the value to be skipped.
  mutating func readObject(
    _ readValue: (inout JSONScanner, Range<Int>) throws(JSONDefect) -> Bool = { _, _ in false }
  ) throws(JSONDefect) -> JSONObjectSpan {
    let start = position
    guard next == UInt8(ascii: "{") else { throw failure("'{'") }
    position += 1
    var members: [JSONMemberSpan] = []
    skipWhiteSpace()
    if next == UInt8(ascii: "}") {
      position += 1
      return JSONObjectSpan(range: start..<position, members: members)
    }
    while true {
      skipWhiteSpace()
      let name = position
      guard next == UInt8(ascii: "\"") else { throw failure("a member name in '\"'") }
      try skipString()
      let nameEnd = position
      skipWhiteSpace()
      guard next == UInt8(ascii: ":") else { throw failure("':'") }
      position += 1
      skipWhiteSpace()
      let value = position
      if !(try readValue(&self, name..<nameEnd)) { try skipValue() }
      members.append(JSONMemberSpan(name: name..<nameEnd, value: value..<position))
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        return JSONObjectSpan(range: start..<position, members: members)
      default: throw failure("',' or '}'")
      }
    }
  }

  /// Checks one value and passes over it, however deep it is.
  mutating func skipValue() throws(JSONDefect) {
    // The containers that are open, the innermost last: whether each is an object.
    var open: [Bool] = []
    while true {
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open.count < Self.deepest else {
          throw failure("at most \(Self.deepest) levels of nesting")
        }
        let isObject = next == UInt8(ascii: "{")
        position += 1
        skipWhiteSpace()
        if next == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          position += 1
          break
        }
        open.append(isObject)
        if isObject { try skipName() }
        continue
      case UInt8(ascii: "\""): try skipString()
      case UInt8(ascii: "t"): try skipLiteral("true")
      case UInt8(ascii: "f"): try skipLiteral("false")
      case UInt8(ascii: "n"): try skipLiteral("null")
      default: try skipNumber()
      }
      if try closeContainers(&open) { return }
    }
  }

  /// After a value: ends the containers that end here, or goes on to the next element.
  ///
  /// - Returns: whether no container is open any more.
  private mutating func closeContainers(_ open: inout [Bool]) throws(JSONDefect) -> Bool {
    while let isObject = open.last {
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","):
        position += 1
        skipWhiteSpace()
        if isObject { try skipName() }
        return false
      case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
        position += 1
        open.removeLast()
      default: throw failure(isObject ? "',' or '}'" : "',' or ']'")
      }
    }
    return true
  }

  private mutating func skipName() throws(JSONDefect) {
    guard next == UInt8(ascii: "\"") else { throw failure("a member name in '\"'") }
    try skipString()
    skipWhiteSpace()
    guard next == UInt8(ascii: ":") else { throw failure("':'") }
    position += 1
  }

  private mutating func skipLiteral(_ word: StaticString) throws(JSONDefect) {
    for offset in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[offset] else { throw failure("the literal \(word)") }
      position += 1
    }
  }

  private mutating func skipNumber() throws(JSONDefect) {
    if next == UInt8(ascii: "-") { position += 1 }
    guard let first = next, Self.isDigit(first) else { throw failure("a JSON value") }
    position += 1
    if first != UInt8(ascii: "0") { skipDigits() }
    if next == UInt8(ascii: ".") {
      position += 1
      try skipSomeDigits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try skipSomeDigits()
    }
  }

  private mutating func skipSomeDigits() throws(JSONDefect) {
    guard let digit = next, Self.isDigit(digit) else { throw failure("a digit") }
    skipDigits()
  }

  private mutating func skipDigits() {
    while let digit = next, Self.isDigit(digit) { position += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

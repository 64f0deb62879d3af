internal import SpecHarness
internal import StrictFormats

/// A member for a message: registered words and UUIDs as they are, of anything else the kind and the length.
///
/// Any member of any name may hold the private value, if only its maker is broken enough.
///
/// - Parameter secret: the private value, so that a UUID made of it is not shown.
func shown(_ value: JSONValue?, as name: String, without secret: [UInt8]? = nil) -> String {
  guard let value else { return "no member `\(name)`" }
  switch value {
  case .string(let text): return "\"\(name)\": \(shown(text, as: name, without: secret))"
  case .array(let elements):
    let words = elements.prefix(9).compactMap(\.stringValue).filter { JWKWords.contains($0, for: name) }
    guard words.count == elements.count, !words.isEmpty else { break }
    return "\"\(name)\": [\(words.map { "\"\($0)\"" }.joined(separator: ", "))]"
  default: break
  }
  return "`\(name)` is \(shape(of: value))"
}

private func shown(_ text: String, as name: String, without secret: [UInt8]?) -> String {
  let isShown =
    JWKWords.contains(text, for: name)
    || name == "kid" && JWKWords.isUUID(text) && !isMade(text, of: secret ?? [])
  return isShown ? "\"\(text)\"" : "a string of \(text.utf8.count) bytes"
}

/// Whether four bytes in a row of a UUID stand in the private value.
private func isMade(_ identifier: String, of secret: [UInt8]) -> Bool {
  let digits = identifier.compactMap(\.hexDigitValue).map { UInt8($0) }
  let secretDigits = secret.flatMap { [$0 >> 4, $0 & 0xf] }
  guard digits.count == 32, secretDigits.count >= 8 else { return false }
  let pieces = Set((0...(secretDigits.count - 8)).map { Array(secretDigits[$0..<($0 + 8)]) })
  return (0...24).contains { pieces.contains(Array(digits[$0..<($0 + 8)])) }
}

/// What kind of JSON value it is, without what it holds.
func shape(of value: JSONValue) -> String {
  switch value {
  case .null: return "null"
  case .bool: return "a boolean"
  case .number: return "a number"
  case .string(let text): return "a string of \(text.utf8.count) bytes"
  case .array(let elements): return "an array of \(elements.count)"
  case .object(let members):
    let known = JWKWords.names.filter { value[$0] != nil }
    let among = known.isEmpty ? "" : ", among them \(known.map { "`\($0)`" }.joined(separator: ", "))"
    return "an object of \(members.count) members\(among)"
  }
}

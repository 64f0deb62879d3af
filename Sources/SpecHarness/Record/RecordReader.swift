package import StrictFormats

/// Why a stored record cannot be read.
package struct RecordError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where the offence lies in the document, such as `cases[3].runs`; empty for the whole.
  package let place: String
  /// What was expected there, in words.
  package let expected: String

  package init(place: String, expected: String) {
    self.place = place
    self.expected = expected
  }

  package var description: String {
    "\(place.isEmpty ? "the document" : place): expected \(expected)"
  }
}

/// A value of a JSON document that a record is read from, with its place for messages.
package struct RecordReader: Sendable {
  package let value: JSONValue
  package let place: String

  package init(_ value: JSONValue, place: String = "") {
    self.value = value
    self.place = place
  }

  package func refuse(_ expected: String) -> RecordError { RecordError(place: place, expected: expected) }

  /// A member that must be there.
  package func member(_ name: String) throws(RecordError) -> RecordReader {
    guard let member = try optional(name) else {
      throw RecordError(place: path(to: name), expected: "a value; there is none")
    }
    return member
  }

  /// A member that may be missing or null.
  package func optional(_ name: String) throws(RecordError) -> RecordReader? {
    guard value.objectValue != nil else { throw refuse("an object, not \(value.kind)") }
    guard let member = value[name], member != .null else { return nil }
    return RecordReader(member, place: path(to: name))
  }

  package func elements() throws(RecordError) -> [RecordReader] {
    guard let elements = value.arrayValue else { throw refuse("an array, not \(value.kind)") }
    return elements.enumerated().map { RecordReader($1, place: "\(place)[\($0)]") }
  }

  package func map<Element>(
    _ read: (RecordReader) throws(RecordError) -> Element
  ) throws(RecordError) -> [Element] {
    var result: [Element] = []
    for element in try elements() { result.append(try read(element)) }
    return result
  }

  package func string() throws(RecordError) -> String {
    guard let text = value.stringValue else { throw refuse("a string, not \(value.kind)") }
    return text
  }

  package func strings() throws(RecordError) -> [String] {
    try map { (element) throws(RecordError) in try element.string() }
  }

  package func bool() throws(RecordError) -> Bool {
    guard case .bool(let value) = value else { throw refuse("true or false, not \(value.kind)") }
    return value
  }

  /// A whole number in a range.
  package func integer(in range: ClosedRange<Int> = 0...Int.max) throws(RecordError) -> Int {
    try integer(Int.self, in: range)
  }

  /// A whole number of a type in a range.
  package func integer<Number: FixedWidthInteger>(
    _ type: Number.Type, in range: ClosedRange<Number> = 0...Number.max
  ) throws(RecordError) -> Number {
    guard case .number(let text) = value, let number = Number(text), range.contains(number) else {
      throw refuse("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A duration in seconds.
  package func seconds() throws(RecordError) -> Double {
    guard case .number(let text) = value, let number = Double(text), number.isFinite, number >= 0 else {
      throw refuse("a number of seconds")
    }
    return number
  }

  /// One of the values of an enumeration.
  package func choice<Choice: RawRepresentable<String>>(
    _ type: Choice.Type = Choice.self
  ) throws(RecordError) -> Choice {
    guard let choice = Choice(rawValue: try string()) else { throw refuse("another word") }
    return choice
  }

  private func path(to name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }
}

extension JSONValue {
  package static func strings(_ texts: some Sequence<String>) -> JSONValue {
    .array(texts.map(JSONValue.text))
  }

  package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }
}

/// A JSON value (RFC 8259) that keeps what the text said: numbers as literals, members in their order.
public enum JSONValue: Sendable {
  /// The literal `null`.
  case null
  /// The literals `true` and `false`.
  case bool(Bool)
  /// A number, as the literal text of RFC 8259 §6; it is never rounded.
  case number(String)
  /// A string, unescaped.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in the order of the text.
  case object([JSONMember])
}

/// A name and its value in a JSON object.
public struct JSONMember: Sendable, Equatable {
  /// The name, unescaped.
  public var name: String
  /// The value.
  public var value: JSONValue

  /// Makes a member of a name and a value.
  public init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
  }

  /// Whether both names and both values are the same, code point by code point.
  public static func == (one: JSONMember, other: JSONMember) -> Bool {
    sameCodePoints(one.name, other.name) && one.value == other.value
  }
}

extension JSONValue: Equatable {
  /// Whether two values are the same: literals as written, strings code point by code point, members in order.
  public static func == (one: JSONValue, other: JSONValue) -> Bool {
    switch (one, other) {
    case (.null, .null): true
    case (.bool(let one), .bool(let other)): one == other
    case (.number(let one), .number(let other)): sameCodePoints(one, other)
    case (.string(let one), .string(let other)): sameCodePoints(one, other)
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)): one == other
    default: false
    }
  }
}

extension JSONValue {
  /// The value of an object's member, or nothing when there is none or this is not an object.
  public subscript(_ name: String) -> JSONValue? {
    objectValue?.first { sameCodePoints($0.name, name) }?.value
  }

  /// The text of a string.
  public var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The elements of an array.
  public var arrayValue: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object.
  public var objectValue: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// What kind of value this is, as a message names it.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// Whether two texts are the same sequence of code points.
///
/// Swift's own `==` calls canonically equivalent texts equal, which JSON does not (RFC 8259 §8.3).
func sameCodePoints(_ one: String, _ other: String) -> Bool {
  one.utf8.elementsEqual(other.utf8)
}

package import StrictFormats

extension JSONValue {
  /// An object of members in a given order.
  package static func record(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { JSONMember(name: $0.0, value: $0.1) })
  }

  package static func int(_ value: Int) -> JSONValue { .number("\(value)") }

  /// A duration with thousandths.
  package static func seconds(_ value: Double) -> JSONValue {
    .number("\((value * 1000).rounded() / 1000)")
  }
}

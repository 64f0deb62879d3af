/// The name of a requirement, such as `KG-FILE-2`: fixed for good.
public struct RequirementID: RawRepresentable, Hashable, Codable, Sendable {
  /// The name as it is written.
  public let rawValue: String

  /// - Parameter rawValue: the specification's prefix, the area and a number, with hyphens in between.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// - Parameter rawValue: the specification's prefix, the area and a number, with hyphens in between.
  public init(_ rawValue: String) { self.init(rawValue: rawValue) }
}

extension RequirementID: CustomStringConvertible {
  /// The name as it is written.
  public var description: String { rawValue }
}

extension RequirementID: Comparable {
  /// Orders by name, and by number within an area; a specification has an order of its own.
  public static func < (one: RequirementID, other: RequirementID) -> Bool { one.key < other.key }

  private var key: (String, Int, String) {
    let number = rawValue.lastIndex(of: "-").flatMap { Int(rawValue[rawValue.index(after: $0)...]) } ?? 0
    return (String(rawValue.prefix { !$0.isNumber }), number, rawValue)
  }
}

extension RequirementID: ExpressibleByStringLiteral {
  /// - Parameter value: the name as it is written, such as `"KG-FILE-2"`.
  public init(stringLiteral value: String) { self.init(value) }
}

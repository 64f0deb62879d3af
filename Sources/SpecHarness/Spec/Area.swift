/// A group of requirements, in the order in which the specification and every report show them.
public struct Area: Sendable {
  /// The middle part of its requirements' names, such as `FILE`.
  public let name: String
  /// The heading of the group.
  public let title: String
  /// The requirements of the group, in order.
  public let requirements: [Requirement]
  /// The rules by which they are decided, where their words leave that open.
  public let rules: [JudgingRule]

  package init(_ name: String, title: String, _ requirements: [Requirement], rules: [JudgingRule] = []) {
    self.name = name
    self.title = title
    self.requirements = requirements
    self.rules = rules
  }
}

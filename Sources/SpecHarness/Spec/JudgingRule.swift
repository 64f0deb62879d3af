/// A rule by which the requirements of an area are decided, so that no verdict is a matter of taste.
public struct JudgingRule: Sendable, Equatable {
  /// The rule's name, `J1` and so on.
  public let id: String
  /// The rule in full sentences.
  public let text: String

  package init(id: String, text: String) {
    self.id = id
    self.text = text
  }
}

/// What keeps a text from being strict JSON, and where.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where, in bytes from the start of the text.
  public let offset: Int
  /// What may stand there.
  public let expected: String
  /// What stands there.
  public let found: String

  /// Makes an error of a place, what may stand there and what does.
  public init(offset: Int, expected: String, found: String) {
    self.offset = offset
    self.expected = expected
    self.found = found
  }

  /// The error in one line.
  public var description: String { "byte \(offset): expected \(expected), found \(found)" }
}

/// What keeps a text from being strict JSON, and where; nothing of the text is quoted, for it may hold a key.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where, in bytes from the start of the text.
  public let offset: Int
  /// What may stand there.
  public let expected: String
  /// What kind of character stands there.
  public let found: String
  /// The line and the column, in bytes, both counted from 1; nothing where the text has only one line.
  private var lineAndColumn: (line: Int, column: Int)?

  /// Makes an error of a place, what may stand there and what does.
  public init(offset: Int, expected: String, found: String) {
    self.offset = offset
    self.expected = expected
    self.found = found
  }

  /// The place in words, such as `byte 54 (line 3, column 5)`.
  public var place: String {
    guard let (line, column) = lineAndColumn else { return "byte \(offset)" }
    return "byte \(offset) (line \(line), column \(column))"
  }

  /// The error in one line.
  public var description: String { "\(place): expected \(expected), found \(found)" }

  /// The same error with the line and the column of its place.
  func located(in bytes: [UInt8]) -> JSONSyntaxError {
    guard bytes.contains(0x0A) else { return self }
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    var error = self
    error.lineAndColumn = (before.count { $0 == 0x0A } + 1, offset - start + 1)
    return error
  }

  /// Whether two errors say the same.
  public static func == (one: JSONSyntaxError, other: JSONSyntaxError) -> Bool {
    one.description == other.description
  }
}

/// What keeps a text from being JSON (RFC 8259), and where.
///
/// Nothing of the text is quoted: it may be secret.
package struct JSONDefect: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, in bytes from the start of the text.
  package let offset: Int
  /// What may stand there.
  package let expected: String

  package var description: String { "byte \(offset): expected \(expected)" }
}

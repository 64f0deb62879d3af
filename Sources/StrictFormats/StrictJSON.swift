/// A reader of strict JSON: RFC 8259 with the rules of I-JSON (RFC 7493).
public enum StrictJSON {
  /// The deepest nesting that `read` can be asked for; its recursion then stays far below any thread's stack.
  public static let deepest = 256

  /// Reads one JSON value that fills the whole text.
  ///
  /// Refused beside every violation of RFC 8259: a byte order mark, anything but UTF-8, lone surrogates,
  /// noncharacters, and two members of one name, however they are escaped (RFC 7493 §2).
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - maximumDepth: how many arrays and objects may lie within one another, at most `deepest`.
  /// - Throws: `JSONSyntaxError` with the first offence; it quotes nothing of the text.
  public static func read(
    _ bytes: [UInt8], maximumDepth: Int = 64
  ) throws(JSONSyntaxError) -> JSONValue {
    var reader = JSONReader(bytes: bytes, maximumDepth: min(maximumDepth, deepest))
    do throws(JSONSyntaxError) { return try reader.readDocument() } catch { throw error.located(in: bytes) }
  }
}

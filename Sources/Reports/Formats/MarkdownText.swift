/// Text from outside as it stands in GitHub's Markdown: in code spans, where nothing is markup, a link or a mention.
enum MarkdownText {
  /// A code span (CommonMark 0.31 §6.1), fenced by more backticks than the text has in a row.
  ///
  /// - Parameter inTable: whether it stands in a table, where a bar would end the cell.
  static func code(_ text: String, inTable: Bool = false) -> String {
    let line = oneLine(text)
    guard line.contains(where: { $0 != " " }) else { return line.isEmpty ? "(nothing)" : "(blanks)" }
    let fence = String(repeating: "`", count: longestRun(in: line) + 1)
    let padding = line.first == "`" || line.last == "`" || line.first == " " || line.last == " " ? " " : ""
    let content = inTable ? escaped(line, ["|"]) : line
    return fence + padding + content + padding + fence
  }

  /// Text of our own, such as a requirement's statement, with what is markup escaped.
  static func plain(_ text: String) -> String {
    escaped(oneLine(text), ["\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "~", "&", "!", "@", ":"])
  }

  private static func longestRun(in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func escaped(_ text: String, _ marks: Set<Unicode.Scalar>) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      if marks.contains(scalar) { safe += "\\" }
      safe.unicodeScalars.append(scalar)
    }
    return safe
  }
}

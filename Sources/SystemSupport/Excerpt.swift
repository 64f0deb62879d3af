/// The line of some output that tells most, made safe for a terminal and without what could carry a key.
///
/// It is the first line, or, of a Python traceback, the last: there the error stands.
package func excerpt(_ bytes: [UInt8], limit: Int = 160) -> String {
  func isBlank(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 || byte == 32 }
  let text = bytes.drop(while: isBlank)
  var line = text.prefix { $0 != 10 }
  if line.starts(with: "Traceback (most recent call last):".utf8),
    let end = text.lastIndex(where: { !isBlank($0) })
  {
    let start = text[...end].lastIndex(of: 10).map { $0 + 1 } ?? text.startIndex
    line = text[start...end].drop(while: isBlank)
  }
  // What is left out is decided before anything is cut off, so that no part of a key is taken for a word.
  let shown = printable(Array(line.prefix(1 << 12)))
  return String(shown.prefix(limit)) + (shown.count > limit ? "..." : "")
}

/// Bytes of a stranger's making as text: everything that is not printable escaped, and nothing that could carry a key.
package func printable(_ bytes: [UInt8]) -> String { HarmlessText.of(bytes) }

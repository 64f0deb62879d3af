/// The first line or so of some output, made safe for a terminal and without what could carry a key.
package func excerpt(_ bytes: [UInt8], limit: Int = 160) -> String {
  let line = Array(bytes.drop { $0 == 10 || $0 == 13 || $0 == 32 }.prefix { $0 != 10 }.prefix(1 << 12))
  // What is left out is decided before anything is cut off, so that no part of a key is taken for a word.
  let text = printable(line)
  return String(text.prefix(limit)) + (text.count > limit ? "..." : "")
}

/// Bytes of a stranger's making as text: everything that is not printable escaped, and nothing that could carry a key.
package func printable(_ bytes: [UInt8]) -> String { HarmlessText.of(bytes) }

/// A stranger's text for a message: what could carry a key is left out, and nothing acts on a terminal.
///
/// Words, numbers, paths and the like stay readable. What is left out is counted.
public enum HarmlessText {
  /// Makes some bytes of a program's output fit to be shown.
  public static func of(_ bytes: [UInt8]) -> String {
    guard !bytes.isEmpty else { return "" }
    guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      return "[\(bytes.count) bytes of binary data]"
    }
    return of(text)
  }

  /// Makes a text fit to be shown.
  public static func of(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var shown = ""
    var index = 0
    for range in SuspectWords(scalars).ranges() {
      shown += escaped(scalars[index..<range.lowerBound])
      shown += "[\(range.count) characters not shown]"
      index = range.upperBound
    }
    return shown + escaped(scalars[index...])
  }

  /// Text with everything that is not printable escaped.
  private static func escaped(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in scalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where [.control, .format].contains(scalar.properties.generalCategory):
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

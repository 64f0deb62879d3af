/// Text in the language of manual pages, in ASCII.
enum Roff {
  /// One character of ordinary text or of an example.
  private static func escaped(_ character: Character, literal: Bool) -> String {
    switch character {
    case "\\": return "\\e"
    case "-" where literal: return "\\-"
    case "'" where literal: return "\\(aq"
    case "`": return "\\(ga"
    case "~": return "\\(ti"
    case "^": return "\\(ha"
    case "×": return "\\(mu"
    case _ where character.isASCII: return String(character)
    default:
      return character.unicodeScalars.map { scalar in
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }.joined()
    }
  }

  private static func escaped(_ text: some StringProtocol, literal: Bool) -> String {
    text.map { escaped($0, literal: literal) }.joined()
  }

  /// A line that roff does not take for a request.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  /// A word of an example or a macro's argument.
  static func word(_ text: String) -> String { escaped(text, literal: true) }

  /// A line of an example.
  static func example(_ line: some StringProtocol) -> String { guarded(escaped(line, literal: true)) }

  /// Sentences, each on lines of its own, as mdoc wants them; what stands between backticks becomes bold.
  static func prose(_ text: some StringProtocol) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words(of: String(text)) {
      if !line.isEmpty, line.count + word.text.count > 72 {
        lines.append(guarded(line))
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word.text
      if word.endsSentence {
        lines.append(guarded(line))
        line = ""
      }
    }
    if !line.isEmpty { lines.append(guarded(line)) }
    return lines
  }

  private static func words(of text: String) -> [(text: String, endsSentence: Bool)] {
    var isCode = false
    return text.split(whereSeparator: \.isWhitespace).map { word in
      let isOption = word.drop { "(\"`".contains($0) }.hasPrefix("-")
      // A broken option would read as another one.
      var result = isOption ? "\\%" : ""
      // A word may end inside code; fonts do not reach over the end of a line.
      if isCode { result += "\\fB" }
      for character in word {
        if character == "`" {
          result += isCode ? "\\fR" : "\\fB"
          isCode.toggle()
        } else {
          result += escaped(character, literal: isCode || isOption)
        }
      }
      if isCode { result += "\\fR" }
      return (result, !isCode && word.count > 1 && ".?!".contains(word.last ?? " "))
    }
  }
}

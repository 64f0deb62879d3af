internal import SystemSupport

/// How a report looks on a terminal or in a file.
public struct TextLayout: Sendable {
  /// Whether terminal colours are used.
  public var colour: Bool
  /// The greatest number of columns of a line; nil where lines are not wrapped.
  public var width: Int?

  /// Narrower than this, wrapping helps nobody.
  private static let narrowest = 40

  /// - Parameters:
  ///   - colour: whether to use terminal colours.
  ///   - width: the columns of the terminal; nil for lines of any length.
  public init(colour: Bool = false, width: Int? = nil) {
    self.colour = colour
    self.width = width.map { max($0, Self.narrowest) }
  }

  /// A text in the colour of a status, where colours are wanted.
  func paint(_ text: String, _ status: RequirementResult.Status) -> String {
    guard colour else { return text }
    let code =
      switch status {
      case .pass: "32"
      case .fail: "31"
      case .warn: "33"
      case .skip: "36"
      }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }

  /// Breaks a text at spaces; a word that is too long gets a line of its own.
  ///
  /// - Parameters:
  ///   - lead: what stands in front of the first line.
  ///   - leadStatus: the status in whose colour the lead is painted.
  ///   - hanging: how far the later lines are indented, in columns.
  func lines(
    _ text: String, lead: String = "", leadStatus: RequirementResult.Status? = nil, hanging: Int
  ) -> [String] {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    var lines = fill(words, lead: lead, hanging: hanging, ending: "")
    if let leadStatus, !lines.isEmpty {
      lines[0] = paint(lead, leadStatus) + lines[0].dropFirst(lead.count)
    }
    return lines
  }

  /// Breaks a command between its words, so that a shell still takes it as one.
  ///
  /// - Parameter words: quoted where they need it.
  func command(_ words: [String], lead: String, hanging: Int) -> [String] {
    fill(words, lead: lead, hanging: hanging, ending: " \\")
  }

  /// Breaks a list between its items.
  func list(_ items: [String], lead: String, hanging: Int) -> [String] {
    fill(items, lead: lead, hanging: hanging, ending: "")
  }

  private func fill(_ words: [String], lead: String, hanging: Int, ending: String) -> [String] {
    guard let width else { return [lead + words.joined(separator: " ")] }
    let blanks = String(repeating: " ", count: hanging)
    var lines: [String] = []
    var line = lead
    var isEmpty = true
    for (index, word) in words.enumerated() {
      let room = width - (index == words.count - 1 ? 0 : ending.count)
      if !isEmpty, line.count + 1 + word.count > room {
        lines.append(line + ending)
        line = blanks
        // What sets a word apart within a line is no indentation.
        line += word.drop { $0 == " " }
      } else {
        line += isEmpty ? word : " " + word
      }
      isEmpty = false
    }
    return lines + [line]
  }
}

/// A text from outside that is shown: nothing in it acts on a terminal, whatever program it came from.
func terminalSafe(_ text: String) -> String {
  var safe = ""
  for scalar in text.unicodeScalars {
    if [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory) {
      safe += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}

extension String {
  /// The text with blanks up to a width.
  func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}

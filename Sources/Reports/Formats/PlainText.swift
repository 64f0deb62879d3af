internal import SpecHarness

/// Text from outside in one line: nothing in it acts on a terminal or breaks a line, whatever program it came from.
func oneLine(_ text: String) -> String {
  var safe = ""
  for scalar in text.unicodeScalars {
    if isUnprintable(scalar) {
      safe += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}

/// Text as it stands within an element or an attribute of XML or HTML; what XML cannot hold at all (§2.2) is shown by its
/// number.
func markupText(_ text: String) -> String {
  var safe = ""
  for scalar in oneLine(text).unicodeScalars {
    switch scalar {
    case "&": safe += "&amp;"
    case "<": safe += "&lt;"
    case ">": safe += "&gt;"
    case "\"": safe += "&quot;"
    case "'": safe += "&#39;"
    default: safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}

/// Whether a character is none that a reader sees: a control, a mark of direction, a line separator, a noncharacter.
func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
  default: isNoncharacter(scalar)
  }
}

/// A number with what it counts.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A duration with hundredths.
func secondsText(_ seconds: Double) -> String { "\((seconds * 100).rounded() / 100) s" }

/// A duration in seconds with thousandths, without a unit or an exponent.
func decimalSeconds(_ seconds: Double) -> String {
  let thousandths = Int((min(seconds, 1e12) * 1000).rounded())
  let rest = String(thousandths % 1000)
  return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
}

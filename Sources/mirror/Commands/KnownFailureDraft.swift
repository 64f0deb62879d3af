internal import SpecHarness

/// A list of known failures as it is drafted from a run: an entry for each violated requirement.
struct KnownFailureDraft {
  let report: Report

  /// The list, as YAML; reasons of entries that are known already are kept.
  var text: String {
    let failed = report.results.filter { $0.status == .fail || $0.isKnownFailure }
    var lines = [
      "# Drafted by `mirror conform --write-expect`: say of each entry why it is lived with, or mend it.",
      "expect:",
    ]
    for result in failed {
      let known = result.findings.lazy.compactMap(\.knownFailure).first
      lines.append("  # \(result.requirement.statement)")
      lines.append("  - requirement: \(result.requirement.id)")
      lines.append(
        "    reason: \(Self.quoted(known?.reason ?? "TODO: \(result.findings.first?.kind ?? "")"))")
      if let link = known?.link { lines.append("    link: \(Self.quoted(link))") }
      if let day = known?.expires { lines.append("    expires: \(day)") }
    }
    if failed.isEmpty { lines[1] = "expect: []" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A double-quoted scalar (YAML 1.2.2 §7.3.1); what a message quotes of a subject may hold anything.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F:
        result.unicodeScalars.append(scalar)
      case _ where scalar.properties.isAlphabetic: result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        result += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
      }
    }
    return result + "\""
  }
}

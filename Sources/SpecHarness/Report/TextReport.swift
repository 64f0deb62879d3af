extension Report {
  /// The report for a person: a line for each area, failures in full, the verdict last.
  ///
  /// - Parameter colour: whether to use terminal colours.
  public func text(colour: Bool) -> String {
    let style = TextStyle(colour: colour)
    var lines = [heading, ""]
    lines += Area.allCases.compactMap { areaLine($0, style) }
    for result in results where result.status == .fail || result.status == .warn {
      lines += [""] + Self.details(result, style)
    }
    if let grid { lines += [""] + grid.text() }
    lines += openLines(style) + keptLines + ["", verdictLine(style), ""]
    return lines.joined(separator: "\n")
  }

  private var heading: String {
    let subject =
      options.isEmbeddedReference ? "the embedded reference" : options.command.joined(separator: " ")
    return
      "\(subject)\n\(options.profile.rawValue) profile, seed \(options.seed), faults by \(faultMechanism), "
      + "\(cases) cases, \(runs) runs, \((seconds * 100).rounded() / 100) s"
  }

  private func areaLine(_ area: Area, _ style: TextStyle) -> String? {
    let own = results.filter { $0.requirement.area == area }
    guard own.contains(where: { !$0.isDeselected }) else { return nil }
    let parts = [RequirementResult.Status.pass, .fail, .warn, .skip].compactMap { status -> String? in
      let count = own.count { $0.status == status }
      return count == 0 ? nil : style.paint("\(count) \(status.rawValue)", status)
    }
    // A pass is shown only where something passed, and nothing is wrong.
    let worst = [RequirementResult.Status.fail, .warn, .pass].first { status in
      own.contains { $0.status == status }
    }
    let mark = style.paint(Self.mark(worst ?? .skip), worst ?? .skip)
    let name = "KG-\(area.rawValue)".padded(to: 10)
    return "  \(mark) \(name) \(area.title.padded(to: 30)) \(parts.joined(separator: ", "))"
  }

  private static func mark(_ status: RequirementResult.Status) -> String {
    switch status {
    case .pass: "\u{2714}"
    case .fail: "\u{2717}"
    case .warn: "!"
    case .skip: "\u{2013}"
    }
  }

  /// How many findings of one requirement are shown; the JSON report has more.
  private static var findingLimit: Int { 5 }

  private static func details(_ result: RequirementResult, _ style: TextStyle) -> [String] {
    let requirement = result.requirement
    let title = "\(result.status.rawValue.uppercased()) \(requirement.id.rawValue)"
    var lines = [
      style.paint(title, result.status) + "  \(requirement.statement)", "  source: \(requirement.source)",
    ]
    // One of each kind says more than many of the first kind.
    var seen: Set<String> = []
    let kinds = result.findings.filter { seen.insert($0.message).inserted }
    for finding in kinds.prefix(findingLimit) {
      lines += [
        "  - \(finding.message)", "      expected   \(finding.expected)",
        "      observed   \(finding.observed)",
        "      case       \(finding.caseName)", "      see it     \(finding.reproduce)",
      ]
    }
    let rest = result.findings.count - min(kinds.count, findingLimit)
    if rest > 0 { lines.append("  and \(rest) more finding\(rest == 1 ? "" : "s") (see the JSON report)") }
    return lines
  }

  /// Requirements that were not decided, with the reason, so that no skip reads as a pass.
  private func openLines(_ style: TextStyle) -> [String] {
    let open = results.filter { $0.status == .skip && !$0.isDeselected }
    var reasons: [String] = []
    for result in open where !reasons.contains(result.reason ?? "") { reasons.append(result.reason ?? "") }
    let lines = reasons.map { reason in
      let ids = open.filter { $0.reason == reason }.map(\.requirement.id.rawValue).joined(separator: " ")
      return "\(style.paint("SKIP", .skip)) \(ids)\n     \(reason)"
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  private var keptLines: [String] { kept.isEmpty ? [] : [""] + kept.map { "kept: \($0)" } }

  private func verdictLine(_ style: TextStyle) -> String {
    let judged = results.count { $0.status != .skip }
    let scope = isPartial ? " in the selected part of the suite" : ""
    let warnings = count(.warn) == 0 ? "" : ", \(count(.warn)) with warnings"
    switch verdict {
    case .conformant:
      return style.paint("conformant", .pass) + "\(scope): \(judged) requirements judged\(warnings)"
    case .nonconformant:
      return style.paint("nonconformant", .fail)
        + "\(scope): \(count(.fail)) of \(judged) requirements violated\(warnings)"
    case .inconclusive:
      return style.paint("inconclusive", .warn)
        + "\(scope): not every requirement of the profile could be judged here"
    }
  }
}

/// Terminal colours, where they are wanted.
private struct TextStyle {
  let colour: Bool

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
}

extension String {
  /// The text with blanks up to a width.
  func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}

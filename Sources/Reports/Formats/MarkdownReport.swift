internal import SpecHarness

/// The report as GitHub's Markdown, for a job summary.
struct MarkdownReport {
  /// A job summary may have 1 MiB; a little is left for what others add.
  static let sizeLimit = (1 << 20) - (1 << 14)

  let document: ReportDocument
  let specification: Specification

  var text: String {
    let head = [heading, reservations, areas].filter { !$0.isEmpty }
    let tail = [skipped, provenance].filter { !$0.isEmpty }
    var room =
      Self.sizeLimit - (head + tail).reduce(0) { $0 + $1.utf8.count + 1 }
      - Self.cutSentence(1 << 20).utf8.count
    var shown: [String] = []
    let all = sections
    for section in all {
      room -= section.utf8.count + 1
      if room < 0 { break }
      shown.append(section)
    }
    let left = all.count - shown.count
    if left > 0 { shown.append(Self.cutSentence(left)) }
    return Self.whole(head + shown + tail)
  }

  private static func whole(_ blocks: [String]) -> String {
    let text = blocks.joined(separator: "\n")
    // A tail alone may be too long, when a report was made to be.
    guard text.utf8.count > sizeLimit else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    var room = sizeLimit - 200
    for line in lines {
      room -= line.utf8.count + 1
      if room < 0 { break }
      kept.append(line)
    }
    return kept.joined(separator: "\n") + "\n\n" + cutSentence(nil)
  }

  private static func cutSentence(_ count: Int?) -> String {
    let what = count.map { counted($0, "requirement") } ?? "The rest"
    return
      "*\(what) with findings left out here: a job summary may have 1 MiB. The JSON report has them all.*\n"
  }

  private var heading: String {
    """
    ## \(document.verdict.mark) \(document.verdict.rawValue): \(document.verdictSentence)

    \(MarkdownText.code(document.subjectName)), \(document.profile.rawValue) profile, \(document.runCounts)

    """
  }

  private var reservations: String {
    document.reservations.map { "> **Note.** \(MarkdownText.plain($0))\n" }.joined(separator: ">\n")
  }

  private var areas: String {
    let rows = specification.areas.map { area in
      let own = document.results.filter { result in area.requirements.contains { $0.id == result.requirement }
      }
      let counts = ReportMark.allCases.map { mark in own.count { $0.mark == mark } }
      return "| \(worst(own).sign) \(specification.name(of: area)) | \(area.title) | "
        + counts.map { $0 == 0 ? "" : "\($0)" }.joined(separator: " | ") + " |\n"
    }
    let names = ReportMark.allCases.map(\.word)
    return
      "| Area | | \(names.joined(separator: " | ")) |\n| --- | --- |\(names.map { _ in " ---: |" }.joined())\n"
      + rows.joined()
  }

  private func worst(_ results: [ReportDocument.Result]) -> ReportMark {
    [ReportMark.fail, .warn, .expected, .pass].first { mark in results.contains { $0.mark == mark } } ?? .skip
  }

  // MARK: Requirements with findings

  private var sections: [String] {
    [ReportMark.fail, .warn, .expected].flatMap { mark in
      document.results.filter { $0.mark == mark }.map(section)
    }
  }

  private func section(_ result: ReportDocument.Result) -> String {
    var text = "### \(result.mark.sign) \(result.requirement) (\(result.mark.word))\n\n"
    if let requirement = specification[result.requirement] {
      text += "\(requirement.statement)\n\n"
    }
    if let known = result.knownFailure { text += "\(MarkdownText.code(known.summary))\n\n" }
    text += "| Finding | Expected | Observed | Case |\n| --- | --- | --- | --- |\n"
    for summary in FindingSummary.all(of: result) {
      let more = summary.cases.count > 1 ? " and \(summary.cases.count - 1) more" : ""
      let cells = [
        MarkdownText.code(summary.message, inTable: true),
        MarkdownText.code(summary.first?.expected ?? "", inTable: true),
        MarkdownText.code(summary.first?.observed ?? "", inTable: true),
        MarkdownText.code(summary.cases.first ?? "", inTable: true) + more,
      ]
      text += "| " + cells.joined(separator: " | ") + " |\n"
    }
    if let first = result.findings.first {
      text += "\nSee it again: \(MarkdownText.code(first.reproduce))\n"
    }
    return text
  }

  private var skipped: String {
    let open = document.results.filter { $0.status == .skip && !$0.isDeselected }
    guard !open.isEmpty else { return "" }
    let rows = open.map { "| \($0.requirement) | \(MarkdownText.code($0.reason ?? "", inTable: true)) |\n" }
    return "### Not judged\n\n| Requirement | Why |\n| --- | --- |\n" + rows.joined()
  }

  private var provenance: String {
    let rows = document.provenance.map { "| \($0.name) | \(MarkdownText.code($0.value, inTable: true)) |\n" }
    return "<details><summary>Where this comes from</summary>\n\n| | |\n| --- | --- |\n" + rows.joined()
      + "\n</details>\n"
  }
}

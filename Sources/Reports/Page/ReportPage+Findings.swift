internal import SpecHarness

extension ReportPage {
  /// Everything that is wrong, the worst first.
  var findings: HTML {
    let marks: [ReportMark] = [.fail, .warn, .expected]
    let cards = marks.flatMap { mark in
      document.results.filter { $0.mark == mark }.map(card)
    }
    let content: [HTML] =
      cards.isEmpty ? [.element("p", [], .text("No case violated any requirement that was judged."))] : cards
    return .element(
      "section", [.with("aria-labelledby", "findings"), .classes("findings")],
      [.element("h2", [.id("findings")], .text("Findings"))] + content)
  }

  private func card(_ result: ReportDocument.Result) -> HTML {
    let requirement = specification[result.requirement]
    var parts: [HTML] = [
      .element(
        "header", [],
        .element("h3", [], .text("\(result.requirement)")), .badge(result.mark, Self.word(for: result)),
        .element("span", [.classes("muted")], .text(Self.counts(of: result)))),
      .element("p", [.classes("statement")], .prose(requirement?.statement ?? "")),
    ]
    if let known = result.knownFailure {
      parts.append(.element("p", [.classes("note")], .text("Expected: \(known.summary).")))
    }
    if let why = requirement?.rationale, !why.isEmpty {
      parts.append(.element("p", [.classes("why")], .element("b", [], .text("Why. ")), .prose(why)))
    }
    let summaries = FindingSummary.all(of: result)
    parts += summaries.prefix(1).map { .element("div", [.classes("finding")], finding($0)) }
    // One of each kind would push all else out of sight.
    parts += summaries.dropFirst().map { summary in
      .element(
        "details", [.classes("finding")],
        .element(
          "summary", [], .element("h4", [], .prose(summary.message)),
          .text(summary.cases.count == 1 ? "" : " \(summary.cases.count) cases")),
        .joined(body(of: summary)))
    }
    return .element(
      "article",
      [
        .id(Self.findingPlace(of: result.requirement)), .classes("card", result.mark),
        .with("data-mark", result.mark.rawValue),
      ], parts)
  }

  /// What the mark means in the singular.
  private static func word(for result: ReportDocument.Result) -> String {
    switch result.mark {
    case .warn: "warning"
    default: result.mark.word
    }
  }

  private static func counts(of result: ReportDocument.Result) -> String {
    "seen in \(Set(result.kinds.flatMap(\.cases)).count) of \(counted(result.cases, "case")) · \(result.level.word), "
      + "\(result.profile.rawValue) profile"
  }

  private func finding(_ summary: FindingSummary) -> [HTML] {
    [.element("h4", [], .prose(summary.message))] + body(of: summary)
  }

  private func body(of summary: FindingSummary) -> [HTML] {
    var parts: [HTML] = []
    if let first = summary.first {
      parts.append(
        .element(
          "div", [.classes("sides")],
          Self.side("Expected", first.expected), Self.side("Observed", first.observed)))
      parts.append(
        .element(
          "p", [.classes("command")],
          .element("span", [.classes("label")], .text("See it again")),
          .command(first.reproduce.split(separator: " ", omittingEmptySubsequences: false).map(String.init))))
      // Not every case is traced; what one of the kind did says what they have in common.
      let traced = summary.findings.lazy.compactMap { finding in
        document.trace(of: finding.caseName).map { (finding, $0) }
      }.first
      if let (finding, trace) = traced {
        parts.append(TraceTimeline(trace: trace, moment: finding.moment).html)
      }
    }
    parts.append(Self.cases(of: summary))
    return parts
  }

  private static func side(_ title: String, _ text: String) -> HTML {
    .element(
      "div", [],
      .element("span", [.classes("label")], .text(title)),
      .element("div", [.classes("quote")], .text(text.isEmpty ? "(nothing)" : text)))
  }

  /// One case in the open, many of them folded.
  private static func cases(of summary: FindingSummary) -> HTML {
    guard summary.cases.count > 1 else {
      return .element(
        "p", [.classes("case-name")], .element("span", [.classes("label")], .text("Case")),
        .element("code", [], .text(summary.cases.first ?? "")))
    }
    return .element(
      "details", [],
      .element("summary", [], .text("All \(summary.cases.count) cases that show it")),
      .element(
        "ul", [.classes("case-list")],
        summary.cases.map { .element("li", [], .element("code", [], .text($0))) }))
  }
}

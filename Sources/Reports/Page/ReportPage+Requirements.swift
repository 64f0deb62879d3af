internal import SpecHarness

extension ReportPage {
  /// Every requirement by area, with its text and why.
  var requirements: HTML {
    let groups = specification.areas.map { area in
      HTML.element(
        "section", [.classes("group"), .with("aria-label", specification.name(of: area))],
        [.element("h3", [], .text("\(specification.name(of: area)): \(area.title)"))]
          + area.requirements.compactMap { requirement in
            result(of: requirement).map { row($0, requirement) }
          })
    }
    return .element(
      "section", [.with("aria-labelledby", "requirements"), .classes("requirements")],
      [.element("h2", [.id("requirements")], .text("Every requirement")), filters] + groups)
  }

  /// Shown by the script that makes them work.
  private var filters: HTML {
    let marks = ReportMark.allCases.filter { mark in document.results.contains { $0.mark == mark } }
    return .element(
      "div", [.id("filters"), .with("role", "search"), .flag("hidden")],
      [
        .element("label", [.with("for", "search")], .text("Search")),
        .void(
          "input",
          [
            .id("search"), .with("type", "search"), .with("autocomplete", "off"),
            .with("placeholder", "a name or a word"),
          ]),
        .element(
          "div", [.classes("buttons"), .with("role", "group"), .with("aria-label", "Show")],
          marks.map { mark in
            .element(
              "button",
              [.with("type", "button"), .with("aria-pressed", "true"), .with("data-filter", mark.rawValue)],
              .sign(mark), .text(mark.word))
          }),
        .element("p", [.id("shown"), .with("role", "status"), .classes("muted")]),
      ])
  }

  private func row(_ result: ReportDocument.Result, _ requirement: Requirement) -> HTML {
    var facts: [HTML] = []
    if let reason = result.reason {
      facts.append(.element("p", [.classes("note")], .text("Not judged: \(reason)")))
    }
    if result.findingCount > 0 {
      facts.append(
        .element(
          "p", [],
          .element(
            "a", [.link(to: Self.findingPlace(of: result.requirement))],
            .text("See the \(counted(result.findingCount, "finding"))"))))
    }
    for (name, text) in [("Why.", requirement.rationale), ("How it is checked.", requirement.checked)]
    where !text.isEmpty {
      facts.append(.element("p", [], .element("b", [], .text(name + " ")), .prose(text)))
    }
    let cases = result.status == .skip ? "" : " · judged by \(counted(result.cases, "case"))"
    facts.append(
      .element(
        "p", [.classes("muted")],
        .text("\(result.level.word), \(result.profile.rawValue) profile · \(requirement.source)\(cases)")))
    return .element(
      "details",
      [
        .id(Self.place(of: result.requirement)), .classes("row", result.mark),
        .with("data-mark", result.mark.rawValue),
      ],
      .element(
        "summary", [], .sign(result.mark), .element("b", [], .text("\(result.requirement)")),
        .element("span", [.classes("unseen")], .text(": \(result.mark.word). ")),
        .element("span", [.classes("statement")], .prose(requirement.statement))),
      .element("div", [.classes("more")], facts))
  }
}

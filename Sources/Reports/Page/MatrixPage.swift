internal import SpecHarness

/// The table of several reports as one page.
struct MatrixPage {
  let matrix: ReportMatrix

  var text: String {
    let title = "Implementations and requirements"
    let legend = ReportMark.allCases.map { HTML.element("li", [], .badge($0)) }
    return PageFrame(title: title).page([
      PageFrame.signs,
      .element(
        "main", [.id("main")],
        [.element("h1", [], .text(title))] + matrix.notes.map { .element("p", [.classes("note")], .text($0)) }
          + [
            .element("ul", [.classes("legend"), .with("aria-label", "What the signs mean")], legend),
            .element(
              "div",
              [
                .classes("scroll"), .with("tabindex", "0"), .with("role", "region"),
                .with("aria-label", title),
              ], table),
          ]),
    ])
  }

  private var table: HTML {
    let heads = matrix.columns.map { column in
      HTML.element(
        "th", [.with("scope", "col")], .text(column.name),
        .element(
          "span", [.classes("statement")],
          .text("\(column.document.profile.rawValue), specification \(column.document.suite.spec)")))
    }
    let verdicts = matrix.columns.map { column in
      HTML.element(
        "td", [], .badge(mark(of: column.document.verdict), column.document.verdict.rawValue),
        .element("span", [.classes("statement")], .text("\(column.document.count(.pass)) passed")))
    }
    let groups = matrix.specification.areas.map { area in
      HTML.element(
        "tbody", [],
        [
          .element(
            "tr", [.classes("head")],
            .element(
              "th", [.with("scope", "rowgroup"), .with("colspan", "\(matrix.columns.count + 1)")],
              .text("\(matrix.specification.name(of: area)): \(area.title)")))
        ] + area.requirements.map(row))
    }
    return .element(
      "table", [.classes("matrix")],
      [
        .element(
          "thead", [],
          .element("tr", [], [.element("th", [.with("scope", "col")], .text("Requirement"))] + heads)),
        .element(
          "tbody", [],
          .element("tr", [], [.element("th", [.with("scope", "row")], .text("Verdict"))] + verdicts)),
      ] + groups)
  }

  private func row(_ requirement: Requirement) -> HTML {
    .element(
      "tr", [],
      [
        .element(
          "th", [.with("scope", "row")], .text("\(requirement.id)"),
          .element("span", [.classes("statement")], .prose(requirement.statement)))
      ]
        + matrix.columns.map { column in
          guard let mark = column.marks[requirement.id] else {
            return .element("td", [], .element("span", [.classes("unseen")], .text("unknown to the report")))
          }
          return .element(
            "td", [.with("title", mark.word)], .sign(mark),
            .element("span", [.classes("unseen")], .text(mark.word)))
        })
  }

  private func mark(of verdict: Report.Verdict) -> ReportMark {
    switch verdict {
    case .conformant: .pass
    case .nonconformant: .fail
    case .inconclusive: .warn
    }
  }
}

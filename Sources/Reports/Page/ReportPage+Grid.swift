internal import SpecHarness

extension ReportPage {
  /// The table of faults as a picture: a row for each call, a column for each fault; a cell leads to its case.
  var faultGrid: HTML {
    guard let grid = document.grid, !grid.rows.isEmpty else { return .empty }
    let counts = [FaultGrid.Cell.pass, .tolerated, .fail, .unjudged].map { cell in
      HTML.element(
        "li", [], Self.shape(cell), .text("\(grid.count(cell)) \(cell.meaning)"))
    }
    return .element(
      "section", [.with("aria-labelledby", "grid"), .classes("grid")],
      .element("h2", [.id("grid")], .text("Every fault at every call")),
      .element(
        "p", [],
        .text(
          "Each row is a system call of the program, in order; each column is a fault that was put into it. "
            + "A sign leads to its case and to the command that shows it again.")),
      .element("ul", [.classes("legend"), .with("aria-label", "What the signs mean")], counts),
      .element(
        "div",
        [
          .classes("scroll"), .with("tabindex", "0"), .with("role", "region"),
          .with("aria-label", "Table of faults by call"),
        ], table(grid)),
      .element("div", [.classes("cases")], panels(grid)))
  }

  private static func shape(_ cell: FaultGrid.Cell) -> HTML {
    .element(
      "svg", [.with("class", "cell \(cell.rawValue)"), .with("aria-hidden", "true")],
      .element("use", [.link(to: "cell-\(cell.rawValue)")]))
  }

  private func table(_ grid: FaultGrid) -> HTML {
    let heads = grid.columns.map {
      HTML.element("th", [.with("scope", "col")], .element("span", [], .text($0)))
    }
    var number = 0
    let rows = grid.rows.map { row in
      HTML.element(
        "tr", [],
        [.element("th", [.with("scope", "row")], .text(row.call))]
          + zip(zip(grid.columns, row.cells), row.cases).map { pair, caseName in
            guard pair.1 != .notApplicable else { return .element("td", []) }
            number += 1
            let title = "\(row.call), \(pair.0): \(pair.1.meaning)"
            let content = HTML.joined([
              Self.shape(pair.1), .element("span", [.classes("unseen")], .text(title)),
            ])
            guard caseName != nil else { return .element("td", [.with("title", title)], content) }
            return .element(
              "td", [],
              .element("a", [.link(to: "c\(number)"), .id("g\(number)"), .with("title", title)], content))
          })
    }
    return .element(
      "table", [],
      .element("caption", [.classes("unseen")], .text("Faults by call")),
      .element("thead", [], .element("tr", [], [.element("td", [.classes("corner")])] + heads)),
      .element("tbody", [], rows))
  }

  /// What a cell leads to.
  private func panels(_ grid: FaultGrid) -> [HTML] {
    let options = Report(document, knowing: nil).options
    var violated: [String: [RequirementID]] = [:]
    for result in document.results {
      for name in Set(result.kinds.flatMap(\.cases)) {
        violated[name, default: []].append(result.requirement)
      }
    }
    var number = 0
    var panels: [HTML] = []
    for row in grid.rows {
      for (cell, caseName) in zip(row.cells, row.cases) where cell != .notApplicable {
        number += 1
        guard let caseName else { continue }
        let links = (violated[caseName] ?? []).map { id in
          HTML.element("a", [.link(to: Self.findingPlace(of: id))], .text("\(id)"))
        }
        panels.append(
          .element(
            "div",
            [
              .id("c\(number)"), .classes("case"), .with("role", "group"), .with("tabindex", "-1"),
              .with("aria-label", caseName),
            ],
            .element(
              "p", [], Self.shape(cell), .element("b", [], .text(caseName)), .text(": \(cell.meaning) "),
              .joined(links, separator: " ")),
            .element(
              "p", [.classes("command")],
              .command(options.reproduction(of: caseName))),
            .element(
              "p", [],
              .element("a", [.classes("close"), .link(to: "g\(number)")], .text("Back to the table")))))
      }
    }
    return panels
  }
}

extension FaultGrid.Cell {
  /// What came of the fault, in words.
  var meaning: String {
    switch self {
    case .pass: "failed as it should"
    case .fail: "in violation"
    case .tolerated: "coped, and succeeded"
    case .notApplicable: "cannot happen"
    case .unjudged: "not judged"
    }
  }
}

internal import SpecHarness

/// The report as one page that needs no other file: all of it can be read without a script.
struct ReportPage {
  let document: ReportDocument
  let specification: Specification

  var text: String {
    PageFrame(title: "\(verdictWord): \(document.subjectName)").page([
      PageFrame.signs,
      .element("a", [.classes("jump"), .link(to: "main")], .text("Skip to the findings")),
      header,
      .element(
        "main", [.id("main"), .with("tabindex", "-1")],
        [areas, findings, faultGrid, requirements, provenance]),
      .element(
        "footer", [],
        .text(
          "Written by \(document.suite.name) \(document.suite.version), specification \(document.suite.spec)."
        )),
    ])
  }

  private var verdictWord: String {
    document.verdict.rawValue.prefix(1).uppercased() + document.verdict.rawValue.dropFirst()
  }

  private var verdictMark: ReportMark {
    switch document.verdict {
    case .conformant: .pass
    case .nonconformant: .fail
    case .inconclusive: .warn
    }
  }

  private var header: HTML {
    let counts = ReportMark.allCases.compactMap { mark -> HTML? in
      let count = document.results.count { $0.mark == mark }
      guard count > 0 || mark == .fail || mark == .pass else { return nil }
      return .element(
        "li", [.classes("tile", mark)], .sign(mark), .element("strong", [], .text("\(count)")),
        .element("span", [], .text(mark.word)))
    }
    let facts = [
      "\(document.profile.rawValue) profile", document.runCounts, "faults by \(document.platform.faults)",
      document.date ?? "",
    ].filter { !$0.isEmpty }.joined(separator: " · ")
    return .element(
      "header", [.classes("verdict", verdictMark)],
      [
        .element("p", [.classes("eyebrow")], .text("Conformance report")),
        .element("h1", [], .sign(verdictMark), .text(verdictWord)),
        .element("p", [.classes("subject")], .element("code", [], .text(document.subjectName))),
        .element("p", [.classes("lead")], .text(document.verdictSentence + ".")),
        .element("p", [.classes("muted")], .text(facts)),
        .element("ul", [.classes("tiles"), .with("aria-label", "Requirements by result")], counts),
      ] + document.reservations.map { .element("p", [.classes("note")], .text($0)) })
  }

  // MARK: Areas

  /// A row for each area with a sign for each requirement.
  private var areas: HTML {
    let rows = specification.areas.map { area in
      let own = area.requirements.compactMap(result)
      return HTML.element(
        "li", [],
        .element(
          "span", [.classes("area")], .element("b", [], .text(specification.name(of: area))), .text(" "),
          .element("span", [.classes("muted")], .text(area.title))),
        .element(
          "span", [.classes("dots")],
          own.map { result in
            .element(
              "a",
              [
                .link(to: Self.place(of: result.requirement)),
                .with("title", "\(result.requirement): \(result.mark.word)"),
              ], .sign(result.mark),
              .element("span", [.classes("unseen")], .text("\(result.requirement): \(result.mark.word)")))
          }))
    }
    return .element(
      "section", [.with("aria-labelledby", "areas")],
      .element("h2", [.id("areas")], .text("At a glance")), .element("ul", [.classes("areas")], rows))
  }

  // MARK: Provenance

  private var provenance: HTML {
    .element(
      "section", [.with("aria-labelledby", "provenance")],
      .element("h2", [.id("provenance")], .text("Where this comes from")),
      .element(
        "dl", [.classes("facts")],
        document.provenance.flatMap { name, value in
          [HTML.element("dt", [], .text(name)), .element("dd", [], .text(value))]
        }))
  }

  // MARK: Places

  func result(of requirement: Requirement) -> ReportDocument.Result? {
    document.results.first { $0.requirement == requirement.id }
  }

  /// Where a requirement stands in the page.
  static func place(of id: RequirementID) -> String { "r-\(id)" }

  /// Where the findings of a requirement stand.
  static func findingPlace(of id: RequirementID) -> String { "f-\(id)" }
}

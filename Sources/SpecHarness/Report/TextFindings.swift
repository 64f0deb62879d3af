extension RequirementResult {
  /// How many kinds of finding are shown of one requirement; one of each says more than many of the first.
  private static var kindLimit: Int { 5 }

  /// The requirement, and what was found against it.
  ///
  /// - Parameter hasJSON: whether there is a JSON report for what is cut.
  func details(_ layout: TextLayout, hasJSON: Bool) -> [String] {
    let word = isKnownFailure ? "KNOWN" : status.rawValue.uppercased()
    let title = "\(word) \(requirement.id.rawValue)"
    var lines = layout.lines(
      "  \(requirement.statement)", lead: title, leadStatus: isKnownFailure ? .skip : status, hanging: 5)
    if isKnownFailure, let known = findings.first?.knownFailure {
      let link = known.link.map { " (\($0))" } ?? ""
      lines += layout.lines(
        terminalSafe("known, line \(known.line): \(known.reason)\(link)"), lead: "  ", hanging: 4)
    }
    lines += layout.lines("source: \(requirement.source)", lead: "  ", hanging: 4)
    let kinds = FoldedFinding.fold(findings)
    for kind in kinds.prefix(Self.kindLimit) { lines += Self.details(kind, layout) }
    let rest = kinds.dropFirst(Self.kindLimit)
    guard !rest.isEmpty else { return lines }
    let cases = counted(rest.reduce(0) { $0 + $1.count }, "case")
    let kindText = "\(rest.count) more kind\(rest.count == 1 ? "" : "s") of finding"
    let place = hasJSON ? "see the JSON report" : "--report json=PATH keeps up to 20 findings"
    return lines + layout.lines("and \(kindText) in \(cases) (\(place))", lead: "  ", hanging: 4)
  }

  private static func details(_ kind: FoldedFinding, _ layout: TextLayout) -> [String] {
    let finding = kind.first
    let isOne = kind.count == 1
    let message = isOne ? finding.message : kind.message
    let rows = [
      ("expected", finding.expected), ("observed", finding.observed),
      isOne
        ? ("case", finding.caseName)
        : ("cases", "\(kind.count), first: \(finding.caseName), last: \(kind.last.caseName)"),
    ]
    return layout.lines(terminalSafe(message), lead: "  - ", hanging: 4)
      + rows.flatMap { name, text in
        layout.lines(terminalSafe(text), lead: "      \(name.padded(to: 9))  ", hanging: 17)
      }
  }
}

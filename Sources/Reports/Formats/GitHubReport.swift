internal import SpecHarness

/// The report as workflow commands of GitHub Actions: an error for each violated requirement, a warning for each warning, a
/// notice with the verdict.
struct GitHubReport {
  /// GitHub shows so many annotations of a kind from one step.
  private static let limit = 10

  let document: ReportDocument
  let specification: Specification

  var text: String {
    let errors =
      document.listProblems.map { Self.command("error", title: "known failures", oneLine($0)) }
      + document.failures.map { command("error", $0) }
    let warnings = document.results.filter { $0.status == .warn }.map { command("warning", $0) }
    let known = document.results.filter(\.isExpected).map { command("notice", $0) }
    let verdict = Self.command(
      "notice", title: "mirror conform: \(document.verdict.rawValue)",
      ([document.verdictSentence + ".", document.subjectName] + document.reservations)
        .map(oneLine).joined(separator: "\n"))
    return ([verdict] + cut(errors, "error") + cut(warnings, "warning") + known.prefix(Self.limit - 1))
      .map { $0 + "\n" }.joined()
  }

  /// The last of too many says how many there are.
  private func cut(_ commands: [String], _ kind: StaticString) -> [String] {
    guard commands.count > Self.limit else { return commands }
    let shown = commands.prefix(Self.limit - 1)
    return shown + [
      Self.command(
        kind, title: "mirror conform", "\(commands.count - shown.count) more; the report has them all.")
    ]
  }

  private func command(_ kind: StaticString, _ result: ReportDocument.Result) -> String {
    var lines = [specification[result.requirement]?.statement ?? ""]
    if let known = result.knownFailure { lines.append(known.summary) }
    for summary in FindingSummary.all(of: result).prefix(5) { lines += summary.lines(caseLimit: 3) }
    return Self.command(
      kind, title: "\(result.requirement)", lines.map(oneLine).joined(separator: "\n"))
  }

  /// A command with its text escaped by GitHub's rules, so that no line of it can be one of its own.
  private static func command(_ kind: StaticString, title: String, _ message: String) -> String {
    let data = escaped(message)
    let property = escaped(oneLine(title)).replacing(":", with: "%3A").replacing(",", with: "%2C")
    return "::\(kind) title=\(property)::\(data)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }
}

extension String {
  /// The text with every occurrence of an ASCII character replaced, whatever combines with it.
  fileprivate func replacing(_ scalar: Unicode.Scalar, with other: String) -> String {
    var text = ""
    for own in unicodeScalars {
      if own == scalar { text += other } else { text.unicodeScalars.append(own) }
    }
    return text
  }
}

internal import SpecHarness
internal import StrictFormats

extension ReportComparison {
  /// How many requirements went one way.
  private func count(_ direction: Direction) -> Int { changes.count { $0.direction == direction } }

  private var countSentence: String {
    "\(count(.worse)) worse, \(count(.better)) better, \(count(.other)) otherwise changed, \(count(.same)) the same"
  }

  private var verdictSentence: String { "\(verdicts.old.rawValue) before, \(verdicts.new.rawValue) now" }

  /// For a person: what is worse first, the sum last.
  public var text: String {
    var lines = notes.map { "note: \(oneLine($0))" }
    for direction in [Direction.worse, .better, .other] {
      lines += changes.filter { $0.direction == direction }.map {
        "\(direction.rawValue) \($0.requirement): \(oneLine($0.summary))"
      }
    }
    lines.append("\(verdictSentence): \(countSentence)")
    return lines.map { $0 + "\n" }.joined()
  }

  /// For a comment on a pull request.
  public var markdown: String {
    let names = "\(MarkdownText.code(names.old)) and \(MarkdownText.code(names.new))"
    var text = "## \(isWorse ? ReportMark.fail.sign : ReportMark.pass.sign) \(countSentence)\n\n"
    text += "Compared: \(names). \(verdictSentence).\n\n"
    text += notes.map { "> **Note.** \(MarkdownText.code($0))\n" }.joined(separator: ">\n")
    let changed = changes.filter { $0.direction != .same }
    if changed.isEmpty { return text }
    text += "\n| | Requirement | What changed |\n| --- | --- | --- |\n"
    for direction in [Direction.worse, .better, .other] {
      for change in changed where change.direction == direction {
        text += "| \(direction.rawValue) | \(change.requirement) | "
        text += "\(MarkdownText.code(change.summary, inTable: true)) |\n"
      }
    }
    return text
  }

  /// For a program: `worse` (whether anything is), `notes`, `verdicts` and `changes`, also those that are none.
  public var json: String {
    JSONValue.record([
      ("worse", .bool(isWorse)), ("old", .string(names.old)), ("new", .string(names.new)),
      ("notes", .array(notes.map(JSONValue.string))),
      (
        "verdicts",
        .record([("old", .string(verdicts.old.rawValue)), ("new", .string(verdicts.new.rawValue))])
      ),
      (
        "changes",
        .array(
          changes.map { change in
            .record([
              ("requirement", .string(change.requirement.rawValue)),
              ("direction", .string(change.direction.rawValue)), ("summary", .string(change.summary)),
            ])
          })
      ),
    ]).serialized(pretty: true) + "\n"
  }
}

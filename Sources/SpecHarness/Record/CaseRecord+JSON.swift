package import StrictFormats

extension CaseRecord {
  /// The record as it is stored, so that a report can be made of it elsewhere.
  package var json: JSONValue {
    .record([
      ("name", .text(name)), ("judgements", .array(judgements.map(\.json))), ("runs", .int(runs)),
      ("faults", .int(faults)), ("kept", .strings(kept)), ("cell", .optional(cell?.rawValue)),
      ("trace", trace?.json ?? .null),
      ("complaint", .optional(complaint)), ("seconds", .number("\(seconds)")),
    ])
  }

  /// Reads a stored record.
  ///
  /// - Throws: `RecordError` with the place of what is missing or wrong.
  package init(_ reader: RecordReader) throws(RecordError) {
    self.init(
      name: try reader.member("name").string(),
      judgements: try reader.member("judgements").map { (element) throws(RecordError) in
        try Judgement(element)
      },
      runs: try reader.member("runs").integer(), faults: try reader.member("faults").integer(),
      kept: try reader.member("kept").strings(),
      cell: try reader.optional("cell").map { (member) throws(RecordError) in try member.choice() },
      trace: try reader.optional("trace").map { (member) throws(RecordError) in try CallTrace(member) },
      complaint: try reader.optional("complaint").map { (member) throws(RecordError) in try member.string() },
      seconds: try reader.member("seconds").seconds())
  }
}

extension Judgement {
  /// The word that an outcome is stored under.
  private enum Word: String {
    case held
    case violated
    case undecided
  }

  fileprivate var json: JSONValue {
    let word: Word
    let details: [(String, JSONValue)]
    switch outcome {
    case .held: (word, details) = (.held, [])
    case .undecided(let reason): (word, details) = (.undecided, [("reason", .text(reason))])
    case .violated(let violation):
      word = .violated
      details = [
        ("message", .text(violation.message)), ("moment", .optional(violation.moment)),
        ("expected", .text(violation.expected)), ("observed", .text(violation.observed)),
      ]
    }
    return .record(
      [("requirement", .text(requirement.rawValue)), ("outcome", .text(word.rawValue))] + details)
  }

  fileprivate init(_ reader: RecordReader) throws(RecordError) {
    let requirement = RequirementID(try reader.member("requirement").string())
    switch try reader.member("outcome").choice(Word.self) {
    case .held: self.init(requirement, .held)
    case .undecided: self.init(requirement, .undecided(try reader.member("reason").string()))
    case .violated:
      let violation = Violation(
        try reader.member("message").string(),
        moment: try reader.optional("moment").map { (member) throws(RecordError) in try member.string() },
        expected: try reader.member("expected").string(), observed: try reader.member("observed").string())
      self.init(requirement, .violated(violation))
    }
  }
}

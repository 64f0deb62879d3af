package import StrictFormats

extension KnownFailureList {
  package var json: JSONValue {
    .record([
      ("path", .text(path)), ("today", .text(today)), ("entries", .array(entries.map(\.json))),
    ])
  }

  package init(_ reader: RecordReader) throws(RecordError) {
    self.init(
      path: try reader.member("path").string(),
      entries: try reader.member("entries").map { (element) throws(RecordError) in try KnownFailure(element)
      },
      today: try reader.member("today").string())
  }
}

extension KnownFailure {
  package var json: JSONValue {
    let members: [(String, JSONValue)?] = [
      requirement.map { ("requirement", .text($0.rawValue)) }, caseName.map { ("case", .text($0)) },
      ("reason", .text(reason)), link.map { ("link", .text($0)) },
      expires.map { ("expires", .text($0)) },
      ("line", .int(line)),
    ]
    return .record(members.compactMap(\.self))
  }

  package init(_ reader: RecordReader) throws(RecordError) {
    func text(_ name: String) throws(RecordError) -> String? {
      try reader.optional(name).map { (member) throws(RecordError) in try member.string() }
    }
    self.init(
      requirement: try text("requirement").map { RequirementID($0) }, caseName: try text("case"),
      reason: try reader.member("reason").string(), link: try text("link"), expires: try text("expires"),
      line: try reader.member("line").integer())
  }
}

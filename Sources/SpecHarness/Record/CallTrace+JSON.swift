package import StrictFormats

extension CallTrace {
  package var json: JSONValue {
    .record([
      ("case", .text(caseName)), ("before", .int(before)), ("calls", .array(calls.map(\.json))),
      ("after", .int(after)),
    ])
  }

  package init(_ reader: RecordReader) throws(RecordError) {
    self.init(
      caseName: try reader.member("case").string(), before: try reader.member("before").integer(),
      calls: try reader.member("calls").map { (element) throws(RecordError) in try Call(element) },
      after: try reader.member("after").integer())
  }
}

extension CallTrace.Call {
  fileprivate var json: JSONValue {
    let members: [(String, JSONValue)?] = [
      ("call", .text(name)), ("result", .text(result)), path.map { ("path", .text($0)) },
      isStruck ? ("struck", .bool(true)) : nil,
    ]
    return .record(members.compactMap(\.self))
  }

  fileprivate init(_ reader: RecordReader) throws(RecordError) {
    self.init(
      name: try reader.member("call").string(), result: try reader.member("result").string(),
      path: try reader.optional("path").map { (member) throws(RecordError) in try member.string() },
      isStruck: try reader.optional("struck").map { (member) throws(RecordError) in try member.bool() }
        ?? false)
  }
}

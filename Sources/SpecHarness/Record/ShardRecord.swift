package import StrictFormats

/// What a shard of a run has done: with those of all other shards, the whole report is made of it.
public struct ShardRecord: Sendable {
  /// Which part of the run it is.
  public let shard: Shard
  package let plan: RunPlan
  package let records: [CaseRecord]
  package let end: RunEnd

  package init(_ shard: Shard, _ plan: RunPlan, _ records: [CaseRecord], _ end: RunEnd) {
    self.shard = shard
    self.plan = plan
    self.records = records
    self.end = end
  }
}

extension ShardRecord {
  package var json: JSONValue {
    .record([
      ("index", .int(shard.index)), ("count", .int(shard.count)), ("plan", plan.json),
      ("cases", .array(records.map(\.json))), ("seconds", .number("\(end.seconds)")),
      ("ended", .string(end.cause.rawValue)),
    ])
  }

  /// Reads the record of a shard, as its JSON report has it.
  ///
  /// - Parameter specifications: those that this program knows.
  /// - Throws: `RecordError` with the place of what is missing or wrong.
  package init(_ record: JSONValue, _ specifications: [Specification]) throws(RecordError) {
    let reader = RecordReader(record, place: "shard")
    let count = try reader.member("count").integer(in: 1...Shard.most)
    let index = try reader.member("index").integer(in: 1...count)
    guard let shard = Shard(index: index, count: count) else { throw reader.refuse("the number of a shard") }
    let plan = try reader.member("plan")
    let name = try plan.member("specification")
    let prefix = try name.string()
    guard let specification = specifications.first(where: { $0.name == prefix }) else {
      throw name.refuse("one of \(specifications.map(\.name).joined(separator: ", "))")
    }
    self.init(
      shard, try RunPlan(plan, specification),
      try reader.member("cases").map { (element) throws(RecordError) in try CaseRecord(element) },
      RunEnd(seconds: try reader.member("seconds").seconds(), cause: try reader.member("ended").choice()))
  }
}

/// Why shards do not make one report.
public enum MergeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is none.
  case nothing
  /// A shard is missing.
  case missing(Shard)
  /// Two reports are of one shard; the numbers of the reports, from 0 on.
  case twice(Shard, Int, Int)
  /// Two reports differ in what their runs set out to do; the numbers of the reports, from 0 on.
  case differing(String, Int, Int)
  /// A case is in no shard's report.
  case gap(String)
  /// A case is in the reports of two shards; the numbers of the reports, from 0 on.
  case overlap(String, Int, Int)

  /// The description with names for the reports.
  ///
  /// - Parameter names: of the reports, in their order.
  public func description(_ names: [String]) -> String {
    switch self {
    case .nothing: "there is no report to merge"
    case .missing(let shard): "there is no report of shard \(shard)"
    case .twice(let shard, let one, let other): "\(names[one]) and \(names[other]) are both of shard \(shard)"
    case .differing(let what, let one, let other):
      "\(names[one]) and \(names[other]) are no parts of one run: they differ in \(what)"
    case .gap(let name): "the case \(name) is in no report: did its shard end early?"
    case .overlap(let name, let one, let other): "the case \(name) is in \(names[one]) and in \(names[other])"
    }
  }

  /// What is wrong, in one line.
  public var description: String { description((1...Shard.most).map { "report \($0)" }) }
}

extension Report {
  /// Joins the shards of one run.
  ///
  /// - Parameter shards: in any order.
  /// - Throws: `MergeError` when they are not all shards of one run of one subject, each of them once.
  public init(merging shards: [ShardRecord]) throws(MergeError) {
    guard let first = shards.first else { throw .nothing }
    try Self.checkNumbers(shards)
    for (number, other) in shards.enumerated().dropFirst() {
      if let what = first.plan.difference(from: other.plan) { throw .differing(what, 0, number) }
    }
    var owners: [String: Int] = [:]
    for (number, shard) in shards.enumerated() {
      for record in shard.records {
        if let owner = owners.updateValue(number, forKey: record.name) {
          throw .overlap(record.name, owner, number)
        }
      }
    }
    let end = RunEnd(
      seconds: shards.map(\.end.seconds).max() ?? 0,
      cause: shards.map(\.end.cause).first { $0 != .completed } ?? .completed)
    if !end.isEarly, let gap = first.plan.caseNames.first(where: { owners[$0] == nil }) { throw .gap(gap) }
    self.init(first.plan.whole, shards.flatMap(\.records), end)
  }

  private static func checkNumbers(_ shards: [ShardRecord]) throws(MergeError) {
    let count = shards[0].shard.count
    var numbers: [Shard: Int] = [:]
    for (number, record) in shards.enumerated() {
      guard record.shard.count == count else { throw .differing("the number of shards", 0, number) }
      if let other = numbers.updateValue(number, forKey: record.shard) {
        throw .twice(record.shard, other, number)
      }
    }
    for index in 1...count {
      if let shard = Shard(index: index, count: count), numbers[shard] == nil { throw .missing(shard) }
    }
  }
}

extension RunPlan {
  /// The plan of the run that a shard is a part of.
  fileprivate var whole: RunPlan {
    var plan = self
    plan.options.shard = nil
    plan.elsewhere = []
    return plan
  }

  /// What two parts of one run would not differ in; nothing when they do not.
  fileprivate func difference(from other: RunPlan) -> String? {
    let (one, two) = (options, other.options)
    let same: [(String, Bool)] = [
      ("the specification", specification.name == other.specification.name),
      ("the version of the specification", specification.version == other.specification.version),
      ("the command", one.command == two.command && one.isEmbeddedReference == two.isEmbeddedReference),
      ("the seed (--seed)", one.seed == two.seed), ("the profile (--profile)", one.profile == two.profile),
      ("the selection (--only, --skip, --case)", selected == other.selected && one.cases == two.cases),
      ("the timeout (--timeout)", one.timeout == two.timeout),
      ("the known failures (--expect)", one.knownFailures?.entries == two.knownFailures?.entries),
      ("how faults are made (--faults)", one.faults == two.faults && isTraced == other.isTraced),
      ("the libraries that judge", libraries == other.libraries),
      ("the calls that the subject made", faults == other.faults),
      ("the cases", caseNames == other.caseNames),
    ]
    return same.first { !$0.1 }?.0
  }
}

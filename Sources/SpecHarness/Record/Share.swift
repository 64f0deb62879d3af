/// The cases that one shard runs, after those of the baseline, which every shard runs for itself.
struct Share<Suite: ConformanceSuite> {
  /// The cases to run, in their order.
  let cases: [TestCase<Suite>]
  /// What the cases of other shards may judge.
  let elsewhere: Set<RequirementID>
  /// Whether this shard reports what the baseline and all runs together show.
  let isFirst: Bool

  /// - Parameters:
  ///   - shard: nothing when the run is not divided.
  ///   - all: all selected cases.
  ///   - done: the names of those of the baseline.
  init(_ shard: Shard?, _ all: [TestCase<Suite>], _ suite: Suite, done: [String]) {
    let done = Set(done)
    let rest = all.filter { !done.contains($0.name) }
    isFirst = shard?.isFirst ?? true
    guard let shard else {
      cases = rest
      elsewhere = []
      return
    }
    let partition = ShardPartition(rest.map { ($0.name, $0.cost) }, count: shard.count)
    cases = rest.filter { partition[$0.name] == shard.index }
    var elsewhere = rest.filter { partition[$0.name] != shard.index }
      .reduce(into: Set<RequirementID>()) { $0.formUnion($1.requirements) }
    if !isFirst {
      for other in all where done.contains(other.name) { elsewhere.formUnion(other.requirements) }
      elsewhere.formUnion(suite.pool?.requirements ?? [])
    }
    self.elsewhere = elsewhere
  }
}

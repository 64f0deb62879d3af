internal import SystemSupport

/// Which shard runs which case: the same on every machine, whatever it measures.
///
/// A cheap case goes where its name says, so that a case that is added or taken away moves no other. The few that cost
/// much go, the dearest first, where the least is to do: by their names they could all meet in one shard.
struct ShardPartition {
  /// From so many runs on, a case is one of the few that cost much.
  private static let dear = 8

  private var shards: [String: Int] = [:]

  /// Divides cases.
  ///
  /// - Parameters:
  ///   - cases: their names, each with about how many runs of the subject it takes.
  ///   - count: how many shards there are.
  init(_ cases: [(name: String, cost: Int)], count: Int) {
    var loads = [Int](repeating: 0, count: count)
    let dear = cases.filter { $0.cost >= Self.dear }
      .sorted { ($1.cost, Self.hash($0.name), $0.name) < ($0.cost, Self.hash($1.name), $1.name) }
    for item in dear {
      let shard = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      loads[shard] += item.cost
      shards[item.name] = shard + 1
    }
    for item in cases where item.cost < Self.dear { shards[item.name] = Self.home(of: item.name, count) }
  }

  /// The number of the shard that runs a case, from 1 on.
  subscript(_ name: String) -> Int? { shards[name] }

  /// The shard that a name draws the highest number in: with another count of shards, few names move.
  private static func home(of name: String, _ count: Int) -> Int {
    let hash = hash(name)
    func draw(_ shard: Int) -> UInt64 { SplitMix64.mix(hash, UInt64(shard)) }
    return (1...count).max { (draw($0), $0) < (draw($1), $1) } ?? 1
  }

  /// FNV-1a: Swift's own hashes differ from process to process.
  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

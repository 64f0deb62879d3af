internal import Crosscheck
internal import SystemSupport

/// KG-KID-4, KG-KID-5 and KG-KEY-3 over the key pairs of all runs together.
enum PoolChecks {
  /// The name under which the findings of these checks stand.
  static let caseName = "key/pool"
  static let requirements: [RequirementID] = [.kid4, .kid5, .key3]
  /// Fewer keys than this say too little; with this many, an honest key fails less than once in 10^10 times.
  private static let least = 48

  /// Judges the pairs of all runs.
  static func judge(_ facts: [PairFacts], interfaces: [[UInt8]], into judgements: inout Judgements) {
    judgeIdentifiers(facts, into: &judgements)
    judgeNodes(facts.compactMap(\.identifier), interfaces, into: &judgements)
    let seeds = facts.compactMap(\.seed)
    guard seeds.count >= 2 else { return }
    let distinct = Set(seeds).count
    judgements.expect(
      .key3, distinct == seeds.count, "runs share a private value", expected: "a key of its own in every run",
      observed: "\(distinct) different keys in \(seeds.count) runs")
    guard distinct == seeds.count else { return }
    for seed in seeds {
      if let pattern = pattern(in: seed) {
        return judgements.violate(
          .key3, "a private value has a pattern", expected: "32 independent random bytes", observed: pattern)
      }
    }
    let texts = seeds.count { seed in seed.allSatisfy { $0 < 0x80 } }
    if texts > 1 {
      return judgements.violate(
        .key3, "private values are text", expected: "32 independent random bytes",
        observed: "no byte above 0x7f in \(texts) of \(seeds.count) keys")
    }
    guard seeds.count >= least else {
      return judgements.leaveOpen(.key3, "only \(seeds.count) keys to look at, \(least) are needed")
    }
    judgeBits(seeds, into: &judgements)
  }

  /// KG-KID-4: no identifier comes twice.
  private static func judgeIdentifiers(_ facts: [PairFacts], into judgements: inout Judgements) {
    let kids = facts.compactMap(\.kid)
    guard kids.count >= 2 else { return }
    let distinct = Set(kids.map { Array($0.utf8) }).count
    judgements.expect(
      .kid4, distinct == kids.count, "runs share a `kid`", expected: "a `kid` of its own in every run",
      observed: "\(distinct) different values in \(kids.count) runs")
  }

  /// KG-KID-5: no identifier names this machine.
  private static func judgeNodes(
    _ identifiers: [UUID6], _ interfaces: [[UInt8]], into judgements: inout Judgements
  ) {
    guard !identifiers.isEmpty else { return }
    guard !interfaces.isEmpty else {
      return judgements.leaveOpen(.kid5, "no network interface of this machine has an address")
    }
    let found = identifiers.first { interfaces.contains($0.node) }
    judgements.expect(
      .kid5, found == nil, "the `kid` holds the address of a network interface of this machine",
      expected: "a random node field",
      observed: "node \(hex(found?.node ?? []))")
  }

  /// What is wrong with one key by itself; each of these is hopelessly unlikely in 32 random bytes.
  private static func pattern(in seed: [UInt8]) -> String? {
    if Set(seed).count <= 12 { return "only \(Set(seed).count) different bytes of 32" }
    for length in [4, 8, 16] {
      let blocks = stride(from: 0, to: 32, by: length).map { Array(seed[$0..<($0 + length)]) }
      if length > 4 && Set(blocks).count < blocks.count { return "a block of \(length) bytes comes twice" }
      if Set(blocks).count == 1 { return "a block of \(length) bytes is repeated throughout" }
    }
    for (length, what) in [(8, "run of zero bytes"), (10, "run of one byte")] {
      for start in 0...(32 - length) {
        let run = seed[start..<(start + length)]
        if Set(run).count == 1, length == 10 || run.first == 0 { return "a \(what)" }
      }
    }
    let steps = Set(zip(seed, seed.dropFirst()).map { $1 &- $0 })
    if steps.count == 1 { return "bytes that count" }
    let steps64 = Set((0..<24).map { seed[$0 + 8] &- seed[$0] })
    if steps64.count <= 2 { return "8-byte blocks that count" }
    return nil
  }

  /// Two bytes whose difference or exclusive or never changes.
  private static func dependent(_ seeds: [[UInt8]]) -> (Int, Int)? {
    guard let first = seeds.first else { return nil }
    for one in 0..<32 {
      for other in (one + 1)..<32 {
        let xor = first[one] ^ first[other]
        let difference = first[one] &- first[other]
        if seeds.allSatisfy({ $0[one] ^ $0[other] == xor })
          || seeds.allSatisfy({ $0[one] &- $0[other] == difference })
        {
          return (one, other)
        }
      }
    }
    return nil
  }

  /// KG-KEY-3: every bit varies, and ones and zeros balance.
  private static func judgeBits(_ seeds: [[UInt8]], into judgements: inout Judgements) {
    let expected = "independent random bytes"
    var ones = [Int](repeating: 0, count: 256)
    for seed in seeds {
      for bit in 0..<256 where seed[bit / 8] >> UInt8(7 - bit % 8) & 1 == 1 { ones[bit] += 1 }
    }
    let fixed = ones.indices.filter { ones[$0] == 0 || ones[$0] == seeds.count }
    guard
      judgements.expect(
        .key3, fixed.isEmpty, "bits of the private value never change", expected: expected,
        observed:
          "\(fixed.count) of 256 bits are the same in \(seeds.count) keys, the first in byte \((fixed.first ?? 0) / 8)"
      )
    else { return }
    if let (one, other) = dependent(seeds) {
      return judgements.violate(
        .key3, "one byte of the private value follows from another", expected: expected,
        observed: "bytes \(one) and \(other) differ by the same in \(seeds.count) keys")
    }
    // Seven standard deviations of a binomial distribution.
    let count = Double(seeds.count * 256)
    let excess = Double(ones.reduce(0, +)) - count / 2
    judgements.expect(
      .key3, excess * excess < 49 * count / 4, "ones and zeros do not balance", expected: expected,
      observed: "\(ones.reduce(0, +)) ones in \(seeds.count * 256) bits")
    // Nine standard deviations from the mean of a chi-squared distribution of 255 degrees of freedom.
    var counts = [Int](repeating: 0, count: 256)
    for byte in seeds.joined() { counts[Int(byte)] += 1 }
    let mean = Double(seeds.count * 32) / 256
    let statistic = counts.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean }
    judgements.expect(
      .key3, statistic < 255 + 9 * 22.6, "some byte values are far too frequent", expected: expected,
      observed: "chi-squared \(statistic.rounded()) for 255 degrees of freedom over \(seeds.count) keys")
  }
}

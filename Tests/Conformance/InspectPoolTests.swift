import Crosscheck
import SystemSupport
import Testing

@testable import SpecHarness

@Suite("Looking at many keys together")
struct InspectPoolTests {
  private static func seeds(_ count: Int, seed: UInt64 = 7) -> [[UInt8]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) } }
  }

  private func outcomes(_ facts: [PairFacts], interfaces: [[UInt8]] = []) -> Judgements {
    var judgements = Judgements()
    PoolChecks.judge(facts, interfaces: interfaces, into: &judgements)
    return judgements
  }

  private func judge(_ seeds: [[UInt8]]) -> [Outcome] {
    outcomes(seeds.map { PairFacts(seed: $0) }).all.filter { $0.requirement == .key3 }.map(\.outcome)
  }

  private func isViolated(_ outcomes: [Outcome]) -> Bool {
    outcomes.contains { if case .violated = $0 { true } else { false } }
  }

  @Test("Random keys pass, however many samples are taken")
  func random() {
    for seed in 0..<40 as Range<UInt64> {
      let outcomes = judge(Self.seeds(48 + Int(seed) * 5, seed: seed))
      #expect(!outcomes.isEmpty && outcomes.allSatisfy { $0 == .held }, "sample \(seed): \(outcomes)")
    }
  }

  @Test("One bit that never changes is found", arguments: [0, 7, 100, 255])
  func constantBit(bit: Int) {
    for value in [true, false] {
      let mask: UInt8 = 0x80 >> UInt8(bit % 8)
      var seeds = Self.seeds(60)
      for index in seeds.indices {
        seeds[index][bit / 8] |= mask
        if !value { seeds[index][bit / 8] ^= mask }
      }
      #expect(isViolated(judge(seeds)))
    }
  }

  @Test("Values with a pattern are found")
  func patterns() {
    let good = Self.seeds(60)
    // One key of 32 bytes below 0x80 may be chance, two are not.
    let texts = ["correct-horse-battery-staple-32b", "wrong-horse-battery-staple--32 b"].map {
      Array($0.utf8)
    }
    #expect(texts.allSatisfy { $0.count == 32 })
    #expect(isViolated(judge(good + texts)))
    #expect(!isViolated(judge(good + texts.prefix(1))))
    let block: [UInt8] = Array(good[0].prefix(8))
    let zeros = [UInt8](repeating: 0, count: 16)
    var bad: [(String, [UInt8])] = [("zeros", zeros + zeros)]
    bad.append(("counting bytes", (0..<32).map { UInt8($0) }))
    bad.append(("counting down", (0..<32).map { UInt8(200 - $0 * 3) }))
    bad.append(("a block four times", block + block + block + block))
    bad.append(("half of zeros", Array(good[0].prefix(16)) + zeros))
    for (name, seed) in bad { #expect(isViolated(judge(good + [seed])), "\(name)") }
  }

  @Test("A counter in every key is found")
  func counter() {
    let base = Self.seeds(1)[0]
    let counting = (0..<60).map { number in Array(base[..<31]) + [UInt8(number)] }
    #expect(isViolated(judge(counting)))
  }

  @Test("Too many ones, or one byte far too often, is found")
  func balance() {
    var generator = SplitMix64(seed: 5)
    var biased = Self.seeds(60)
    var frequent = Self.seeds(60)
    for key in biased.indices {
      for byte in 0..<32 {
        let more: UInt8 = UInt8.random(in: 0...255, using: &generator)
        biased[key][byte] |= more & 0x55
        if (key + byte) % 5 == 0 { frequent[key][byte] = 0xa5 }
      }
    }
    #expect(isViolated(judge(biased)))
    #expect(isViolated(judge(frequent)))
  }

  @Test("The same key twice is found among any number")
  func repeated() {
    let seeds = Self.seeds(60)
    #expect(isViolated(judge(seeds + [seeds[10]])))
    #expect(isViolated(judge([seeds[0], seeds[0]])))
  }

  @Test("Few keys are not enough to pass")
  func few() {
    let outcomes = judge(Self.seeds(47))
    #expect(!isViolated(outcomes))
    #expect(outcomes.contains { if case .undecided = $0 { true } else { false } })
    #expect(judge(Self.seeds(1)).isEmpty)
  }

  @Test("An identifier that comes twice, or names this machine, is found")
  func identifiers() throws {
    let identifier = try UUID6(reading: "1ec9414c-232a-6b00-b3c8-9f6bdeced846")
    let kid = "1ec9414c-232a-6b00-b3c8-9f6bdeced846"
    #expect(outcomes([PairFacts(kid: kid), PairFacts(kid: kid)]).violates(.kid4))
    #expect(!outcomes([PairFacts(kid: kid), PairFacts(kid: kid + "0")]).violates(.kid4))
    let own: [UInt8] = [0x9f, 0x6b, 0xde, 0xce, 0xd8, 0x46]
    let facts = [PairFacts(kid: kid, identifier: identifier)]
    #expect(outcomes(facts, interfaces: [[1, 2, 3, 4, 5, 6], own]).violates(.kid5))
    #expect(outcomes(facts, interfaces: [[1, 2, 3, 4, 5, 6]]).all == [Judgement(.kid5, .held)])
    // Without an address to compare with, nothing is claimed.
    #expect(!outcomes(facts).all.contains(Judgement(.kid5, .held)))
  }
}

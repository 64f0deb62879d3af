import Crosscheck
import SystemSupport
import Testing

@testable import MirrorReference

@Suite("UUIDs of version 6")
struct UUIDTests {
  private static let rounds = 2_000

  @Test("The test vector of RFC 9562 comes out, and the multicast bit is always set")
  func knownAnswer() {
    // Appendix A.5: 22 February 2022, 14:22:22.00 GMT-05:00.
    let uuid = UUIDv6(timestamp: 0x1EC9_414C_232A_B00, clockSequence: 0x33C8, node: 0x9F6B_DECE_D846)
    #expect(uuid.text == "1ec9414c-232a-6b00-b3c8-9f6bdeced846")
    let unicast = UUIDv6(timestamp: 0x1EC9_414C_232A_B00, clockSequence: 0x33C8, node: 0x9E6B_DECE_D846)
    #expect(unicast == uuid)
  }

  @Test("The text is canonical, with version 6 and variant 10")
  func form() throws {
    var random = SplitMix64(seed: 9562)
    for _ in 0..<Self.rounds {
      let text = UUIDv6(
        timestamp: random.next(), clockSequence: UInt16.random(in: 0...UInt16.max, using: &random),
        node: random.next()
      ).text
      let characters = Array(text)
      #expect(characters.count == 36)
      for (index, character) in characters.enumerated() {
        if [8, 13, 18, 23].contains(index) {
          #expect(character == "-")
        } else {
          #expect("0123456789abcdef".contains(character))
        }
      }
      #expect(characters[14] == "6")
      #expect("89ab".contains(characters[19]))
    }
  }

  @Test("Every field can be read back")
  func fields() throws {
    var random = SplitMix64(seed: 1582)
    for _ in 0..<Self.rounds {
      let timestamp = random.next() >> 4
      let sequence = UInt16.random(in: 0...0x3FFF, using: &random)
      let node = random.next() >> 16
      let uuid = UUIDv6(timestamp: timestamp, clockSequence: sequence, node: node)
      #expect(uuid.timestamp == timestamp)
      let digits = uuid.text.filter { $0 != "-" }
      let low = try #require(UInt64(digits.suffix(16), radix: 16))
      #expect(low >> 62 == 0b10)
      #expect(UInt16(low >> 48 & 0x3FFF) == sequence)
      #expect(low & 0xFFFF_FFFF_FFFF == node | 0x0100_0000_0000)
    }
  }

  @Test("The text sorts like the time")
  func order() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<Self.rounds {
      let first = random.next() >> 4
      let second = Bool.random(using: &random) ? first &+ 1 : random.next() >> 4
      guard second >> 60 == 0, first != second else { continue }
      let texts = [first, second].map { UUIDv6(timestamp: $0, clockSequence: 0, node: random.next()).text }
      #expect((texts[0] < texts[1]) == (first < second))
    }
  }

  @Test("A generator's times strictly increase, whatever the clock does")
  func increase() {
    var random = SplitMix64(seed: 100)
    var generator = UUIDv6Generator()
    var latest: UInt64 = 0
    for _ in 0..<Self.rounds {
      // The clock stands still, goes back or jumps.
      let now = latest &+ UInt64.random(in: 0...20, using: &random) &- min(latest, 10)
      let uuid = generator.next(now: now, random: random.next())
      #expect(uuid.timestamp > latest)
      #expect(uuid.timestamp == max(now, latest + 1))
      latest = uuid.timestamp
    }
  }

  @Test("The clock tells the time of day, and goes on")
  func clock() throws {
    let before = UUIDv6Generator.clock()
    var after = UUIDv6Generator.clock()
    for _ in 0..<1_000_000 where after == before { after = UUIDv6Generator.clock() }
    // It may be set back meanwhile.
    #expect(after != before)
    // Between the years 2025 and 2200.
    let seconds = (before - UUIDv6.unixEpoch) / 10_000_000
    #expect((1_735_689_600..<7_258_118_400).contains(seconds))
  }

  @Test("The node is random and marked as nobody's address")
  func node() throws {
    var nodes: Set<UInt64> = []
    for _ in 0..<200 {
      var generator = UUIDv6Generator()
      var random = SystemRandomNumberGenerator()
      let uuid = generator.next(now: UUIDv6Generator.clock(), random: random.next())
      #expect(uuid.low & 0x0100_0000_0000 != 0)
      nodes.insert(uuid.low & 0xFFFF_FFFF_FFFF)
    }
    #expect(nodes.count == 200)
  }
}

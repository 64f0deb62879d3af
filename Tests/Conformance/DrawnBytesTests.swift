import Testing

@testable import FaultInjection

@Suite("Randomness in place of the kernel's")
struct DrawnBytesTests {
  private static let draw = DrawIdentity(lineage: 7, index: 3)

  private func bytes(_ alteration: DrawAlteration = DrawAlteration(), seed: UInt64 = 1) -> [UInt8] {
    Self.draw.bytes(300, seed: seed, alteration)
  }

  private func changed(_ ranges: [Range<Int>], _ change: DrawAlteration.Change) -> [UInt8] {
    var alteration = DrawAlteration()
    alteration.changedBytes = ranges
    alteration.change = change
    return bytes(alteration)
  }

  @Test("The seed and the draw decide the bytes")
  func decided() {
    #expect(bytes() == bytes())
    #expect(bytes() != bytes(seed: 2))
    for other in [DrawIdentity(lineage: 8, index: 3), DrawIdentity(lineage: 7, index: 4)] {
      #expect(other.bytes(300, seed: 1) != bytes())
    }
    // A draw that falls short has the same bytes.
    #expect(Self.draw.bytes(5, seed: 1) == Array(bytes().prefix(5)))
  }

  @Test(
    "Each byte in the ranges becomes another one, and no other byte does",
    arguments: [DrawAlteration.Change.complement, .scatter(number: 0), .scatter(number: 7)])
  func changes(change: DrawAlteration.Change) {
    let ranges = [0..<1, 100..<200, 299..<400, 500..<600]
    let changed = changed(ranges, change)
    for (index, (byte, former)) in zip(changed, bytes()).enumerated() {
      #expect((byte != former) == ranges.contains { $0.contains(index) })
    }
    #expect(changed.count == 300)
  }

  @Test("Changes of one kind differ from byte to byte, and those of two kinds from each other")
  func scatters() {
    let turned = (0..<8).map { number in
      zip(changed([0..<300], .scatter(number: number)), bytes()).map { $0 ^ $1 }
    }
    for bits in turned { #expect(Set(bits).count > 100) }
    #expect(Set(turned).count == 8)
    #expect(zip(changed([0..<300], .complement), bytes()).allSatisfy { $0 ^ $1 == 0xff })
  }

  @Test("A byte has a certain value, unless it is changed")
  func set() {
    var alteration = DrawAlteration()
    alteration.setByte = (9, 7)
    let set = bytes(alteration)
    #expect(set[9] == 7)
    #expect(zip(set, bytes()).enumerated().allSatisfy { $0 == 9 || $1.0 == $1.1 })
    alteration.changedBytes = [9..<10]
    #expect(bytes(alteration)[9] == ~7)
    #expect(Self.draw.bytes(4, seed: 1, alteration) == Array(bytes().prefix(4)))
  }
}

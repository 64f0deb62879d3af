import Crosscheck
import SystemSupport
import Testing

@Suite("The property kit itself")
struct KitTests {
  @Test("A broken property is found and its counterexample made minimal")
  func shrinks() throws {
    let search = Search(generator: Make.integer(0...100_000).array()) { !$0.contains { $0 > 1000 } }
    let found = try #require(search.run(seed: 1, count: 500))
    #expect(found.value == [1001])
    #expect(found.steps > 0)
  }

  @Test("A throwing property is a broken one")
  func throwing() throws {
    struct Refusal: Error {}
    let search = Search(generator: Make.text) { text in
      if text.unicodeScalars.contains(where: { $0.value > 0xFFFF }) { throw Refusal() }
      return true
    }
    let found = try #require(search.run(seed: 2, count: 500))
    #expect(Array(found.value.unicodeScalars) == ["\u{10000}"])
    #expect(found.reason.contains("Refusal"))
  }

  @Test("The same seed gives the same values, another seed others")
  func seeds() {
    func values(_ seed: UInt64) -> [[UInt8]] {
      var seeds = SplitMix64(seed: seed)
      return (0..<20).map { _ in
        var choices = Choices(random: SplitMix64(seed: seeds.next()))
        return Make.bytes().make(&choices)
      }
    }
    #expect(values(3) == values(3))
    #expect(values(3) != values(4))
  }

  @Test("A true property has no counterexample")
  func holds() {
    #expect(Search(generator: Make.bytes()) { $0.count <= 300 }.run(seed: 5, count: 300)?.value == nil)
  }
}

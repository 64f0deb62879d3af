import SpecHarness
import SystemSupport
import Testing

@testable import KeygenSuite

@Suite("Search for the bytes that make a key")
struct ByteSearchTests {
  /// Searches bytes of which some matter, and counts the questions.
  private func search(
    _ count: Int, for wanted: Int = .max, _ matters: Set<Int>, endsAfter limit: Int = .max,
    isClear: (Range<Int>) -> Bool = { _ in true }
  ) throws -> (search: ByteSearch, questions: Int) {
    var search = ByteSearch(for: wanted)
    var questions = 0
    try search.look(through: 0..<count) { bytes throws(CaseFailure) in
      questions += 1
      if questions > limit { return .over }
      if !isClear(bytes) { return .unclear }
      return bytes.contains(where: matters.contains) ? .yes : .no
    }
    return (search, questions)
  }

  @Test(
    "All bytes that matter are found, wherever they are, and no others", arguments: 0..<200 as Range<UInt64>)
  func findsAll(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let count = Int.random(in: 1...300, using: &random)
    let size = Int.random(in: 0...40, using: &random)
    let matters = Set((0..<size).map { _ in Int.random(in: 0..<count, using: &random) })
    let search = try search(count, matters).search
    #expect(!search.isOver)
    #expect(search.found.sorted() == matters.sorted())
  }

  @Test("A key at the start, in the midst and at the end of a large draw takes few runs")
  func takesFewRuns() throws {
    for start in [0, 2000, 4064] {
      let (search, questions) = try search(4096, for: 32, Set(start..<start + 32))
      #expect(search.found.sorted() == Array(start..<start + 32))
      #expect(questions < 100)
    }
    #expect(try search(4096, for: 32, []).questions == 2)
    #expect(try search(4096, for: 32, Set(0..<20)).questions == 22)
  }

  @Test("A search ends when it has enough")
  func endsWithEnough() throws {
    let (search, questions) = try search(100, for: 30, Set(0..<100))
    #expect(search.found == Array(0..<30))
    #expect(questions == 30)
    #expect(try self.search(100, for: 0, Set(0..<100)).questions == 0)
  }

  @Test("A search that gets no more answers keeps what it has found")
  func isOver() throws {
    let (search, questions) = try search(100, for: 40, Set(0..<100), endsAfter: 5)
    #expect(search.isOver)
    #expect(search.found == Array(0..<5))
    #expect(questions == 6)
  }

  @Test("What is unclear of many bytes is asked of fewer, and a byte of which nothing is clear is not found")
  func looksBehindTheUnclear() throws {
    let search = try search(64, [3, 40, 41], isClear: { $0.count < 8 && !$0.contains(41) }).search
    #expect(search.found.sorted() == [3, 40])
    #expect(!search.isOver)
  }
}

import SpecHarness
import SystemSupport
import Testing

@testable import KeygenSuite

@Suite("Search for the bytes that make a key")
struct ByteSearchTests {
  /// Searches bytes of which some matter; counts the questions.
  private func search(
    _ count: Int, for wanted: Int, knowing known: [Int] = [], _ matters: Set<Int>,
    stopsAfter limit: Int = .max
  ) throws -> (search: ByteSearch, questions: Int) {
    var search = ByteSearch(for: wanted, knowing: known)
    var questions = 0
    try search.search(0..<count) { bytes throws(CaseFailure) -> Bool? in
      questions += 1
      return questions > limit ? nil : bytes.contains(where: matters.contains)
    }
    return (search, questions)
  }

  @Test("All bytes that matter are found, wherever they are, and no others", arguments: 0..<200)
  func findsAll(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let count = Int.random(in: 1...300, using: &random)
    let matters = Set(
      (0..<Int.random(in: 0...40, using: &random)).map { _ in Int.random(in: 0..<count, using: &random) })
    let search = try search(count, for: .max, matters).search
    #expect(!search.isCut)
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
    let (search, questions) = try search(100, for: 40, knowing: Array(200..<210), Set(0..<100))
    #expect(search.found.count == 40)
    #expect(questions == 30)
    #expect(try self.search(100, for: 3, knowing: [7, 8, 9], Set(0..<100)).questions == 0)
  }

  @Test("A search that cannot go on says that it is cut")
  func endsCut() throws {
    let cut = try search(100, for: 40, Set(0..<100), stopsAfter: 5)
    #expect(cut.search.isCut && cut.search.isDone)
    #expect(cut.search.found == Array(0..<5))
    let scattered = try search(65536, for: .max, Set(stride(from: 0, to: 65536, by: 100)))
    #expect(scattered.search.isCut)
    #expect(scattered.questions == 512)
  }
}

internal import SpecHarness

/// A search for bytes that a key depends on, among many that it may not depend on, in few runs.
struct ByteSearch {
  /// So many runs a search may take.
  private static let mostRuns = 512
  /// How many bytes are enough.
  private let wanted: Int
  /// The bytes, in the order in which they were found.
  private(set) var found: [Int]
  /// Whether it ended before it had looked at everything.
  private(set) var isCut = false
  private var runs = 0

  init(for wanted: Int, knowing found: [Int] = []) {
    self.wanted = wanted
    self.found = found
  }

  var isDone: Bool { found.count >= wanted || isCut }

  /// Searches bytes of a draw.
  ///
  /// Bytes of a key lie side by side, and so do those that are of no use.
  ///
  /// - Parameter matters: whether other bytes in a range make another key; nil where that cannot be told.
  mutating func search(
    _ bytes: Range<Int>, _ matters: (Range<Int>) throws(CaseFailure) -> Bool?
  ) throws(CaseFailure) {
    var rest = bytes
    while let first = rest.first, !isDone {
      rest.removeFirst()
      guard try ask(first..<first + 1, matters) else { break }
      found.append(first)
    }
    guard !isDone, !rest.isEmpty, try ask(rest, matters) else { return }
    if rest.count == 1 { return found.append(rest.lowerBound) }
    let middle = rest.lowerBound + rest.count / 2
    try search(rest.lowerBound..<middle, matters)
    try search(middle..<rest.upperBound, matters)
  }

  private mutating func ask(
    _ bytes: Range<Int>, _ matters: (Range<Int>) throws(CaseFailure) -> Bool?
  ) throws(CaseFailure) -> Bool {
    runs += 1
    guard runs <= Self.mostRuns, let answer = try matters(bytes) else {
      isCut = true
      return false
    }
    return answer
  }
}

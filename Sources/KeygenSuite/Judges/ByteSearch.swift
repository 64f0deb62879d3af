internal import SpecHarness

/// A search for bytes that a key depends on, among many that it may not depend on, in few runs.
struct ByteSearch {
  /// What a run with other bytes shows.
  enum Answer {
    /// Another key.
    case yes
    /// The same key.
    case no
    /// Nothing.
    case unclear
    /// There are no more runs.
    case over
  }

  /// How many bytes are enough.
  private let wanted: Int
  private(set) var found: [Int] = []
  private(set) var isOver = false

  init(for wanted: Int) { self.wanted = wanted }

  private var isDone: Bool { found.count >= wanted || isOver }

  /// Looks through bytes of a draw.
  ///
  /// Bytes of a key lie side by side, and so do those that are of no use.
  ///
  /// - Parameter matters: whether other bytes in a range make another key.
  mutating func look(
    through bytes: Range<Int>, _ matters: (Range<Int>) throws(CaseFailure) -> Answer
  ) throws(CaseFailure) {
    var rest = bytes
    while let first = rest.first, !isDone {
      rest.removeFirst()
      guard try ask(first..<first + 1, matters) == .yes else { break }
      found.append(first)
    }
    guard !isDone, !rest.isEmpty else { return }
    if rest.count > 1, try ask(rest, matters) == .no { return }
    let middle = rest.lowerBound + rest.count / 2
    for half in [rest.lowerBound..<middle, middle..<rest.upperBound] where !half.isEmpty && !isDone {
      try look(through: half, matters)
    }
  }

  private mutating func ask(
    _ bytes: Range<Int>, _ matters: (Range<Int>) throws(CaseFailure) -> Answer
  ) throws(CaseFailure) -> Answer {
    let answer = try matters(bytes)
    if answer == .over { isOver = true }
    return answer
  }
}

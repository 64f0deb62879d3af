internal import FaultInjection
internal import SpecHarness

/// The bytes of draws that a key depends on, as far as they are found.
struct EntropyBytes {
  /// One byte of a draw.
  struct Place {
    let draw: Recording.Draw
    let byte: Int
  }

  /// In so many ways bytes are changed before they count as of no use.
  private static let rounds = 8

  /// The key of which the bytes are looked for.
  let seeded: SeededKey
  /// The likeliest first: a run-time system draws for purposes of its own.
  private let draws: [Recording.Draw]
  private var known: [DrawIdentity: Set<Int>] = [:]
  private(set) var copies: EntropyCopies
  private var runs = 0
  private(set) var gap: EntropyGap?

  /// - Parameters:
  ///   - size: of a key, in bytes: a draw of about that size is likelier than a larger one, and any of these than a small one.
  ///   - byCopies: whether copies are tried.
  init(of seeded: SeededKey, size: Int, byCopies: Bool) {
    self.seeded = seeded
    copies = EntropyCopies(of: seeded, isOver: !byCopies)
    // Of like draws the last one first: it is nearer to the key.
    draws = seeded.draws.enumerated().sorted { one, other in
      let (first, second) = (one.element.count, other.element.count)
      if (first >= size) != (second >= size) { return first >= size }
      if first == second { return one.offset > other.offset }
      return first >= size ? first < second : first > second
    }.map(\.element)
  }

  private var key: [UInt8] { seeded.key }

  var count: Int { known.values.reduce(0) { $0 + $1.count } }

  /// What was found, in the order in which it was drawn.
  var places: [Place] {
    seeded.draws.flatMap { draw in
      (known[draw.identity] ?? []).sorted().map { Place(draw: draw, byte: $0) }
    }
  }

  /// Searches until there are enough, or no change of the other bytes makes another key.
  mutating func search(upTo enough: Int, _ experiment: inout Experiment) throws(CaseFailure) {
    try searchOnce(upTo: enough, &experiment)
    if copies.holdStill(&experiment) { return }
    (known, gap) = ([:], nil)
    try searchOnce(upTo: enough, &experiment)
  }

  private mutating func searchOnce(
    upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    var isOfNoUse = false
    for round in 0..<Self.rounds where count < enough {
      isOfNoUse = false
      if round > 0 {
        let rest = Dictionary(draws.map { ($0.identity, remaining(in: $0)) }) { first, _ in first }
        if case .same = try ask(seeded.run.changing(rest, .scatter(number: round)), &experiment) {
          isOfNoUse = true
          continue
        }
      }
      let before = count
      try search(round, upTo: enough, &experiment)
      if round > 0, count == before {
        gap = gap ?? (draws.count > EntropyGap.mostDraws ? .tooManyDraws(draws.count) : .hidden)
        return
      }
    }
    if count < enough, !isOfNoUse { gap = gap ?? .hidden }
  }

  private mutating func search(
    _ round: Int, upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    for draw in draws.prefix(EntropyGap.mostDraws) where count < enough {
      let rest = remaining(in: draw)
      if rest.isEmpty { continue }
      let run = seeded.run.changing([draw.identity: rest], .scatter(number: round))
      guard let other = try otherKey(of: run, from: draw, &experiment) else {
        copies.forget(draw)
        continue
      }
      let carried = carried(from: draw, into: other, of: run)
      if !carried.isEmpty {
        known[draw.identity, default: []].formUnion(carried)
      } else if rest.count == 1, rest[0].count == 1 {
        known[draw.identity, default: []].insert(rest[0].lowerBound)
      } else {
        try look(through: draw, round, upTo: enough, &experiment)
      }
    }
  }

  /// Another key than the usual one; nil where a run makes the usual one, or none.
  private mutating func otherKey(
    of run: SeededRun, from draw: Recording.Draw, _ experiment: inout Experiment
  ) throws(CaseFailure) -> [UInt8]? {
    let copy = try copies.record(run, from: draw, to: .early, &experiment)
    if let copy, copy.key != key { return copy.key }
    guard case .other(let other) = try ask(run, &experiment) else { return nil }
    return other
  }

  private mutating func look(
    through draw: Recording.Draw, _ round: Int, upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    // What is left after the copies is looked at by fresh runs, unless all of it together is of no use.
    try lookByCopies(through: draw, round, upTo: enough, &experiment)
    let rest = remaining(in: draw)
    if count >= enough || rest.isEmpty { return }
    if rest != [0..<draw.count] {
      if case .same = try ask(
        seeded.run.changing([draw.identity: rest], .scatter(number: round)), &experiment)
      {
        return
      }
    }
    var search = ByteSearch(for: enough - count)
    for range in rest {
      try search.look(through: range) { bytes throws(CaseFailure) in
        switch try ask(changing(draw, bytes, round), &experiment) {
        case .other: .yes
        case .same: .no
        case .nothing: .unclear
        case .tooMany: .over
        }
      }
    }
    known[draw.identity, default: []].formUnion(search.found)
  }

  /// Finds bytes by copies of a run that is stopped at the draw; none where there are no copies.
  private mutating func lookByCopies(
    through draw: Recording.Draw, _ round: Int, upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    var search = ByteSearch(for: enough - count)
    for range in remaining(in: draw) {
      try search.look(through: range) { bytes throws(CaseFailure) in
        runs += 1
        guard runs <= EntropyGap.mostRuns,
          let other = try copies.record(changing(draw, bytes, round), from: draw, to: .early, &experiment)
        else { return .over }
        return other.key == key ? .no : .yes
      }
    }
    known[draw.identity, default: []].formUnion(search.found)
  }

  // MARK: Runs

  /// Makes a copy of a run with other bytes from a draw on; nil where it makes no pair, or there is none.
  mutating func copy(
    _ run: SeededRun, from draw: Recording.Draw, _ experiment: inout Experiment
  ) throws(CaseFailure) -> SeededKey? {
    try copies.record(run, from: draw, to: .own, &experiment)
  }

  /// Whether what copies have shown counts; where it does not, there are none from now on.
  mutating func copiesHoldStill(_ experiment: inout Experiment) -> Bool { copies.holdStill(&experiment) }

  /// What came of a run with other bytes.
  private enum Answer {
    case other([UInt8])
    case same
    case nothing
    case tooMany
  }

  /// Makes a run with other bytes; more than one for another key, where the key is another one at times anyway.
  private mutating func ask(
    _ run: SeededRun, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Answer {
    var answer = Answer.same
    for _ in 0..<(seeded.isSteady ? 1 : 8) {
      runs += 1
      guard runs <= EntropyGap.mostRuns else {
        gap = .tooManyRuns
        return .tooMany
      }
      switch try run.record(&experiment) {
      case .pair(let pair) where pair.seed == key: return .same
      case .pair(let pair): answer = .other(pair.seed)
      case .nothing(let reason):
        gap = gap ?? .noPair(reason: reason.text)
        return .nothing
      }
    }
    return answer
  }

  private func changing(_ draw: Recording.Draw, _ bytes: Range<Int>, _ round: Int) -> SeededRun {
    seeded.run.changing(
      [draw.identity: [bytes]], round == 0 && bytes.count == 1 ? .complement : .scatter(number: round))
  }

  // MARK: Bytes

  /// The ranges of bytes of which nothing is known yet.
  private func remaining(in draw: Recording.Draw) -> [Range<Int>] {
    let known = (known[draw.identity] ?? []).sorted()
    return zip([-1] + known, known + [draw.count]).map { $0 + 1..<$1 }.filter { !$0.isEmpty }
  }

  /// The bytes of which the key is made as they are, or combined with others that stay the same: it depends on each.
  ///
  /// - Parameters:
  ///   - other: the key of the run in which bytes of the draw are changed.
  ///   - run: that run.
  private func carried(
    from draw: Recording.Draw, into other: [UInt8], of run: SeededRun
  ) -> Range<Int> {
    guard known[draw.identity] == nil, key.count == other.count, draw.count >= key.count else { return 0..<0 }
    let drawn = seeded.run.bytes(of: draw)
    let changed = run.bytes(of: draw)
    let start = (0...draw.count - key.count).first { start in
      key.indices.allSatisfy { key[$0] ^ other[$0] == drawn[start + $0] ^ changed[start + $0] }
    }
    return start.map { $0..<$0 + key.count } ?? 0..<0
  }
}

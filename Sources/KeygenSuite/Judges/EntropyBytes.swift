internal import FaultInjection
internal import SpecHarness

/// Finds the bytes of draws that a key depends on.
struct EntropyBytes {
  /// The key of the run in which no byte is changed.
  let key: [UInt8]
  /// What is looked at in that run.
  let options: TraceOptions
  /// So many draws are tried, each of them as a whole: a program may draw its key byte by byte, and much else besides.
  private static let mostDraws = 96
  /// A draw of fewer bytes is not worth a stopped run.
  private static let fewestOfCopies = 4

  /// One byte of a draw.
  struct Place {
    let draw: Recording.Draw
    let byte: Int
  }

  /// What came of a search.
  struct Found {
    var places: [Place] = []
    /// Why there may be more than were found.
    var gap: String?
  }

  /// Searches draws, the likeliest first: a run-time system draws for purposes of its own.
  ///
  /// - Parameter enough: of so many bytes no more are looked for.
  func search(
    _ draws: [Recording.Draw], upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Found {
    var found = Found()
    for draw in draws.sorted(by: { isLikelier($0, $1, than: enough) }).prefix(Self.mostDraws)
    where found.places.count < enough {
      switch try TraceCases.record(options: changing(draw, [0..<draw.count]), &experiment) {
      case .nothing: found.gap = "a run with other bytes of a draw makes no pair"
      case .pair(let other) where other.seed == key: continue
      case .pair(let other):
        let wanted = enough - found.places.count
        var bytes = draw.count == 1 ? [0] : carried(from: draw, into: other.seed)
        if bytes.isEmpty {
          let search = try search(draw, upTo: wanted, &experiment)
          bytes = search.found.sorted()
          if search.isCut { found.gap = "too many runs are needed to find the bytes that make the key" }
        }
        found.places += bytes.prefix(wanted).map { Place(draw: draw, byte: $0) }
      }
    }
    if draws.count > Self.mostDraws {
      found.gap = "of \(draws.count) draws no more than \(Self.mostDraws) are tried"
    }
    return found
  }

  /// A draw of about a key's size before a larger one, and any of these before a small one.
  private func isLikelier(_ one: Recording.Draw, _ other: Recording.Draw, than size: Int) -> Bool {
    let (first, second) = (one.count >= size, other.count >= size)
    return first == second ? (first ? one.count < other.count : one.count > other.count) : first
  }

  /// The bytes of a draw of which the key is made as they are, or combined with others that stay the same: it depends on each.
  ///
  /// - Parameter other: the key of the run in which all bytes of the draw are changed.
  private func carried(from draw: Recording.Draw, into other: [UInt8]) -> [Int] {
    guard key.count == other.count, draw.count >= key.count else { return [] }
    let drawn = bytes(of: draw, options)
    let changed = bytes(of: draw, changing(draw, [0..<draw.count]))
    let start = (0...draw.count - key.count).first { start in
      key.indices.allSatisfy { key[$0] ^ other[$0] == drawn[start + $0] ^ changed[start + $0] }
    }
    return start.map { Array($0..<$0 + key.count) } ?? []
  }

  private func bytes(of draw: Recording.Draw, _ options: TraceOptions) -> [UInt8] {
    draw.identity.bytes(
      draw.count, seed: options.randomSeed ?? 0, options.alterations[draw.identity] ?? DrawAlteration())
  }

  /// Searches one draw: by copies of a run that is stopped at it, and by fresh runs for what these do not show.
  private func search(
    _ draw: Recording.Draw, upTo wanted: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> ByteSearch {
    let known = try searchByCopies(draw, upTo: wanted, &experiment)
    var search = ByteSearch(for: wanted, knowing: known)
    if search.isDone { return search }
    let others = gaps(of: known, in: draw)
    func matters(_ ranges: [Range<Int>]) throws(CaseFailure) -> Bool {
      // A run that came to nothing says nothing against the bytes.
      try TraceCases.record(options: changing(draw, ranges), &experiment).recorded?.seed != key
    }
    if !known.isEmpty, try !matters(others) { return search }
    for range in others {
      try search.search(range) { bytes throws(CaseFailure) in try matters([bytes]) }
    }
    return search
  }

  /// The bytes that copies show to change the key; none where there are no copies, or these have other keys than fresh runs.
  private func searchByCopies(
    _ draw: Recording.Draw, upTo wanted: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> [Int] {
    guard draw.count >= Self.fewestOfCopies else { return [] }
    let sandbox = try experiment.makeSandbox(madeBeforehand: true)
    let request = TracedRun.Request(
      Setting().invocation(in: sandbox, experiment.baseline), options: options,
      deadline: experiment.context.deadline)
    guard let paused = PausedRun(request, in: sandbox, at: .draw(draw.identity), &experiment) else {
      return []
    }
    func key(_ options: TraceOptions) -> [UInt8]? {
      paused.run(options, &experiment).flatMap { TraceCases.recorded($0, experiment)?.seed }
    }
    guard key(options) == self.key else { return [] }
    var search = ByteSearch(for: wanted)
    try search.search(0..<draw.count) { bytes throws(CaseFailure) in
      key(changing(draw, [bytes])).map { $0 != self.key }
    }
    // Something that only time changes must not look like the work of a byte.
    return key(options) == self.key ? search.found.sorted() : []
  }

  /// The ranges of bytes that are not among those that are known, which are sorted.
  private func gaps(of known: [Int], in draw: Recording.Draw) -> [Range<Int>] {
    zip([-1] + known, known + [draw.count]).map { $0 + 1..<$1 }.filter { !$0.isEmpty }
  }

  private func changing(_ draw: Recording.Draw, _ bytes: [Range<Int>]) -> TraceOptions {
    var options = options
    options.alterations[draw.identity, default: DrawAlteration()].changedBytes = bytes
    return options
  }
}

internal import FaultInjection
internal import SpecHarness

/// KG-KEY-4: the kernel's randomness is drawn, and it is what the key is made of.
enum EntropyCase {
  private static let least = 32

  static let entropy = TestCase("trace/entropy", [.key4], cost: 35) { experiment throws(CaseFailure) in
    // Draws, clock and addresses are the same in each of these runs; so are the process IDs, if the program bears that.
    var options = TraceOptions.observing
    options.randomSeed = experiment.context.seed
    let first: TraceCases.Recorded
    switch try firstRun(&options, &experiment) {
    case .pair(let pair): first = pair
    case .nothing(let reason): return markUndecided(reason, &experiment)
    }
    let draws = drawsBeforeTheKey(first)
    let drawn = count(draws)
    let foreign = first.run.recording.foreignRandomness
    // Too little is too little, unless there is randomness that is not counted.
    guard drawn >= least || foreign != nil else { return violate("\(drawn) bytes are drawn", &experiment) }
    let isSteady: Bool
    switch try repetition(of: first, options, &experiment) {
    case .always: isSteady = true
    case .sometimes: isSteady = false
    case .never(let reason):
      return markUndecided(
        reason
          ?? "the same bytes give another key every time, so something else goes into it, perhaps "
          + (foreign ?? (options.keepsIdentities ? "the process ID" : "a counter of the processor")),
        &experiment)
    }
    var bytes = EntropyBytes(draws, key: first.seed, size: least, options: options, isSteady: isSteady)
    try bytes.search(upTo: least, &experiment)
    if bytes.count >= least { return try judgeZero(among: bytes.places, first, bytes, &experiment) }
    if let gap = bytes.gap { return markUndecided("\(gap)", &experiment) }
    violate("\(drawn) bytes are drawn, of which \(bytes.count) have a part in the key", &experiment)
  }

  // MARK: Zero bytes

  /// Judges a key that depends on enough bytes by what it depends on when one of them is 0.
  ///
  /// Who takes bytes for text loses what comes after a zero, which one key in eight has.
  ///
  /// - Parameters:
  ///   - places: the bytes, in the order in which they were drawn.
  ///   - bytes: how they were found.
  private static func judgeZero(
    among places: [EntropyBytes.Place], _ first: TraceCases.Recorded, _ bytes: EntropyBytes,
    _ experiment: inout Experiment
  ) throws(CaseFailure) {
    // Not the first byte: a key that begins with zero may be drawn again.
    let (zero, last) = (places[1], places[places.count - 1])
    var options = bytes.options
    options.alterations[zero.draw.identity] = DrawAlteration(zeroByte: zero.byte)
    let base: TraceCases.Recorded
    switch try TraceCases.record(options: options, &experiment) {
    case .pair(let pair): base = pair
    case .nothing(let reason): return markUndecided("with a zero byte drawn, \(reason)", &experiment)
    }
    var changed = options
    changed.alterations[last.draw.identity, default: DrawAlteration()].changedBytes = [
      last.byte..<last.byte + 1
    ]
    switch try TraceCases.record(options: changed, &experiment) {
    case .pair(let pair):
      // One that finds a byte unfit, and draws again, is as good.
      let isAlike =
        pair.seed == base.seed && outline(pair) == outline(base) && outline(base) == outline(first)
      if bytes.isSteady, !isAlike { return experiment.judgements.hold(.key4) }
    case .nothing(let reason): return markUndecided("with a zero byte drawn, \(reason)", &experiment)
    }
    let draws = drawsBeforeTheKey(base)
    var found = EntropyBytes(
      draws, key: base.seed, size: least, options: options, isSteady: bytes.isSteady)
    try found.search(upTo: least, &experiment)
    if found.count >= least { return experiment.judgements.hold(.key4) }
    if let gap = found.gap { return markUndecided("with a zero byte drawn, \(gap)", &experiment) }
    violate(
      "\(count(draws)) bytes are drawn, of which \(found.count) have a part in the key where one of them is 0",
      &experiment)
  }

  private static func outline(_ recorded: TraceCases.Recorded) -> [[DrawIdentity: Int]] {
    drawsBeforeTheKey(recorded).map { [$0.identity: $0.count] }
  }

  // MARK: Runs

  /// Makes a run whose randomness is replaced.
  ///
  /// - Parameter options: what is looked at; they come to be those of the run that was made.
  private static func firstRun(
    _ options: inout TraceOptions, _ experiment: inout Experiment
  ) throws(CaseFailure) -> TraceCases.Outcome {
    let outcome = try TraceCases.record(options: options, &experiment)
    if case .pair = outcome { return outcome }
    // A program that names a process in a path, for one, needs its true ID.
    options.keepsIdentities = true
    return try TraceCases.record(options: options, &experiment)
  }

  /// How often the same bytes give the same key.
  private enum Repetition {
    case always
    /// Threads may race for the bytes.
    case sometimes
    /// - Parameter because: why there was no key to compare; nil where there was.
    case never(because: String?)
  }

  private static func repetition(
    of first: TraceCases.Recorded, _ options: TraceOptions, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Repetition {
    var reason: String?
    for attempt in 0..<4 {
      switch try TraceCases.record(options: options, &experiment) {
      case .pair(let pair) where pair.seed == first.seed: return attempt == 0 ? .always : .sometimes
      case .pair: reason = nil
      case .nothing(let because): reason = because
      }
    }
    return .never(because: reason)
  }

  private static func drawsBeforeTheKey(_ recorded: TraceCases.Recorded) -> [Recording.Draw] {
    let recording = recorded.run.recording
    let firstWrite =
      recording.calls.firstIndex { call in
        [.write, .copy, .map].contains(call.kind)
          && call.name.roles.contains { recorded.purposes.files(of: $0).contains(.privkey) }
      } ?? recording.calls.count
    return recording.draws.filter { $0.before <= firstWrite }
  }

  private static func count(_ draws: [Recording.Draw]) -> Int { draws.reduce(0) { $0 + $1.count } }

  // MARK: Judgement

  private static func markUndecided(_ reason: String, _ experiment: inout Experiment) {
    experiment.judgements.markUndecided(
      .key4, "the key could not be shown to depend on the kernel's randomness: \(reason)")
  }

  private static func violate(_ observed: String, _ experiment: inout Experiment) {
    experiment.judgements.violate(
      .key4, "too little of the kernel's randomness goes into the key",
      expected:
        "at least \(least) bytes, drawn by getrandom or from the random devices before the private key is written, "
        + "that the key depends on",
      observed: observed)
  }
}

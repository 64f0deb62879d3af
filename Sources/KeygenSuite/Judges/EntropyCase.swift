internal import FaultInjection
internal import SpecHarness

/// KG-KEY-4: the kernel's randomness is drawn, and it is what the key is made of.
enum EntropyCase {
  private static let least = 32

  static let entropy = TestCase("trace/entropy", [.key4], cost: 35) { experiment throws(CaseFailure) in
    // The clock, the process IDs and the addresses are the same from run to run here; only the draws differ.
    var options = TraceOptions.observing
    options.randomSeed = experiment.context.seed
    let first: TraceCases.Recorded
    switch try firstRun(&options, &experiment) {
    case .pair(let pair): first = pair
    case .nothing(let reason): return markUndecided(reason, &experiment)
    }
    let draws = drawsBeforeTheKey(first)
    let drawn = count(draws)
    let hidden = first.run.recording.readsRandomNames ? "/proc/sys/kernel/random/uuid" : "something hidden"
    if drawn < least {
      // It may be made of randomness that is not replaced.
      if first.run.recording.readsRandomNames { return markUndecided("\(hidden) is read, too", &experiment) }
      return violate("\(drawn) bytes are drawn\(interfaces)", &experiment)
    }
    guard try repeats(first, options, &experiment) else {
      return markUndecided(
        "the same bytes give another key every time, so \(hidden) goes into it, too", &experiment)
    }
    let bytes = EntropyBytes(key: first.seed, options: options)
    let found = try bytes.search(draws, upTo: least, &experiment)
    if found.places.count >= least {
      let places = draws.flatMap { draw in found.places.filter { $0.draw.identity == draw.identity } }
      return try judgeZero(among: places, first, options, &experiment)
    }
    if let gap = found.gap { return markUndecided(gap, &experiment) }
    violate(
      "\(drawn) bytes are drawn\(interfaces), of which \(found.places.count) have a part in the key",
      &experiment)
  }

  // MARK: Zero bytes

  /// Judges a key that depends on enough bytes by what it depends on when one of them is 0.
  ///
  /// Who takes bytes for text loses what comes after a zero, which one key in eight has.
  ///
  /// - Parameter places: the bytes, in the order in which they were drawn.
  private static func judgeZero(
    among places: [EntropyBytes.Place], _ first: TraceCases.Recorded, _ options: TraceOptions,
    _ experiment: inout Experiment
  ) throws(CaseFailure) {
    // Not the first byte: a key that begins with zero may be drawn again.
    let (zero, last) = (places[1], places[places.count - 1])
    var options = options
    options.alterations[zero.draw.identity] = DrawAlteration(zeroByte: zero.byte)
    let base: TraceCases.Recorded
    switch try TraceCases.record(options: options, &experiment) {
    case .pair(let pair): base = pair
    case .nothing(let reason): return markUndecided("with a zero byte, \(reason)", &experiment)
    }
    var changed = options
    changed.alterations[last.draw.identity, default: DrawAlteration()].changedBytes = [
      last.byte..<last.byte + 1
    ]
    let other = try TraceCases.record(options: changed, &experiment).recorded
    // One that finds a byte unfit, and draws again, is as good.
    guard let other, other.seed == base.seed, outline(other) == outline(base), outline(base) == outline(first)
    else { return experiment.judgements.hold(.key4) }
    let draws = drawsBeforeTheKey(base)
    let found = try EntropyBytes(key: base.seed, options: options).search(draws, upTo: least, &experiment)
    if found.places.count >= least { return experiment.judgements.hold(.key4) }
    if let gap = found.gap { return markUndecided("with a zero byte, \(gap)", &experiment) }
    violate(
      "\(count(draws)) bytes are drawn\(interfaces), of which \(found.places.count) have a part in the key where one "
        + "of them is 0", &experiment)
  }

  private static func outline(_ recorded: TraceCases.Recorded) -> [[DrawIdentity: Int]] {
    drawsBeforeTheKey(recorded).map { [$0.identity: $0.count] }
  }

  // MARK: Runs

  /// A run whose randomness is replaced.
  ///
  /// - Parameter options: what is looked at; where no pair is made otherwise, the process IDs stay as they are, since there are ways
  ///   to name a process that know nothing of others.
  private static func firstRun(
    _ options: inout TraceOptions, _ experiment: inout Experiment
  ) throws(CaseFailure) -> TraceCases.Outcome {
    let shown = try TraceCases.record(options: options, &experiment)
    if case .pair = shown { return shown }
    options.keepsIdentities = true
    return try TraceCases.record(options: options, &experiment)
  }

  /// Whether the same bytes give the same key; threads may race for them, so it is tried more than once.
  private static func repeats(
    _ first: TraceCases.Recorded, _ options: TraceOptions, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    for _ in 0..<4 {
      if try TraceCases.record(options: options, &experiment).recorded?.seed == first.seed { return true }
    }
    return false
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

  private static let interfaces = " by getrandom or from the random devices"

  private static func markUndecided(_ reason: String, _ experiment: inout Experiment) {
    experiment.judgements.markUndecided(
      .key4, "the key could not be shown to depend on the kernel's randomness: \(reason)")
  }

  private static func violate(_ observed: String, _ experiment: inout Experiment) {
    experiment.judgements.violate(
      .key4, "too little of the kernel's randomness goes into the key",
      expected: "at least \(least) bytes, drawn before the private key is written, that the key depends on",
      observed: observed)
  }
}

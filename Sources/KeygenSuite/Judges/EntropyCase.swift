internal import FaultInjection
internal import SpecHarness

/// KG-KEY-4: the kernel's randomness is drawn, and it is what the key is made of.
enum EntropyCase {
  private static let least = 32
  /// How many draws are tried one by one: a program may draw its key byte by byte, and much else besides.
  private static let patience = 96
  /// Draws of so many bytes together are looked at byte by byte; larger ones feed a generator.
  private static let most = 64
  /// Where one byte is 0, and the last one has no part in the key, so many are looked at.
  private static let mostWithZero = 256
  private static let open = "the key could not be shown to depend on the kernel's randomness"

  static let entropy = TestCase("trace/entropy", [.key4], cost: 35) { experiment throws(CaseFailure) in
    // The clock, the process IDs and the addresses are the same from run to run here; only the draws differ.
    guard let first = try record(&experiment) else {
      return experiment.judgements.markUndecided(.key4, "\(open): \(TraceCases.noPair)")
    }
    let draws = drawsBeforeTheKey(first)
    let drawn = draws.reduce(0) { $0 + $1.count }
    guard drawn >= least else { return violate("\(drawn) bytes are drawn", &experiment) }
    guard try repeats(first, &experiment) else {
      return experiment.judgements.markUndecided(
        .key4, "\(open): the same bytes give another key every time, so something hidden goes into it, too")
    }
    // A run-time system draws for purposes of its own; what counts are the draws that change the key. The likeliest first.
    var counted = 0
    var used: [Recording.Draw] = []
    var places: [EntropyBytes.Place] = []
    for draw in draws.sorted(by: { isLikelier($0, $1) }).prefix(patience) where counted < least {
      guard let altered = try record(altering: [draw.identity: .whole], &experiment),
        altered.seed != first.seed
      else { continue }
      counted += draw.count
      used.append(draw)
      places = copied(draw, into: first.seed, altered.seed, seed: experiment.context.seed)
    }
    if places.isEmpty, counted >= least, counted <= most {
      let bytes = EntropyBytes(key: first.seed, options: options([:], experiment))
      places = try bytes.places(in: used, upTo: least, &experiment)
      counted = places.count
    }
    if counted >= least { return try judgeZero(among: places, first, &experiment) }
    guard draws.count <= patience else {
      return experiment.judgements.markUndecided(
        .key4, "\(open): of \(draws.count) draws no more than \(patience) are tried one by one")
    }
    violate("\(drawn) bytes are drawn, of which \(counted) have a part in the key", &experiment)
  }

  /// Where the key is bytes of the draw as they are, in two runs in which these have nothing in common: it then depends on
  /// each of them.
  ///
  /// - Parameters:
  ///   - key: the key of the run with the draw as it is.
  ///   - other: that of the run with the draw altered.
  private static func copied(
    _ draw: Recording.Draw, into key: [UInt8], _ other: [UInt8], seed: UInt64
  ) -> [EntropyBytes.Place] {
    guard key.count >= least, key.count == other.count, draw.count >= key.count else { return [] }
    let drawn = draw.identity.bytes(draw.count, seed: seed)
    let altered = draw.identity.bytes(draw.count, seed: seed, .whole)
    let start = (0...draw.count - key.count).first { start in
      let range = start..<start + key.count
      return drawn[range].elementsEqual(key) && altered[range].elementsEqual(other)
    }
    guard let start else { return [] }
    return (start..<start + key.count).map { EntropyBytes.Place(draw: draw, byte: $0) }
  }

  // MARK: Zero bytes

  /// Judges a key that depends on enough bytes by what it depends on when one of them is 0.
  ///
  /// Who takes bytes for text loses what comes after a zero, which one key in eight has.
  ///
  /// - Parameter places: the bytes, in the order in which they were drawn; none where a generator's seed makes the key.
  private static func judgeZero(
    among places: [EntropyBytes.Place], _ first: TraceCases.Recorded, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    // Not the first byte: a key that begins with zero may be drawn again.
    guard let zero = places.dropFirst().first, let last = places.last else {
      return experiment.judgements.hold(.key4)
    }
    var alterations = [zero.draw.identity: DrawAlteration()]
    alterations[zero.draw.identity]?.zeroByte = zero.byte
    let options = options(alterations, experiment)
    guard let base = try record(altering: alterations, &experiment) else {
      return experiment.judgements.markUndecided(.key4, "\(open): a run that draws a zero byte makes no pair")
    }
    alterations[last.draw.identity, default: DrawAlteration()].changedByte = last.byte
    let other = try record(altering: alterations, &experiment)
    // One that finds a byte unfit, and draws again, is as good.
    guard let other, other.seed == base.seed, outline(other) == outline(base), outline(base) == outline(first)
    else { return experiment.judgements.hold(.key4) }
    let draws = drawsBeforeTheKey(base)
    let drawn = draws.reduce(0) { $0 + $1.count }
    guard drawn <= mostWithZero else {
      return experiment.judgements.markUndecided(
        .key4, "\(open): of \(drawn) bytes, one of them 0, no more than \(mostWithZero) are tried one by one")
    }
    let found = try EntropyBytes(key: base.seed, options: options).places(in: draws, upTo: least, &experiment)
    guard found.count < least else { return experiment.judgements.hold(.key4) }
    violate(
      "\(drawn) bytes are drawn, of which \(found.count) have a part in the key where one of them is 0",
      &experiment)
  }

  private static func outline(_ recorded: TraceCases.Recorded) -> [[DrawIdentity: Int]] {
    drawsBeforeTheKey(recorded).map { [$0.identity: $0.count] }
  }

  // MARK: Runs

  private static func violate(_ observed: String, _ experiment: inout Experiment) {
    experiment.judgements.violate(
      .key4, "too little of the kernel's randomness goes into the key",
      expected: "at least \(least) bytes, drawn before the private key is written, that the key depends on",
      observed: observed)
  }

  /// What is looked at in a run whose randomness is replaced.
  private static func options(
    _ alterations: [DrawIdentity: DrawAlteration], _ experiment: Experiment
  ) -> TraceOptions {
    var options = TraceOptions.observing
    options.randomSeed = experiment.context.seed
    options.alterations = alterations
    return options
  }

  private static func record(
    altering alterations: [DrawIdentity: DrawAlteration] = [:], _ experiment: inout Experiment
  ) throws(CaseFailure) -> TraceCases.Recorded? {
    try TraceCases.record(options: options(alterations, experiment), &experiment)
  }

  /// Whether the same bytes give the same key; threads may race for them, so it is tried more than once.
  private static func repeats(
    _ first: TraceCases.Recorded, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    for _ in 0..<4 {
      if try record(&experiment)?.seed == first.seed { return true }
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

  /// A draw of about a key's size before a larger one, and any of these before a small one.
  private static func isLikelier(_ one: Recording.Draw, _ other: Recording.Draw) -> Bool {
    let (first, second) = (one.count >= least, other.count >= least)
    return first == second ? (first ? one.count < other.count : one.count > other.count) : first
  }
}

extension DrawAlteration {
  fileprivate static var whole: DrawAlteration {
    var alteration = DrawAlteration()
    alteration.isWhole = true
    return alteration
  }
}

internal import FaultInjection
internal import SpecHarness

/// KG-KEY-4: the kernel's randomness is drawn, and it is what the key is made of.
enum EntropyCase {
  private static let least = 32
  /// How many draws are tried one by one: a program may draw its key byte by byte, and much else besides.
  private static let patience = 96
  /// Draws of so many bytes together are looked at byte by byte; larger ones feed a generator.
  private static let most = 64
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
    var parts: [EntropyBytes.Part] = []
    for draw in draws.sorted(by: { isLikelier($0, $1) }).prefix(patience) where counted < least {
      guard let altered = try record(altering: [draw.identity: .whole], &experiment),
        altered.seed != first.seed
      else {
        continue
      }
      counted += draw.count
      used.append(draw)
      parts = copied(draw, into: first.seed, altered.seed, seed: experiment.context.seed)
    }
    if parts.isEmpty, counted >= least, counted <= most {
      let bytes = EntropyBytes(key: first.seed, options: options([:], experiment))
      parts = try bytes.parts(of: used, upTo: least, &experiment)
      counted = parts.byteCount
    }
    if counted >= least {
      guard let bytes = try bytesBehindZero(used, parts, first, &experiment) else {
        return experiment.judgements.hold(.key4)
      }
      return violate(
        "\(drawn) bytes are drawn, of which \(bytes) have a part in the key where one of them is 0",
        &experiment)
    }
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
  ) -> [EntropyBytes.Part] {
    guard key.count >= least, key.count == other.count, draw.count >= key.count else { return [] }
    let drawn = draw.identity.bytes(draw.count, seed: seed)
    let altered = draw.identity.bytes(draw.count, seed: seed, .whole)
    let start = (0...draw.count - key.count).first { start in
      let range = start..<start + key.count
      return drawn[range].elementsEqual(key) && altered[range].elementsEqual(other)
    }
    return start.map { [EntropyBytes.Part(draw: draw.identity, bytes: Array($0..<$0 + key.count))] } ?? []
  }

  // MARK: Zero bytes

  /// How many bytes have a part in the key of a run in which one of them is 0; nil where these are enough.
  ///
  /// Who takes bytes for text loses what comes after a zero, which one key in eight has.
  private static func bytesBehindZero(
    _ draws: [Recording.Draw], _ parts: [EntropyBytes.Part], _ first: TraceCases.Recorded,
    _ experiment: inout Experiment
  ) throws(CaseFailure) -> Int? {
    // Not the first byte: a key that begins with zero may be drawn again.
    guard let part = parts.max(by: { $0.bytes.count < $1.bytes.count }),
      let zero = part.bytes.dropFirst().first, let last = part.bytes.last, zero < last,
      draws.reduce(0, { $0 + $1.count }) <= most
    else { return nil }
    var alteration = DrawAlteration()
    alteration.zeroByte = zero
    guard let base = try record(altering: [part.draw: alteration], &experiment), hasSameDraws(base, first)
    else {
      return nil
    }
    let options = options([part.draw: alteration], experiment)
    alteration.changedByte = last
    let other = try record(altering: [part.draw: alteration], &experiment)
    guard other?.seed == base.seed else { return nil }
    let count = try EntropyBytes(key: base.seed, options: options).parts(of: draws, upTo: least, &experiment)
      .byteCount
    return count < least ? count : nil
  }

  /// Whether two runs drew alike; one that found bytes unfit, and drew again, did not.
  private static func hasSameDraws(_ one: TraceCases.Recorded, _ other: TraceCases.Recorded) -> Bool {
    func outline(_ recorded: TraceCases.Recorded) -> [[DrawIdentity: Int]] {
      drawsBeforeTheKey(recorded).map { [$0.identity: $0.count] }
    }
    return outline(one) == outline(other)
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

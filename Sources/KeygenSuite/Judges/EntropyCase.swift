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
    var parts: [Recording.Draw] = []
    for draw in draws.sorted(by: { isLikelier($0, $1) }).prefix(patience) where counted < least {
      guard let altered = try record(altering: draw.identity, &experiment), altered.seed != first.seed else {
        continue
      }
      if isCopied(draw, into: first.seed, altered.seed, seed: experiment.context.seed) {
        return experiment.judgements.hold(.key4)
      }
      counted += draw.count
      parts.append(draw)
    }
    if counted >= least, counted <= most {
      counted = try EntropyBytes(key: first.seed, options: options(experiment)).count(
        in: parts, upTo: least, &experiment)
    }
    if counted >= least { return experiment.judgements.hold(.key4) }
    guard draws.count <= patience else {
      return experiment.judgements.markUndecided(
        .key4, "\(open): of \(draws.count) draws no more than \(patience) are tried one by one")
    }
    violate("\(drawn) bytes are drawn, of which \(counted) have a part in the key", &experiment)
  }

  /// Whether the key is bytes of the draw as they are, in two runs in which these have nothing in common: it then depends on
  /// each of them.
  ///
  /// - Parameters:
  ///   - key: the key of the run with the draw as it is.
  ///   - other: that of the run with the draw altered.
  private static func isCopied(
    _ draw: Recording.Draw, into key: [UInt8], _ other: [UInt8], seed: UInt64
  ) -> Bool {
    guard key.count >= least, key.count == other.count, draw.count >= key.count else { return false }
    let drawn = draw.identity.bytes(draw.count, seed: seed)
    let altered = draw.identity.bytes(draw.count, seed: seed, isAltered: true)
    return (0...draw.count - key.count).contains { start in
      let range = start..<start + key.count
      return drawn[range].elementsEqual(key) && altered[range].elementsEqual(other)
    }
  }

  private static func violate(_ observed: String, _ experiment: inout Experiment) {
    experiment.judgements.violate(
      .key4, "too little of the kernel's randomness goes into the key",
      expected: "at least \(least) bytes, drawn before the private key is written, that the key depends on",
      observed: observed)
  }

  /// What is looked at in a run whose randomness is replaced.
  private static func options(_ experiment: Experiment) -> TraceOptions {
    var options = TraceOptions.observing
    options.randomSeed = experiment.context.seed
    return options
  }

  private static func record(
    altering draw: DrawIdentity? = nil, _ experiment: inout Experiment
  ) throws(CaseFailure) -> TraceCases.Recorded? {
    var options = options(experiment)
    options.alteredDraw = draw
    return try TraceCases.record(options: options, &experiment)
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

internal import FaultInjection
internal import SpecHarness

/// A run whose randomness is replaced.
struct SeededRun {
  var options: TraceOptions
  var setting = Setting()
  /// Whether the output directory is there; nil where that does not matter.
  var madeBeforehand: Bool?

  init(seed: UInt64) {
    options = .observing
    options.randomSeed = seed
  }

  func record(_ experiment: inout Experiment) throws(CaseFailure) -> TraceCases.Outcome {
    try TraceCases.record(setting, madeBeforehand: madeBeforehand, options: options, &experiment)
  }

  /// The same run with other bytes of some draws.
  func changing(_ bytes: [DrawIdentity: [Range<Int>]], _ change: DrawAlteration.Change) -> SeededRun {
    var other = self
    for (draw, ranges) in bytes {
      other.options.alterations[draw, default: DrawAlteration()].changedBytes = ranges
      other.options.alterations[draw]?.change = change
    }
    return other
  }

  /// The bytes of a draw.
  func bytes(of draw: Recording.Draw) -> [UInt8] {
    draw.identity.bytes(
      draw.count, seed: options.randomSeed ?? 0, options.alterations[draw.identity] ?? DrawAlteration())
  }
}

/// What came of such a run.
struct SeededKey {
  let run: SeededRun
  let recorded: TraceCases.Recorded
  /// Whether it has the same key each time.
  let isSteady: Bool

  var key: [UInt8] { recorded.seed }

  /// What was drawn.
  ///
  /// A key does not depend on what is drawn after it was written.
  var draws: [Recording.Draw] { recorded.run.recording.draws }

  /// In bytes.
  var drawn: Int { draws.reduce(0) { $0 + $1.count } }

  /// What tells it from a run that draws in another way; what is drawn when nothing is done any more does not count.
  var outline: [[DrawIdentity: Int]] {
    draws.filter { $0.before < recorded.run.recording.calls.count }.map { [$0.identity: $0.count] }
  }
}

extension SeededKey {
  /// What a search for a key that can be looked at has come to.
  enum Found {
    case key(SeededKey)
    case none(Failure)
  }

  /// Why there is none.
  struct Failure {
    let reason: String
    /// How many bytes were drawn; nil where there may be more.
    var drawn: Int?
  }

  /// Looks for the way of making runs in which the subject has the same key each time.
  static func find(_ experiment: inout Experiment) throws(CaseFailure) -> Found {
    var failure = Failure(reason: "")
    // A program that names a process in a path, for one, needs its true ID.
    identities: for keepsIdentities in [false, true] {
      var unsteady: SeededKey?
      for tellsThreadsApart in [false, true] {
        var run = SeededRun(seed: experiment.context.seed)
        run.options.circumstances.keepsIdentities = keepsIdentities
        run.options.circumstances.tellsThreadsApart = tellsThreadsApart
        switch try repetition(of: run, &experiment) {
        case .always(let first): return .key(SeededKey(run: run, recorded: first, isSteady: true))
        case .sometimes(let first):
          unsteady = unsteady ?? SeededKey(run: run, recorded: first, isSteady: false)
        case .never(let first):
          let foreign = first.run.recording.foreignRandomness
          let key = SeededKey(run: run, recorded: first, isSteady: false)
          let hidden = foreign.map { "perhaps \($0)" } ?? "such as a counter of the processor"
          failure = Failure(
            reason:
              "the same bytes give another key every time, so something else goes into it, too, \(hidden)",
            drawn: foreign == nil ? key.drawn : nil)
        case .nothing(let reason):
          if let unsteady { return .key(unsteady) }
          failure = Failure(reason: reason.text)
          continue identities
        }
      }
      // True IDs would make it no steadier.
      return unsteady.map(Found.key) ?? .none(failure)
    }
    return .none(failure)
  }

  /// The key of runs in which each thread has draws of its own; nil where it is not the same each time, or this is one.
  func withThreadsApart(_ experiment: inout Experiment) throws(CaseFailure) -> SeededKey? {
    guard !run.options.circumstances.tellsThreadsApart else { return nil }
    var apart = run
    apart.options.circumstances.tellsThreadsApart = true
    guard case .always(let first) = try Self.repetition(of: apart, &experiment) else { return nil }
    return SeededKey(run: apart, recorded: first, isSteady: true)
  }

  /// How often the same bytes give the same key.
  private enum Repetition {
    case always(TraceCases.Recorded)
    case sometimes(TraceCases.Recorded)
    case never(TraceCases.Recorded)
    case nothing(because: TraceCases.NoPair)
  }

  private static func repetition(
    of run: SeededRun, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Repetition {
    let first: TraceCases.Recorded
    switch try run.record(&experiment) {
    case .pair(let pair): first = pair
    case .nothing(let reason): return .nothing(because: reason)
    }
    for attempt in 0..<4 {
      switch try run.record(&experiment) {
      case .pair(let pair) where pair.seed == first.seed:
        return attempt == 0 ? .always(first) : .sometimes(first)
      case .pair: continue
      case .nothing(let reason): return .nothing(because: reason)
      }
    }
    return .never(first)
  }
}

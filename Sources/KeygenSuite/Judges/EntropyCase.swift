internal import FaultInjection
internal import SpecHarness

/// KG-KEY-4: the kernel's randomness is drawn, and it is what the key is made of.
enum EntropyCase {
  /// So many bytes must be drawn and have a part in the key.
  static let least = 32

  static let entropy = TestCase("trace/entropy", [.key4], cost: 35) { experiment throws(CaseFailure) in
    // Draws, clock and addresses are the same in each of these runs; so are the process IDs, if the program bears that.
    let seeded: SeededKey
    switch try SeededKey.find(&experiment) {
    case .key(let key): seeded = key
    case .none(let failure):
      // Too little is too little, unless there is randomness that is not counted.
      if let drawn = failure.drawn, drawn < least { return violate("\(drawn) bytes are drawn", &experiment) }
      return markUndecided(failure.reason, &experiment)
    }
    let before = experiment.judgements
    try judge(seeded, &experiment)
    // Threads that race for bytes can seem steady.
    guard isOpen(experiment.judgements), let apart = try seeded.withThreadsApart(&experiment) else { return }
    experiment.judgements = before
    try judge(apart, &experiment)
  }

  private static func isOpen(_ judgements: Judgements) -> Bool {
    judgements.all.contains { if case .undecided = $0.outcome { $0.requirement == .key4 } else { false } }
  }

  private static func judge(_ seeded: SeededKey, _ experiment: inout Experiment) throws(CaseFailure) {
    guard var bytes = try judgeBytes(of: seeded, "", &experiment) else { return }
    for circumstance in EntropyCircumstance.allCases
    where circumstance != .existingDirectory || !bytes.copies.haveShownKey {
      guard try judge(circumstance, bytes, &experiment) else { return }
    }
    repeat {
      for value in SpecialByte.allCases {
        guard try judge(value, among: &bytes, &experiment) else { return }
      }
      guard try judgeRefusals(of: &bytes, &experiment) else { return }
    } while !bytes.copiesHoldStill(&experiment)
    // Something that only time changes must not look like the work of a byte.
    if seeded.isSteady {
      let key = try seeded.run.record(&experiment).recorded?.seed
      guard key == seeded.key else {
        return markUndecided("the same bytes give another key after a while", &experiment)
      }
    }
    experiment.judgements.hold(.key4)
  }

  /// Judges of how many drawn bytes a key is made.
  ///
  /// - Parameters:
  ///   - circumstance: in what the run differs from others, for the message.
  ///   - byCopies: whether copies are tried.
  /// - Returns: as many bytes as are needed; nil where all is judged.
  static func judgeBytes(
    of seeded: SeededKey, _ circumstance: String, byCopies: Bool = true, _ experiment: inout Experiment
  ) throws(CaseFailure) -> EntropyBytes? {
    var bytes = EntropyBytes(of: seeded, size: least, byCopies: byCopies)
    try bytes.search(upTo: least, &experiment)
    if bytes.count >= least { return bytes }
    if let gap = bytes.gap {
      markUndecided("\(gap)\(circumstance)", &experiment)
    } else if seeded.drawn < least {
      violate("\(seeded.drawn) bytes are drawn\(circumstance)", &experiment)
    } else {
      violate(
        "\(seeded.drawn) bytes are drawn, of which \(bytes.count) have a part in the key\(circumstance)",
        &experiment)
    }
    return nil
  }

  // MARK: Circumstances

  /// Judges a key that is made in another way in other circumstances.
  ///
  /// - Returns: whether nothing is wrong.
  private static func judge(
    _ circumstance: EntropyCircumstance, _ bytes: EntropyBytes, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    let seeded = bytes.seeded
    guard let run = circumstance.run(seeded.run, experiment.baseline) else { return true }
    switch try run.record(&experiment) {
    case .pair(let pair) where pair.seed == seeded.key && seeded.isSteady: return true
    case .pair(let pair):
      // Where something comes to lie in memory may go into a key, too, and depends on the arguments.
      let other = SeededKey(run: run, recorded: pair, isSteady: seeded.isSteady)
      let byCopies = !bytes.copies.haveFailed
      return try judgeBytes(of: other, circumstance.description, byCopies: byCopies, &experiment) != nil
    // Who refuses the circumstances is judged elsewhere.
    case .nothing(let reason) where reason.isOwnEnd: return true
    case .nothing(let reason):
      markUndecided("\(reason)\(circumstance)", &experiment)
      return false
    }
  }

  // MARK: Judgement

  /// What a run made; nil where it made no pair, which leaves the requirement open.
  static func key(
    of run: SeededRun, _ outcome: TraceCases.Outcome, _ circumstance: String, isSteady: Bool,
    _ experiment: inout Experiment
  ) -> SeededKey? {
    switch outcome {
    case .pair(let pair): return SeededKey(run: run, recorded: pair, isSteady: isSteady)
    case .nothing(let reason):
      markUndecided("\(reason)\(circumstance)", &experiment)
      return nil
    }
  }

  static func markUndecided(_ reason: String, _ experiment: inout Experiment) {
    experiment.judgements.markUndecided(
      .key4, "the key could not be shown to depend on the kernel's randomness: \(reason)")
  }

  static func violate(_ observed: String, _ experiment: inout Experiment) {
    experiment.judgements.violate(
      .key4, "too little of the kernel's randomness goes into the key",
      expected:
        "at least \(least) bytes, drawn by getrandom or from the random devices before the private key is written, "
        + "that the key depends on",
      observed: observed)
  }
}

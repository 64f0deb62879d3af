internal import FaultInjection
internal import SpecHarness

/// KG-KEY-4: the kernel's randomness is drawn, and it is what the key is made of.
enum EntropyCase {
  private static let least = 32

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
    guard let places = try judgeBytes(of: seeded, "", &experiment) else { return }
    for value in SpecialByte.allCases {
      guard try judge(value, among: places, seeded, &experiment) else { return }
    }
    for circumstance in EntropyCircumstance.allCases {
      guard try judge(circumstance, seeded, &experiment) else { return }
    }
    guard try judgeRefusals(of: places, seeded, &experiment) else { return }
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
  /// - Parameter where: in what the run differs from others, for the message.
  /// - Returns: as many bytes as are needed, in the order in which they were drawn; nil where all is judged.
  private static func judgeBytes(
    of seeded: SeededKey, _ circumstance: String, _ experiment: inout Experiment
  ) throws(CaseFailure) -> [EntropyBytes.Place]? {
    var bytes = EntropyBytes(of: seeded, size: least)
    try bytes.search(upTo: least, &experiment)
    if bytes.count >= least { return bytes.places }
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

  // MARK: Bytes of a certain value

  /// Judges a key that depends on enough bytes by what it depends on when one of them has a certain value.
  ///
  /// - Parameter places: the bytes, in the order in which they were drawn.
  /// - Returns: whether nothing is wrong.
  private static func judge(
    _ special: SpecialByte, among places: [EntropyBytes.Place], _ seeded: SeededKey,
    _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    for group in groups(of: places) {
      // Near the end: what comes before it, or behind it, is then lost in part at least.
      let middle = group[group.count - 2]
      var run = seeded.run
      run.options.alterations[middle.draw.identity, default: DrawAlteration()].setByte = (
        middle.byte, special.rawValue
      )
      let base: TraceCases.Recorded
      switch try run.record(&experiment) {
      case .pair(let pair): base = pair
      case .nothing(let reason):
        markUndecided("\(reason)\(special.circumstance)", &experiment)
        return false
      }
      let key = SeededKey(run: run, recorded: base, isSteady: seeded.isSteady)
      var isSuspect = !seeded.isSteady
      for neighbour in special.neighbours(in: group) where !isSuspect {
        let changed = run.changing(
          [neighbour.draw.identity: [neighbour.byte..<neighbour.byte + 1]], .complement)
        switch try changed.record(&experiment) {
        case .pair(let pair):
          let other = SeededKey(run: changed, recorded: pair, isSteady: seeded.isSteady)
          // One that finds a byte unfit, and draws again, is as good.
          isSuspect =
            other.key == key.key && other.outline == key.outline && key.outline == seeded.outline
        case .nothing(let reason):
          markUndecided("\(reason)\(special.circumstance)", &experiment)
          return false
        }
      }
      if isSuspect, try judgeBytes(of: key, special.circumstance, &experiment) == nil { return false }
    }
    return true
  }

  /// The bytes of each draw by themselves; of draws of very few bytes, all of them together.
  private static func groups(of places: [EntropyBytes.Place]) -> [[EntropyBytes.Place]] {
    var groups: [[EntropyBytes.Place]] = []
    for place in places {
      if groups.last?.last?.draw.identity == place.draw.identity {
        groups[groups.count - 1].append(place)
      } else {
        groups.append([place])
      }
    }
    groups.removeAll { $0.count < 4 }
    return groups.isEmpty ? [places] : groups
  }

  // MARK: Circumstances

  /// Judges a key that is made in another way in other circumstances.
  ///
  /// - Returns: whether nothing is wrong.
  private static func judge(
    _ circumstance: EntropyCircumstance, _ seeded: SeededKey, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    guard let run = circumstance.run(seeded.run, experiment.baseline) else { return true }
    switch try run.record(&experiment) {
    case .pair(let pair) where pair.seed == seeded.key && seeded.isSteady: return true
    case .pair(let pair):
      // Where something comes to lie in memory may go into a key, too, and depends on the arguments.
      let other = SeededKey(run: run, recorded: pair, isSteady: seeded.isSteady)
      return try judgeBytes(of: other, circumstance.description, &experiment) != nil
    // Who refuses the circumstances is judged elsewhere.
    case .nothing(let reason) where reason.isOwnEnd: return true
    case .nothing(let reason):
      markUndecided("\(reason)\(circumstance)", &experiment)
      return false
    }
  }

  /// Judges runs in which getrandom(2) fails where the key is drawn: they may do without the call, but not without 32 bytes.
  ///
  /// - Returns: whether nothing is wrong.
  private static func judgeRefusals(
    of places: [EntropyBytes.Place], _ seeded: SeededKey, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    let called = Set(places.map(\.draw.identity))
    let draws = seeded.draws.filter { !$0.isOfDevice && called.contains($0.identity) }
    // Of many like draws these do.
    for draw in draws.prefix(2) + draws.dropFirst(2).suffix(1) {
      for isLasting in [false, true] {
        var run = seeded.run
        run.options.refusal = DrawRefusal(draw: draw.identity, isLasting: isLasting)
        guard try judgeRefusal(run, seeded, &experiment) else { return false }
      }
    }
    return true
  }

  private static func judgeRefusal(
    _ run: SeededRun, _ seeded: SeededKey, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    let circumstance = " where getrandom fails with ENOSYS, and a pair is made all the same"
    let refused: SeededKey
    switch try run.record(&experiment) {
    case .pair(let pair): refused = SeededKey(run: run, recorded: pair, isSteady: seeded.isSteady)
    case .nothing(let reason) where reason.isOwnEnd: return true
    case .nothing(let reason):
      markUndecided("\(reason), where getrandom fails with ENOSYS", &experiment)
      return false
    }
    if let foreign = refused.recorded.run.recording.foreignRandomness,
      try run.record(&experiment).recorded?.seed != refused.key
    {
      markUndecided("it may come from \(foreign)\(circumstance)", &experiment)
      return false
    }
    if refused.drawn < least {
      violate("\(refused.drawn) bytes are drawn\(circumstance)", &experiment)
      return false
    }
    let all = Dictionary(refused.draws.map { ($0.identity, [0..<$0.count]) }) { first, _ in first }
    if try run.changing(all, .scatter(number: 0)).record(&experiment).recorded?.seed == refused.key {
      violate("no byte that is drawn has a part in the key\(circumstance)", &experiment)
      return false
    }
    return true
  }

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

internal import FaultInjection
internal import SpecHarness

extension EntropyCase {
  /// Judges runs in which getrandom(2) fails where the key is drawn: they may do without the call, but not without 32 bytes.
  ///
  /// - Returns: whether nothing is wrong.
  static func judgeRefusals(
    of bytes: inout EntropyBytes, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    let called = Set(bytes.places.map(\.draw.identity))
    let draws = bytes.seeded.draws.filter { !$0.isOfDevice && called.contains($0.identity) }
    // Of many like draws these do.
    for draw in draws.prefix(2) + draws.dropFirst(2).suffix(1) {
      for isLasting in [false, true] {
        var run = bytes.seeded.run
        run.options.refusal = DrawRefusal(draw: draw.identity, isLasting: isLasting)
        if try seemsRight(run, of: draw, &bytes, &experiment) { continue }
        guard try judgeRefusal(run, isSteady: bytes.seeded.isSteady, &experiment) else { return false }
      }
    }
    return true
  }

  /// Whether copies show that enough is drawn in another way, and has a part in the key.
  private static func seemsRight(
    _ run: SeededRun, of draw: Recording.Draw, _ bytes: inout EntropyBytes, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    guard let refused = try bytes.copy(run, from: draw, &experiment), refused.drawn >= least,
      refused.recorded.run.recording.foreignRandomness == nil,
      // Draws before this one are the same in all copies.
      let other = try bytes.copy(changingAll(of: refused), from: draw, &experiment), other.key != refused.key
    else { return false }
    return try bytes.copy(run, from: draw, &experiment)?.key == refused.key
  }

  private static func judgeRefusal(
    _ run: SeededRun, isSteady: Bool, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    let circumstance = " where getrandom fails with ENOSYS, and a pair is made all the same"
    let refused: SeededKey
    switch try run.record(&experiment) {
    case .pair(let pair): refused = SeededKey(run: run, recorded: pair, isSteady: isSteady)
    case .nothing(let reason) where reason.isOwnEnd: return true
    case .nothing(let reason):
      markUndecided("\(reason), where getrandom fails with ENOSYS", &experiment)
      return false
    }
    let foreign = refused.recorded.run.recording.foreignRandomness
    // Too little is too little, unless there is randomness that is not counted.
    if foreign != nil || refused.drawn >= least, isSteady,
      try run.record(&experiment).recorded?.seed != refused.key
    {
      let source = foreign ?? "something else, such as a counter of the processor"
      markUndecided("it may come from \(source)\(circumstance)", &experiment)
      return false
    }
    if refused.drawn < least {
      violate("\(refused.drawn) bytes are drawn\(circumstance)", &experiment)
      return false
    }
    if try changingAll(of: refused).record(&experiment).recorded?.seed == refused.key {
      violate("no byte that is drawn has a part in the key\(circumstance)", &experiment)
      return false
    }
    return true
  }

  private static func changingAll(of key: SeededKey) -> SeededRun {
    let all = Dictionary(key.draws.map { ($0.identity, [0..<$0.count]) }) { first, _ in first }
    return key.run.changing(all, .scatter(number: 0))
  }
}

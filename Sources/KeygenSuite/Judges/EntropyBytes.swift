internal import FaultInjection
internal import SpecHarness

/// Which bytes of a draw the key depends on.
struct EntropyBytes {
  /// The key of the run in which no byte is altered.
  let key: [UInt8]
  /// What is looked at in that run.
  let options: TraceOptions
  /// A draw of fewer bytes is not worth a stopped run.
  private static let fewest = 4

  /// Counts the bytes of draws that change the key, one by one.
  ///
  /// That they do can be seen of copies of a run that is stopped at the draw; that they do not is seen of fresh runs.
  ///
  /// - Parameter enough: it is not counted further.
  func count(
    in draws: [Recording.Draw], upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Int {
    var changing = 0
    for draw in draws where changing < enough {
      changing += try countByCopies(in: draw, upTo: enough - changing, &experiment) ?? 0
    }
    if changing >= enough { return changing }
    changing = 0
    for draw in draws {
      for index in 0..<draw.count where changing < enough {
        // A run that came to nothing says nothing against the byte.
        if try TraceCases.record(options: altering(draw, byte: index), &experiment)?.seed != key {
          changing += 1
        }
      }
    }
    return changing
  }

  /// - Returns: nil where there are no copies, or these have other keys than fresh runs.
  private func countByCopies(
    in draw: Recording.Draw, upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Int? {
    guard draw.count >= Self.fewest else { return nil }
    let sandbox = try experiment.makeSandbox(madeBeforehand: true)
    let request = TracedRun.Request(
      Setting().invocation(in: sandbox, experiment.baseline), options: options,
      deadline: experiment.context.deadline)
    guard let paused = PausedRun(request, in: sandbox, at: .draw(draw.identity), &experiment) else {
      return nil
    }
    func key(_ options: TraceOptions) -> [UInt8]? {
      paused.run(options, &experiment).flatMap { TraceCases.recorded($0, experiment)?.seed }
    }
    guard key(options) == self.key else { return nil }
    var changing = 0
    for index in 0..<draw.count where changing < enough {
      guard let other = key(altering(draw, byte: index)) else { return nil }
      if other != self.key { changing += 1 }
    }
    // Something that only time changes must not look like the work of a byte.
    return key(options) == self.key ? changing : nil
  }

  private func altering(_ draw: Recording.Draw, byte: Int) -> TraceOptions {
    var options = options
    options.alteredDraw = draw.identity
    options.alteredByte = byte
    return options
  }
}

internal import FaultInjection
internal import SpecHarness

/// Which bytes of a draw the key depends on.
struct EntropyBytes {
  /// The key of the run in which no byte is changed.
  let key: [UInt8]
  /// What is looked at in that run.
  let options: TraceOptions
  /// A draw of fewer bytes is not worth a stopped run.
  private static let fewest = 4

  /// The bytes of a draw that change the key, by their places in it.
  struct Part {
    let draw: DrawIdentity
    var bytes: [Int] = []
  }

  /// Finds the bytes of draws that change the key, one by one.
  ///
  /// That they do can be seen of copies of a run that is stopped at the draw; that they do not is seen of fresh runs.
  ///
  /// - Parameter enough: of so many bytes no more are looked for.
  func parts(
    of draws: [Recording.Draw], upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> [Part] {
    var parts: [Part] = []
    for draw in draws where parts.byteCount < enough {
      parts += try partByCopies(of: draw, upTo: enough - parts.byteCount, &experiment).map { [$0] } ?? []
    }
    if parts.byteCount >= enough { return parts }
    parts = []
    for draw in draws where parts.byteCount < enough {
      var part = Part(draw: draw.identity)
      for index in 0..<draw.count where parts.byteCount + part.bytes.count < enough {
        // A run that came to nothing says nothing against the byte.
        if try TraceCases.record(options: changing(draw, byte: index), &experiment)?.seed != key {
          part.bytes.append(index)
        }
      }
      parts.append(part)
    }
    return parts
  }

  /// - Returns: nil where there are no copies, or these have other keys than fresh runs.
  private func partByCopies(
    of draw: Recording.Draw, upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Part? {
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
    var part = Part(draw: draw.identity)
    for index in 0..<draw.count where part.bytes.count < enough {
      guard let other = key(changing(draw, byte: index)) else { return nil }
      if other != self.key { part.bytes.append(index) }
    }
    // Something that only time changes must not look like the work of a byte.
    return key(options) == self.key ? part : nil
  }

  private func changing(_ draw: Recording.Draw, byte: Int) -> TraceOptions {
    var options = options
    options.alterations[draw.identity, default: DrawAlteration()].changedByte = byte
    return options
  }
}

extension [EntropyBytes.Part] {
  /// How many bytes they have together.
  var byteCount: Int { reduce(0) { $0 + $1.bytes.count } }
}

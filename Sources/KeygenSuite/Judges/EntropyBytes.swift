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

  /// One byte of a draw.
  struct Place {
    let draw: Recording.Draw
    let byte: Int
  }

  /// Finds the bytes of draws that change the key, one by one.
  ///
  /// Copies of a run that is stopped at the draw can show that they do; only fresh runs show that they do not.
  ///
  /// - Parameter enough: of so many bytes no more are looked for.
  func places(
    in draws: [Recording.Draw], upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> [Place] {
    var places: [Place] = []
    for draw in draws where places.count < enough {
      let wanted = min(draw.count, enough - places.count)
      var bytes = try bytesByCopies(of: draw, upTo: wanted, &experiment)
      for byte in 0..<draw.count where bytes.count < wanted && !bytes.contains(byte) {
        // A run that came to nothing says nothing against the byte.
        if try TraceCases.record(options: changing(draw, byte), &experiment)?.seed != key {
          bytes.insert(byte)
        }
      }
      places += bytes.sorted().map { Place(draw: draw, byte: $0) }
    }
    return places
  }

  /// The bytes that copies showed to change the key; none where there are no copies, or these have other keys than fresh runs.
  private func bytesByCopies(
    of draw: Recording.Draw, upTo enough: Int, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Set<Int> {
    guard draw.count >= Self.fewest else { return [] }
    let sandbox = try experiment.makeSandbox(madeBeforehand: true)
    let request = TracedRun.Request(
      Setting().invocation(in: sandbox, experiment.baseline), options: options,
      deadline: experiment.context.deadline)
    guard let paused = PausedRun(request, in: sandbox, at: .draw(draw.identity), &experiment) else {
      return []
    }
    func key(_ options: TraceOptions) -> [UInt8]? {
      paused.run(options, &experiment).flatMap { TraceCases.recorded($0, experiment)?.seed }
    }
    guard key(options) == self.key else { return [] }
    var bytes: Set<Int> = []
    for byte in 0..<draw.count where bytes.count < enough {
      guard let other = key(changing(draw, byte)) else { break }
      if other != self.key { bytes.insert(byte) }
    }
    // Something that only time changes must not look like the work of a byte.
    return key(options) == self.key ? bytes : []
  }

  private func changing(_ draw: Recording.Draw, _ byte: Int) -> TraceOptions {
    var options = options
    options.alterations[draw.identity, default: DrawAlteration()].changedByte = byte
    return options
  }
}

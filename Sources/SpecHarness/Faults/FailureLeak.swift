/// KG-SECRET-1 in a run that failed, whose private key is gone with it.
struct FailureLeak {
  private let fault: FaultCase
  private let run: TracedRun
  private var observation: Observation { run.observation }

  init(_ fault: FaultCase, _ run: TracedRun) {
    self.fault = fault
    self.run = run
  }

  /// Judges the run; one whose output could hold a key is repeated to learn the key from what it writes.
  func judge(_ request: TracedRun.Request, _ experiment: inout Experiment) throws(CaseFailure) {
    if SecretChecks.judgeFailure(
      observation, at: "\(fault.fault) at \(fault.call.name)", into: &experiment.judgements)
    {
      return
    }
    guard streams(observation).contains(where: mayHide) else { return }
    var observed = request
    observed.options = .observing
    let again = try TracedRun(observed, in: fault.scenario.makeSandbox(&experiment), &experiment)
    var written: [String: [UInt8]] = [:]
    for call in again.recording.calls where call.kind == .write {
      if let path = call.paths.last { written[path, default: []] += call.bytes }
    }
    guard let seed = written.values.lazy.compactMap(SecretChecks.privateValue).first else { return }
    let search = SecretSearch(seed: seed)
    for stream in streams(again.observation) {
      guard let encoding = search.encoding(in: stream) else { continue }
      return experiment.judgements.violate(
        .secret1, "a failed run prints the private value (\(fault.fault) at \(fault.call.name))",
        expected: "the private value on neither standard output nor standard error",
        observed: "the value of `d` as \(encoding) in \(stream.count) bytes")
    }
  }

  private func streams(_ observation: Observation) -> [[UInt8]] {
    [observation.result.standardOutput, observation.result.standardError]
  }

  /// Whether an output could hold 32 bytes in some encoding: most messages are words and paths, and cost nothing more.
  private func mayHide(_ stream: [UInt8]) -> Bool {
    guard stream.count >= 32 else { return false }
    if String(validating: stream, as: UTF8.self) == nil { return true }
    let text = withoutPaths(stream)
    if text.contains(where: { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 13 }) { return true }
    // Random base64 without a `/` among twenty characters, a hex dump, or a list of numbers.
    var run = 0
    var digits = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        (run, digits) = (run + 1, digits + 1)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        run += 1
      default: run = 0
      }
      if run >= 20 || digits >= 24 { return true }
    }
    return false
  }

  /// The output without the sandbox's own path, whose parts are long.
  private func withoutPaths(_ stream: [UInt8]) -> [UInt8] {
    let root = Array(observation.sandbox.root.utf8)
    var rest: [UInt8] = []
    var index = 0
    while index < stream.count {
      if stream[index...].starts(with: root) {
        index += root.count
      } else {
        rest.append(stream[index])
        index += 1
      }
    }
    return rest
  }
}

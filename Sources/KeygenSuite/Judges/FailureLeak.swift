internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// KG-SECRET-1 and KG-SECRET-2 in a run with a fault, whose private key may be gone with it.
struct FailureLeak {
  private let run: FaultedRun
  private let state: PairState
  private var observation: Observation { run.observation }

  init(_ run: FaultedRun, _ state: PairState) {
    self.run = run
    self.state = state
  }

  /// Judges the run; one whose output or whose leftovers could hold a key is repeated to learn the key from what it writes.
  func judge(_ experiment: inout Experiment) throws(CaseFailure) {
    if SecretChecks.judgeFailure(observation, at: run.moment, into: &experiment.judgements) { return }
    let files = run.hung ? [] : Self.files(of: state, in: observation)
    if let file = files.first(where: { SecretChecks.privateValue(in: $0.content) != nil }) {
      return violate(.secret2, file.path, encoding: "a member `d`", &experiment)
    }
    guard streams(observation).contains(where: mayHide) || !files.isEmpty else { return }
    let scenario = run.fault.scenario
    let suite = experiment.context.suite
    let sandbox = try suite.makeSandbox(for: scenario, &experiment)
    var observed = run.request
    observed.invocation = suite.invocation(for: scenario, in: sandbox, experiment.baseline)
    observed.options = .observing
    let again = try TracedRun(observed, in: sandbox, &experiment)
    guard let seed = Self.privateValue(of: again) else { return }
    let search = SecretSearch(seed: seed)
    for stream in streams(again.observation) {
      guard let encoding = search.encoding(in: stream) else { continue }
      return experiment.judgements.violate(
        .secret1, "a run with a fault prints the private value", moment: run.moment,
        expected: "the private value on neither standard output nor standard error",
        observed: "the value of `d` as \(encoding) in \(stream.count) bytes")
    }
    let repeated = FaultedRun(
      fault: run.fault, run: again, clean: run.clean, isAmbiguous: run.isAmbiguous, request: observed)
    let left = PairState(repeated, experiment.baseline, known: [])
    for file in Self.files(of: left, in: again.observation) {
      guard let encoding = search.encoding(in: file.content) else { continue }
      return violate(.secret2, file.path, encoding: encoding, &experiment)
    }
  }

  private func violate(
    _ requirement: RequirementID, _ path: String, encoding: String, _ experiment: inout Experiment
  ) {
    experiment.judgements.violate(
      requirement, "a run with a fault leaves the private value in another file", moment: run.moment,
      expected: "in no file but privkey.json", observed: "the value of `d` as \(encoding) in \(path)")
  }

  /// The private value that a run has written, or left, somewhere.
  private static func privateValue(of run: TracedRun) -> [UInt8]? {
    if let content = run.observation.content(.privateSet), let seed = SecretChecks.privateValue(in: content) {
      return seed
    }
    var written: [String: [UInt8]] = [:]
    for call in run.recording.calls where call.kind == .write {
      if let path = call.paths.last { written[path, default: []] += call.bytes }
    }
    return written.values.lazy.compactMap(SecretChecks.privateValue).first
  }

  /// What lies about besides the pair.
  private static func files(
    of state: PairState, in observation: Observation
  ) -> [(path: String, content: [UInt8])] {
    state.unexpectedFiles.compactMap { path in
      let content =
        path.hasPrefix("/")
        ? FileSystem.read(path, limit: Snapshot.contentLimit) : observation.after[path]?.content
      return content.flatMap { $0.isEmpty ? nil : (path, $0) }
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

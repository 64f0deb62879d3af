internal import FaultInjection
internal import SystemSupport

/// A few of the calls of a run that violated something, around the one that was struck.
public struct CallTrace: Sendable, Equatable {
  /// One call.
  public struct Call: Sendable, Equatable {
    /// The name, such as `write#1:privkey`.
    public let name: String
    /// What it returned: a number, or the name of an error.
    public let result: String
    /// The path that it was about, relative to the sandbox where it lies there.
    public let path: String?
    /// Whether the fault went in here.
    public let isStruck: Bool

    package init(name: String, result: String, path: String?, isStruck: Bool) {
      self.name = name
      self.result = result
      self.path = path
      self.isStruck = isStruck
    }
  }

  /// The case that made the run.
  public let caseName: String
  /// How many earlier calls are not shown.
  public let before: Int
  /// The calls in order.
  public let calls: [Call]
  /// How many later calls are not shown.
  public let after: Int

  package init(caseName: String, before: Int, calls: [Call], after: Int) {
    self.caseName = caseName
    self.before = before
    self.calls = calls
    self.after = after
  }
}

extension CallTrace {
  /// The calls of the run that an experiment was judged by, if it was traced.
  init?<Suite>(_ experiment: Experiment<Suite>) {
    guard let (recording, root) = experiment.traced, !recording.calls.isEmpty else { return nil }
    let all = recording.calls
    let window = Recording.shownCalls
    let center = recording.hit ?? 0
    let shown = max(0, center - window.before)..<min(all.count, center + window.after)
    self.init(
      caseName: experiment.name, before: shown.lowerBound,
      calls: shown.map { Call(all[$0], root, isStruck: all[$0].faulted || $0 == recording.hit) },
      after: all.count - shown.upperBound)
  }
}

extension CallTrace.Call {
  fileprivate init(_ call: TracedCall, _ root: String, isStruck: Bool) {
    let isStream = [[.standardOutput], [.standardError]].contains(call.name.roles)
    let path = isStream ? nil : call.paths.last.flatMap { $0.isEmpty ? nil : $0 }
    var result = TraceListing.result(of: call)
    if call.requested > 0 { result += " of \(call.requested) bytes" }
    self.init(
      name: "\(call.name)", result: result,
      path: path.map { path in
        let isInside = path.hasPrefix(root + "/")
        // A program may have made a name of what nobody is to see.
        return printable(Array((isInside ? String(path.dropFirst(root.count + 1)) : path).utf8))
      }, isStruck: isStruck)
  }
}

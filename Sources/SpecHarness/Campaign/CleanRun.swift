package import FaultInjection

/// What a run without a fault does and leaves: the measure for all the others.
package struct CleanRun<Suite: ConformanceSuite>: Sendable {
  package let recording: Recording
  package let purposes: Purposes
  /// The calls that faults go into, in order.
  package let calls: [TracedCall]
  /// What it leaves, in the suite's own terms.
  package let measure: Suite.Measure
  /// Whether it leaves files outside its sandbox, too, which is no matter of its rollback.
  package let leavesOutside: Bool
  /// What it removes or changes though it did not make it, which is no matter of its rollback either.
  package let touched: Set<String>
  /// In seconds.
  package let elapsed: Double

  /// Takes the measure of a run.
  init(_ run: TracedRun, _ suite: Suite) {
    let observation = run.observation
    recording = run.recording
    purposes = Purposes(
      run.recording, files: run.watchedFiles, recognize: suite.contentRecognizer(for: observation))
    measure = suite.measure(run)
    touched = Set(observation.touched).subtracting(run.replacedPaths)
    elapsed = Double(observation.result.elapsed) / 1e9
    calls = recording.calls.filter { [purposes] in purposes.isSubject($0) }
    leavesOutside = !run.madeOutside.isEmpty
  }

  /// What came of recording the subject.
  enum Outcome {
    case recorded(CleanRun)
    /// The subject does not end under the tracer as it should, or its calls cannot be seen.
    case unavailable(String)
  }

  /// Records the subject until two runs agree.
  static func record(
    _ scenario: Suite.Scenario, _ experiment: inout Experiment<Suite>
  ) throws(CaseFailure) -> Outcome {
    let suite = experiment.context.suite
    var deadline = experiment.context.deadline
    var last: TracedRun?
    var agrees = false
    var reason = ""
    for _ in 0..<4 where !agrees {
      let sandbox = try suite.makeSandbox(for: scenario, &experiment)
      var request = TracedRun.Request(
        suite.invocation(for: scenario, in: sandbox, experiment.baseline), deadline: deadline)
      request.options.observes = true
      request.options.watchesReads = request.invocation.reads
      let run = try TracedRun(request, in: sandbox, &experiment)
      if let found = run.recording.unavailableReason { return .unavailable("\(found)") }
      reason = "the subject does not succeed while it is traced: \(run.observation.summary)"
      if run.observation.ending == .timedOut, deadline < 8 * experiment.context.deadline {
        // The machine may be busy; the deadline of the suite was measured for a run of its own.
        deadline *= 2
        continue
      }
      if run.recording.lacksCalls { return .unavailable("the subject makes more calls than can be kept") }
      let isAsExpected =
        scenario.isRefusal
        ? run.observation.ending.isRefusal
        : run.observation.ending.isSuccess && suite.isComplete(run.observation)
      guard isAsExpected else { return .unavailable(reason) }
      agrees = last.map { Self.names($0.recording) == Self.names(run.recording) } ?? false
      last = run
    }
    guard let last else { return .unavailable(reason) }
    if !scenario.isRefusal, let path = unseen(last) {
      return .unavailable(
        "the making of \(path) was not seen among the subject's calls, although the file is there")
    }
    return .recorded(CleanRun(last, suite))
  }

  /// A file that the run wrote, by its name, whose making the recording lacks.
  private static func unseen(_ run: TracedRun) -> String? {
    let file = run.watchedFiles.first { file in
      guard file.access != .read else { return false }
      return !run.recording.calls.contains { call in
        if file.access == .replaced, call.kind == .write, call.name.roles.last == .watched(file.label) {
          return true
        }
        guard call.creates, call.succeeded else { return false }
        // A directory that holds the files already may become the directory of the run.
        return call.name.roles.last == .watched(file.label)
          || call.kind == .rename && call.name.roles.last == .directory
      }
    }
    return file?.name
  }

  /// The first call that changes anything, if another watched call comes before it.
  var firstChange: CallName? {
    let calls = recording.calls.filter { ![[.standardOutput], [.standardError]].contains($0.name.roles) }
    let first = calls.first { $0.succeeded && $0.changes }
    return first?.name == calls.first?.name ? nil : first?.name
  }

  private static func names(_ recording: Recording) -> [CallName] { recording.calls.map(\.name) }

  /// Whether a run took the same way up to the fault.
  func agrees(with other: Recording, upTo hit: Int) -> Bool {
    func watched(_ calls: some Sequence<TracedCall>) -> [CallName] {
      calls.filter { ![.read, .random].contains($0.kind) }.map(\.name)
    }
    let theirs = watched(other.calls[..<min(hit, other.calls.count)])
    return watched(recording.calls).prefix(theirs.count).elementsEqual(theirs)
  }
}

extension Invocation {
  /// Whether the run reads a file that it is about, so that reads can be made to fail.
  var reads: Bool { files.contains { $0.access != .writtenAnew } }
}

extension TracedRun {
  /// The files that the run replaces or writes where they were before, relative to the sandbox's root.
  var replacedPaths: Set<String> {
    let root = observation.sandbox.root + "/"
    return Set(
      watchedFiles.filter { $0.access == .replaced && $0.path.hasPrefix(root) }
        .map { String($0.path.dropFirst(root.count)) })
  }
}

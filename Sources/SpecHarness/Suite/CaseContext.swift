package import FaultInjection

/// What every case of one run of the suite shares; nothing in it changes once the cases begin.
package struct CaseContext<Suite: ConformanceSuite>: Sendable {
  package let suite: Suite
  package let subject: Subject
  package let sandboxRoot: SandboxRoot
  package let seed: UInt64
  /// The deadline of a run as the user gave it, in seconds.
  package let deadline: Double
  package var baseline = Suite.Baseline()
  /// For how many seconds each case goes on that looks for what only some runs show.
  package var samplingSeconds = SuiteOptions.defaultSamplingSeconds
  /// Where the sandboxes of failing cases are copied to, if at all.
  package private(set) var keep: String?
  /// Whether runs with faults may be copies of a stopped subject.
  package var usesCheckpoints = true
  /// Whether a run without a fault has been given more time, and did not end even so.
  private let hasHung = HangMark()

  /// The same, but the sandboxes of failing cases are not kept.
  var keepingNothing: Self {
    var context = self
    context.keep = nil
    return context
  }

  package init(
    _ suite: Suite, _ subject: Subject, in sandboxRoot: SandboxRoot, seed: UInt64, deadline: Double,
    keep: String? = nil
  ) {
    self.suite = suite
    self.subject = subject
    self.sandboxRoot = sandboxRoot
    self.seed = seed
    self.deadline = deadline
    self.keep = keep
  }

  /// The deadline of a run, in seconds: shorter for a subject that hangs anyway, so that the suite ends at all.
  package var runDeadline: Double {
    baseline.hangs ? min(deadline, max(1, deadline / 5)) : deadline
  }

  /// For how many seconds a run waits for what outlives it.
  ///
  /// A busy machine must not make strays of helpers that are about to end; a subject that leaves processes behind even
  /// without a fault will do so again.
  package var strayGrace: Double { baseline.leavesProcesses ? 0.25 : 3 }

  /// How the subject is started for a call.
  package func launch(_ invocation: Invocation, in sandbox: Sandbox) -> Launch {
    invocation.launch(subject, in: sandbox, deadline: runDeadline, strayGrace: strayGrace)
  }

  /// How long a run without a fault may take, in seconds.
  ///
  /// A subject that is known to succeed gets more time than the user gave it: a busy machine must not make a slow run look
  /// like one without end. Once a run has not ended even so, the subject is known to hang, and no more time is lost.
  package var patientDeadline: Double {
    baseline.succeeds && !baseline.hangs && !hasHung.isSet ? 3 * deadline : runDeadline
  }

  /// Takes account of how a run ended that had the patient deadline.
  package func note(_ ending: Ending, after deadline: Double) {
    if ending == .timedOut, deadline > runDeadline { hasHung.set() }
  }

  /// Runs the subject without noting anything; several threads may do so at once.
  package func run(_ invocation: Invocation, in sandbox: Sandbox) throws(CaseFailure) -> Observation {
    var launch = launch(invocation, in: sandbox)
    launch.deadline = patientDeadline
    let before = sandbox.snapshot()
    let result: RunResult
    do {
      result = try PlainRun(launch).finish()
    } catch {
      throw .launch(error)
    }
    note(result.ending, after: launch.deadline)
    return Observation(
      sandbox: sandbox, before: before, after: sandbox.snapshot(), result: result,
      directory: invocation.directory, workingDirectory: launch.directory)
  }
}

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

  /// Runs the subject without noting anything; several threads may do so at once.
  package func run(_ invocation: Invocation, in sandbox: Sandbox) throws(CaseFailure) -> Observation {
    let launch = launch(invocation, in: sandbox)
    let before = sandbox.snapshot()
    let result: RunResult
    do {
      result = try PlainRun(launch).finish()
    } catch {
      throw .launch(error)
    }
    return Observation(
      sandbox: sandbox, before: before, after: sandbox.snapshot(), result: result,
      directory: invocation.directory, workingDirectory: launch.directory)
  }
}

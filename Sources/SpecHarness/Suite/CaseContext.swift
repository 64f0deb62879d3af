package import FaultInjection

/// What every case of one run of the suite shares; nothing in it changes once the cases begin.
package struct CaseContext: Sendable {
  package let subject: Subject
  package let yard: SandboxYard
  package let seed: UInt64
  /// The deadline of a run as the user gave it, in seconds.
  package let deadline: Double
  package var baseline: Baseline
  /// Where the sandboxes of failing cases are copied to, if at all.
  package let keep: String?
  /// Whether runs with faults may be copies of a stopped subject.
  package var usesCheckpoints = true

  /// The deadline of a run, in seconds: shorter for a subject that hangs anyway, so that the suite ends at all.
  package var runDeadline: Double {
    baseline.hangs ? min(deadline, max(1, deadline / 5)) : deadline
  }

  /// For how many seconds a run waits for what outlives it.
  ///
  /// A busy machine must not make strays of helpers that are about to end; a subject that leaves processes behind even
  /// without a fault will do so again.
  package var strayGrace: Double { baseline.leavesProcesses ? 0.25 : 3 }
}

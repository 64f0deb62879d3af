package import FaultInjection

/// A run that met a fault, with all that it takes to judge it.
package struct FaultedRun<Suite: ConformanceSuite>: Sendable {
  package let fault: FaultCase<Suite.Scenario>
  package let run: TracedRun
  /// The measure: the same run without a fault.
  package let clean: CleanRun<Suite>
  /// Whether it is open which of the files the call was about.
  package let isAmbiguous: Bool
  /// How the run was made, for a judge that has to see it again.
  package let request: TracedRun.Request

  package init(
    fault: FaultCase<Suite.Scenario>, run: TracedRun, clean: CleanRun<Suite>, isAmbiguous: Bool,
    request: TracedRun.Request
  ) {
    self.fault = fault
    self.run = run
    self.clean = clean
    self.isAmbiguous = isAmbiguous
    self.request = request
  }

  package var observation: Observation { run.observation }

  /// The fault and the call in words, for the end of a message.
  package var moment: String { "\(fault.fault) at \(fault.call.name)" }

  /// Whether the run had to be ended.
  package var hung: Bool { observation.ending.isEndless }

  /// Whether the run went on to success after it had been told that what it wrote may be lost.
  package var ignoresLostWrite: Bool {
    fault.canLoseData && LostWrite(run.recording, clean.purposes).isIgnored
  }
}

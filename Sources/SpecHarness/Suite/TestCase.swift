internal import FaultInjection
internal import SystemSupport

/// One case of the suite: a name that a finding gives, and what to do.
package struct TestCase: Sendable {
  /// The name, such as `umask/027`.
  package let name: String
  /// Every requirement that the case may judge.
  ///
  /// Who asks for some requirements only gets all the cases that can judge them, so that a status does not depend on
  /// what was asked for.
  package let requirements: Set<RequirementID>
  let body: @Sendable (inout Experiment) throws(CaseFailure) -> Void

  /// - Parameter successes: whether the case has runs without a reason to fail that it judges by all that such runs are
  ///   judged by.
  package init(
    _ name: String, _ requirements: [RequirementID], successes: Bool = false,
    _ body: @escaping @Sendable (inout Experiment) throws(CaseFailure) -> Void
  ) {
    self.name = name
    self.requirements = Set(requirements).union(successes ? SuccessChecks.judged : [])
    self.body = body
  }

  /// Runs the case to its end, come what may.
  func run(_ context: CaseContext) -> CaseRecord {
    let began = monotonicSeconds()
    var experiment = Experiment(context, name: name)
    var isBroken = false
    do {
      try body(&experiment)
    } catch {
      isBroken = true
      for requirement in requirements.sorted() { experiment.judgements.leaveOpen(requirement, "\(error)") }
    }
    assert(
      experiment.judgements.all.allSatisfy { requirements.contains($0.requirement) },
      "\(name) judges what it does not announce")
    var failed = experiment.judgements.all.contains(where: \.isViolated)
    // A full disk is no fault of the subject.
    let complaint = failed || isBroken ? SandboxRoom(at: context.yard.parent)?.complaint : nil
    if let complaint {
      failed = false
      experiment.judgements = Judgements()
      for requirement in requirements.sorted() { experiment.judgements.leaveOpen(requirement, complaint) }
    }
    var kept: [String] = []
    if failed, let keep = context.keep {
      for sandbox in experiment.sandboxes {
        do {
          kept.append(try sandbox.copy(into: keep))
        } catch {
          kept.append("nothing: \(error)")
        }
      }
    }
    experiment.cleanUp()
    return CaseRecord(
      name: name, judgements: experiment.judgements.all, facts: experiment.facts, runs: experiment.runs,
      faults: experiment.faults, kept: kept, cell: complaint == nil ? experiment.cell : .unjudged,
      complaint: complaint, seconds: monotonicSeconds() - began)
  }
}

/// What came of a case.
package struct CaseRecord: Sendable {
  package let name: String
  package var judgements: [Judgement]
  package let facts: [PairFacts]
  /// How often the subject was run.
  package let runs: Int
  /// How many of these runs were made to fail.
  package let faults: Int
  /// The sandboxes that were kept for a look.
  package let kept: [String]
  /// What stands in the table of faults, when the case is one of its cells.
  package var cell: FaultGrid.Cell?
  /// What was wrong with the machine when the case ended, so that it judges nothing.
  package var complaint: String?
  /// How long the case took, in seconds.
  package var seconds = 0.0
}

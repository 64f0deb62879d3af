/// One case of the suite: a name that a finding gives, and what to do.
package struct TestCase: Sendable {
  /// The name, such as `umask/027`.
  package let name: String
  /// The requirements that the case may judge, beside those that every successful run is judged by.
  package let requirements: [RequirementID]
  let body: @Sendable (inout Experiment) throws(CaseFailure) -> Void

  package init(
    _ name: String, _ requirements: [RequirementID],
    _ body: @escaping @Sendable (inout Experiment) throws(CaseFailure) -> Void
  ) {
    self.name = name
    self.requirements = requirements
    self.body = body
  }

  /// What a run without reason to fail is judged by, whatever its case is about.
  static let judgedBySuccess: [RequirementID] = [
    .cli2, .cli3, .file1, .dir2, .jwks1, .jwks2, .jwk1, .jwk2, .jwk3, .jwk4, .jwk5, .jwk6, .kid1, .kid2,
    .kid3,
    .kid5, .key1, .key2, .key3, .secret1, .secret2,
  ]

  /// Runs the case to its end, come what may.
  func run(_ context: CaseContext) -> CaseRecord {
    var experiment = Experiment(context, name: name)
    do {
      try body(&experiment)
    } catch {
      for requirement in requirements { experiment.judgements.leaveOpen(requirement, "\(error)") }
    }
    let failed = experiment.judgements.all.contains { judgement in
      if case .violated = judgement.outcome { true } else { false }
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
      faults: experiment.faults, kept: kept)
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
  /// How long the case took, in seconds.
  package var seconds = 0.0
}

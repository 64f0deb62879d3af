internal import FaultInjection
internal import SystemSupport

/// One case of the suite: a name that a finding gives, and what to do.
package struct TestCase<Suite: ConformanceSuite>: Sendable {
  /// The name, such as `umask/027`.
  package let name: String
  /// Every requirement that the case may judge.
  ///
  /// Who asks for some requirements only gets all the cases that can judge them, so that a status does not depend on
  /// what was asked for.
  package let requirements: Set<RequirementID>
  /// How likely the case is to show a violation; the likeliest are run first.
  package let order: CaseOrder
  /// About how many runs of the subject it takes, by which shards are balanced.
  let cost: Int
  /// Whether it is one of many like cases, which a slow subject is spared.
  let isSpared: Bool
  private let body: @Sendable (inout Experiment<Suite>) throws(CaseFailure) -> Void

  /// - Parameters:
  ///   - cost: about how many runs of the subject it takes, as measured.
  ///   - isSpared: whether a slow subject is spared it.
  package init(
    _ name: String, _ requirements: some Sequence<RequirementID>, order: CaseOrder = .usual,
    cost: Int = 1, isSpared: Bool = false,
    _ body: @escaping @Sendable (inout Experiment<Suite>) throws(CaseFailure) -> Void
  ) {
    self.name = name
    self.requirements = Set(requirements)
    self.order = order
    self.cost = cost
    self.isSpared = isSpared
    self.body = body
  }

  /// Runs the case to its end, come what may.
  package func run(_ context: CaseContext<Suite>) -> CaseOutcome<Suite.Sample> {
    let began = monotonicSeconds()
    var experiment = Experiment(context, name: name)
    var isBroken = false
    do {
      try body(&experiment)
    } catch {
      isBroken = true
      markAll(undecided: "\(error)", &experiment)
    }
    // What never does its work refuses and cleans up whatever it is asked; that shows nothing.
    if !context.baseline.succeeds { experiment.judgements.undecideHeld("no run of the subject succeeds") }
    assert(
      experiment.judgements.all.allSatisfy { requirements.contains($0.requirement) },
      "\(name) judges what it does not announce")
    var failed = experiment.judgements.all.contains(where: \.isViolated)
    // A full disk is no fault of the subject.
    let complaint = failed || isBroken ? SandboxRoom(at: context.sandboxRoot.parent)?.complaint : nil
    if let complaint {
      failed = false
      experiment.judgements = Judgements()
      markAll(undecided: complaint, &experiment)
    }
    let kept = failed ? keep(experiment) : []
    let trace = failed ? CallTrace(experiment) : nil
    experiment.cleanUp()
    let record = CaseRecord(
      name: name, judgements: experiment.judgements.all, runs: experiment.runs, faults: experiment.faults,
      kept: kept, cell: complaint == nil ? experiment.cell : .unjudged, trace: trace,
      complaint: complaint, seconds: monotonicSeconds() - began)
    return CaseOutcome(record: record, samples: experiment.samples, basis: experiment.basis)
  }

  private func markAll(undecided reason: String, _ experiment: inout Experiment<Suite>) {
    for requirement in requirements.sorted() { experiment.judgements.markUndecided(requirement, reason) }
  }

  /// Copies the sandboxes of a failed case to where the user asked for them.
  private func keep(_ experiment: Experiment<Suite>) -> [String] {
    guard let directory = experiment.context.keep else { return [] }
    return experiment.sandboxes.map { sandbox in
      do {
        return try sandbox.copy(into: directory)
      } catch {
        return "nothing: \(error)"
      }
    }
  }
}

/// What came of a case, and what it keeps for the checks over many runs.
package struct CaseOutcome<Sample: Sendable>: Sendable {
  package let record: CaseRecord
  /// They may be secret: no record or report holds them.
  package let samples: [Sample]
  package let basis: CaseBasis
}

/// When a case is run, by how likely it is to show a violation; the report has an order of its own.
package enum CaseOrder: Int, Sendable, Comparable {
  /// It waits for most of its time, and is run beside the others.
  case waiting
  case early
  case usual
  case late

  package static func < (one: CaseOrder, other: CaseOrder) -> Bool { one.rawValue < other.rawValue }
}

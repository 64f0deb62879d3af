internal import FaultInjection
internal import SystemSupport

/// The fault campaign by itself, without the rest of the suite.
package struct FaultTrial: Sendable {
  package let records: [CaseRecord]
  package let grid: FaultGrid
  /// The calls of a clean run in readable form.
  package let listing: [String]
  package let callCount: Int
  /// How often the subject was run to find out what to do.
  package let preparations: Int
  package let sampling: [FaultSampling]
  /// Why runs with a fault were made afresh.
  package let refusals: [String]
  private let bases: [CaseBasis]

  /// Runs every fault, and what only the calls of a run show.
  ///
  /// - Parameters:
  ///   - command: the subject.
  ///   - timeout: in seconds.
  ///   - seed: of what is replaced and chosen.
  ///   - usesCheckpoints: whether runs with a fault may be copies of a stopped subject, or be spared.
  ///   - select: which cases are run, by name.
  /// - Throws: `SuiteError` when the subject cannot be started or cannot be traced.
  package init<Suite: ConformanceSuite>(
    _ suite: Suite, _ command: [String], jobs: Int = availableProcessors(), timeout: Double = 10,
    seed: UInt64 = 1, isExhaustive: Bool = false, usesCheckpoints: Bool = true,
    select: @Sendable (String) -> Bool = { _ in true }
  ) throws(SuiteError) {
    let campaign: FaultCampaign<Suite>
    let context: CaseContext<Suite>
    do {
      var made = CaseContext(
        suite, try Subject(command: command), in: try SandboxRoot(), seed: seed, deadline: timeout)
      made.usesCheckpoints = usesCheckpoints
      made.baseline = try suite.baseline(made)
      context = made
      switch try FaultCampaign.prepare(context, isExhaustive: isExhaustive) {
      case .ready(let ready): campaign = ready
      case .unavailable(let reason): throw SuiteError.unavailable(reason)
      }
    } catch {
      throw (error as? SuiteError) ?? .internal("\(error)")
    }
    let cases = (campaign.cases + suite.traceCases).filter { select($0.name) }
    let outcomes = parallelMap(cases, jobs: jobs) { $0.run(context) }
    records = outcomes.map(\.record)
    bases = outcomes.map(\.basis)
    let plan = campaign.plan
    grid = plan.grid(of: records)
    sampling = plan.sampling
    listing = campaign.listing
    refusals = campaign.refusals
    campaign.endCopies()
    callCount = plan.callCount
    preparations = campaign.preparations
  }

  /// How many cases rest on something.
  package func count(_ basis: CaseBasis) -> Int { bases.count { $0 == basis } }

  /// The names of the cases that violate a requirement, by requirement.
  package var violations: [RequirementID: [String]] {
    var found: [RequirementID: [String]] = [:]
    for record in records {
      for judgement in record.judgements where judgement.isViolated {
        found[judgement.requirement, default: []].append(record.name)
      }
    }
    return found
  }

  /// Why requirements were left open, by requirement.
  package var open: [RequirementID: Set<String>] {
    var found: [RequirementID: Set<String>] = [:]
    for record in records {
      for judgement in record.judgements {
        guard let reason = judgement.undecidedReason else { continue }
        found[judgement.requirement, default: []].insert(reason)
      }
    }
    return found
  }
}

internal import FaultInjection
internal import SystemSupport

/// Whether and how the subject's system calls are traced in a run of the suite.
struct Tracing<Suite: ConformanceSuite>: Sendable {
  /// Every fault at every call, when they can be made.
  let campaign: FaultCampaign<Suite>?
  /// Why there is no campaign.
  let unavailableReason: String?
  /// Whether calls can be traced on this machine at all.
  let isPossible: Bool

  /// Finds out what is possible, and records the subject when tracing is.
  ///
  /// - Parameter isWanted: whether any case asked for needs the subject's calls.
  /// - Throws: `SuiteError.unavailable` when the user insists on system calls and they cannot be traced here.
  init(_ options: SuiteOptions, _ context: CaseContext<Suite>, isWanted: Bool) throws(SuiteError) {
    guard options.faults != .environment else {
      self.init(
        unavailableReason: "only a traced run shows it, and faults are made by the environment",
        isPossible: false)
      return
    }
    if let reason = TracedRunner().unavailableReason() {
      guard options.faults == .auto else {
        throw .unavailable("system calls cannot be traced here: \(reason)")
      }
      self.init(
        unavailableReason: "only a traced run shows it, and tracing does not work here: \(reason)",
        isPossible: false
      )
      return
    }
    guard isWanted else {
      self.init(unavailableReason: nil, isPossible: true)
      return
    }
    do {
      let isExhaustive = options.faults == .exhaustive
      switch try FaultCampaign.prepare(context, isExhaustive: isExhaustive, jobs: options.jobs) {
      case .ready(let campaign):
        self.init(campaign, unavailableReason: nil, isPossible: true)
      case .unavailable(let reason):
        self.init(unavailableReason: reason, isPossible: true)
      }
    } catch {
      throw .internal("\(error)")
    }
  }

  private init(_ campaign: FaultCampaign<Suite>? = nil, unavailableReason: String?, isPossible: Bool) {
    self.campaign = campaign
    self.unavailableReason = unavailableReason
    self.isPossible = isPossible
  }

  /// The cases that tracing adds.
  ///
  /// - Parameter share: of the faults only one in so many, chosen by the seed.
  func cases(of suite: Suite, oneFaultIn share: Int, seed: UInt64) -> [TestCase<Suite>] {
    guard let campaign else { return [] }
    let faults = campaign.cases.enumerated().filter {
      share <= 1 || SplitMix64.mix(seed, UInt64($0.offset)) % UInt64(share) == 0
    }
    return suite.traceCases + faults.map(\.element)
  }
}

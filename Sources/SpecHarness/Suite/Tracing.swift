internal import FaultInjection

/// Whether and how the subject's system calls are traced in a run of the suite.
struct Tracing: Sendable {
  /// Every fault at every call, when they can be made.
  let campaign: FaultCampaign?
  /// Why there is no campaign.
  let obstacle: String?
  /// Whether calls can be traced on this machine at all.
  let isPossible: Bool

  /// Finds out what is possible, and records the subject when tracing is.
  ///
  /// - Parameter isWanted: whether any case asked for needs the subject's calls.
  /// - Throws: `SuiteError.unavailable` when the user insists on system calls and they cannot be traced here.
  init(_ options: SuiteOptions, _ context: CaseContext, isWanted: Bool) throws(SuiteError) {
    guard options.faults != .environment else {
      self.init(
        obstacle: "only a traced run shows it, and faults are made by the environment", isPossible: false)
      return
    }
    if let obstacle = TracedRunner().obstacle() {
      guard options.faults == .auto else {
        throw .unavailable("system calls cannot be traced here: \(obstacle)")
      }
      self.init(
        obstacle: "only a traced run shows it, and tracing does not work here: \(obstacle)", isPossible: false
      )
      return
    }
    guard isWanted else {
      self.init(obstacle: nil, isPossible: true)
      return
    }
    do {
      switch try FaultCampaign.prepare(context, isExhaustive: options.faults == .exhaustive) {
      case .ready(let campaign):
        self.init(campaign, obstacle: nil, isPossible: true)
      case .impossible(let reason):
        self.init(obstacle: reason, isPossible: true)
      }
    } catch {
      throw .internal("\(error)")
    }
  }

  private init(_ campaign: FaultCampaign? = nil, obstacle: String?, isPossible: Bool) {
    self.campaign = campaign
    self.obstacle = obstacle
    self.isPossible = isPossible
  }

  /// The cases that tracing adds.
  var cases: [TestCase] {
    campaign.map { TraceCases.all() + $0.cases } ?? []
  }
}

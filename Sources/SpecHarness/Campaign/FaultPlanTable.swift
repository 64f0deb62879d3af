internal import FaultInjection

/// Which faults a run of the suite makes at which calls, before anything has come of them.
public struct FaultPlanTable: Sendable, Equatable {
  /// One fault at one call.
  public struct Cell: Sendable, Equatable {
    /// The case that fills it.
    public let caseName: String
    /// The name of the call, such as `write#1:privkey`.
    public let call: String
    /// The fault, such as `EIO once`.
    public let fault: String
    /// What the case may judge.
    public let requirements: [RequirementID]
  }

  /// The cells in the order of the calls.
  public let cells: [Cell]
  /// What was left out, where the subject makes many like calls.
  public let sampling: [FaultSampling]

  /// How many calls faults are put into.
  public var callCount: Int { Set(cells.map(\.call)).count }

  /// How many of the faults that can judge a requirement were run, and how many of them came to no judgement.
  func unjudged(_ requirement: RequirementID, _ records: [String: CaseRecord]) -> (count: Int, all: Int) {
    let own = cells.filter { $0.requirements.contains(requirement) }.compactMap { records[$0.caseName]?.cell }
    return (own.count { $0 == .unjudged }, own.count)
  }

  package init(cells: [Cell], sampling: [FaultSampling]) {
    self.cells = cells
    self.sampling = sampling
  }

  /// The table of what came of every fault, with the calls that have a record only.
  package func grid(of records: [CaseRecord]) -> FaultGrid {
    let known = records.reduce(into: [String: FaultGrid.Cell]()) { $0[$1.name] = $1.cell }
    var columns: [String] = []
    var knownColumns: Set<String> = []
    var calls: [String] = []
    var filled: [String: [String: FaultGrid.Cell]] = [:]
    var names: [String: [String: String]] = [:]
    for cell in cells {
      guard let value = known[cell.caseName] else { continue }
      if knownColumns.insert(cell.fault).inserted { columns.append(cell.fault) }
      if filled[cell.call] == nil { calls.append(cell.call) }
      filled[cell.call, default: [:]][cell.fault] = value
      names[cell.call, default: [:]][cell.fault] = cell.caseName
    }
    return FaultGrid(
      columns: columns,
      rows: calls.map { call in
        FaultGrid.Row(
          call: call, cells: columns.map { filled[call]?[$0] ?? .notApplicable },
          cases: columns.map { names[call]?[$0] })
      })
  }
}

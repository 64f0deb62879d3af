/// What came of every fault at every call, as a table.
public struct FaultGrid: Sendable, Equatable {
  /// What came of one fault at one call.
  public enum Cell: String, Sendable, Equatable {
    /// The run failed as it should.
    case pass
    /// The run violated something.
    case fail
    /// The run succeeded all the same, with a complete and correct pair.
    case tolerated
    /// The fault cannot happen at this call.
    case notApplicable
    /// The call did not come up again, or the run could not be judged.
    case unjudged
  }

  /// One call with its cells, one for each column.
  public struct Row: Sendable, Equatable {
    /// The name of the call, such as `write#1:privkey`.
    public let call: String
    /// What came of each fault, in the order of the columns.
    public let cells: [Cell]
    /// The case that fills each cell; nil where there is none.
    public let cases: [String?]

    /// - Parameter cases: one for each cell; without them, none is known.
    package init(call: String, cells: [Cell], cases: [String?]? = nil) {
      self.call = call
      self.cells = cells
      self.cases = cases ?? cells.map { _ in nil }
    }
  }

  /// The faults.
  public let columns: [String]
  /// The calls in the order in which a clean run makes them.
  public let rows: [Row]

  package init(columns: [String], rows: [Row]) {
    self.columns = columns
    self.rows = rows
  }

  /// How many cells hold a value.
  public func count(_ cell: Cell) -> Int { rows.reduce(0) { $0 + $1.cells.count { $0 == cell } } }
}

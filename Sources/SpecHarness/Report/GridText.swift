extension FaultGrid {
  /// The rows with a failure, a line each, and a line that counts the rest.
  func text() -> [String] {
    let failing = rows.filter { $0.cells.contains(.fail) }
    let width = failing.map(\.call.count).max() ?? 0
    let lines = failing.map { row in
      let faults = zip(columns, row.cells).filter { $1 == .fail }.map(\.0)
      let others = [Cell.pass, .tolerated, .unjudged].compactMap { cell -> String? in
        let count = row.cells.count { $0 == cell }
        return count == 0 ? nil : "\(count) \(cell.rawValue)"
      }
      let rest = others.isEmpty ? "" : "  (\(others.joined(separator: ", ")))"
      return "  \(row.call.padded(to: width))  \(list(faults, limit: 8))\(rest)"
    }
    let counts = [Cell.pass, .tolerated, .fail, .unjudged].map { "\(count($0)) \($0.rawValue)" }
    let total = "faults at \(rows.count) calls: \(counts.joined(separator: ", "))"
    return lines.isEmpty ? [total] : [total + "; calls where a fault shows a violation:"] + lines
  }
}

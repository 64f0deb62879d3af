extension FaultGrid {
  /// How many faults of a call are named.
  private static var faultLimit: Int { 8 }
  /// Wider than this, the column of the calls leaves too little room for the faults.
  private static var widestCall: Int { 24 }

  /// A line that counts all faults, and the calls where one shows a violation; nothing when none was made.
  func text(_ layout: TextLayout) -> [String] {
    let counts = [Cell.pass, .tolerated, .fail, .unjudged].filter { count($0) > 0 }
      .map { "\(count($0)) \($0.rawValue)" }
    if counts.isEmpty { return [] }
    let failing = rows.filter { $0.cells.contains(.fail) }
    let width = min(failing.map(\.call.count).max() ?? 0, Self.widestCall)
    let lines = failing.flatMap { row in
      layout.list(
        items(of: row), lead: "  \(terminalSafe(row.call).padded(to: width))  ", hanging: width + 4)
    }
    let total = "faults at \(counted(rows.count, "call")): \(counts.joined(separator: ", "))"
    return layout.lines(
      lines.isEmpty ? total : total + "; calls where a fault shows a violation:", hanging: 2) + lines
  }

  /// The faults that show a violation at a call, and how many others there are.
  private func items(of row: Row) -> [String] {
    let faults = Self.joined(zip(columns, row.cells).filter { $1 == .fail }.map(\.0))
    var items = faults.prefix(Self.faultLimit).map { "\($0)," }
    let more = faults.count - Self.faultLimit
    if more > 0 {
      items.append("and \(more) more")
    } else if let last = items.popLast() {
      items.append(String(last.dropLast()))
    }
    let others = [Cell.pass, .tolerated, .unjudged].compactMap { cell -> String? in
      let count = row.cells.count { $0 == cell }
      return count == 0 ? nil : "\(count) \(cell.rawValue)"
    }
    return others.isEmpty ? items : items + [" (\(others.joined(separator: ", ")))"]
  }

  /// `EIO once` and `EIO for good` as `EIO once/for good`.
  private static func joined(_ faults: [String]) -> [String] {
    var names: [String] = []
    var ways: [String: [String]] = [:]
    for fault in faults {
      let way = ["once", "for good", "before", "after"].first { fault.hasSuffix(" " + $0) } ?? ""
      let name = String(fault.dropLast(way.isEmpty ? 0 : way.count + 1))
      if ways[name] == nil { names.append(name) }
      ways[name, default: []].append(way)
    }
    return names.map { name in
      let own = (ways[name] ?? []).filter { !$0.isEmpty }
      return own.isEmpty ? name : "\(name) \(own.joined(separator: "/"))"
    }
  }
}

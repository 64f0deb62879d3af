extension RequirementID {
  /// Finds a requirement by its name, in capitals or not.
  ///
  /// - Parameter text: such as `KG-FILE-2` or `kg-file-2`.
  public init?(caseInsensitive text: some StringProtocol) {
    self.init(rawValue: text.uppercased())
  }

  /// Finds the names that resemble a mistyped one.
  ///
  /// - Parameters:
  ///   - text: what was typed.
  ///   - limit: the greatest number of names to return.
  /// - Returns: the nearest names first, equally near ones in the order of the specification; none when
  ///   nothing resembles the text.
  public static func nearest(to text: some StringProtocol, limit: Int = 3) -> [RequirementID] {
    // A long text resembles no name; the bound keeps the work small.
    guard text.utf8.count <= 64 else { return [] }
    let typed = Array(text.uppercased().utf8)
    let ranked = allCases.enumerated()
      .map { position, id in
        (id: id, position: position, distance: editDistance(typed, Array(id.rawValue.utf8)))
      }
      .filter { $0.distance <= $0.id.rawValue.utf8.count / 2 }
      .sorted { ($0.distance, $0.position) < ($1.distance, $1.position) }
    return ranked.prefix(limit).map(\.id)
  }
}

/// Counts the insertions, deletions, replacements and swaps of neighbours that turn one text into another.
private func editDistance(_ from: [UInt8], _ to: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...to.count)
  for i in from.indices {
    var row = [i + 1]
    for j in to.indices {
      var best = min(last[j] + (from[i] == to[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, from[i] == to[j - 1], from[i - 1] == to[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[to.count]
}

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

/// Counts the insertions, deletions and replacements of one element that turn one sequence into another.
private func editDistance(_ from: [UInt8], _ to: [UInt8]) -> Int {
  var row = Array(0...to.count)
  for (i, element) in from.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in to.enumerated() {
      let replaced = diagonal + (element == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[to.count]
}

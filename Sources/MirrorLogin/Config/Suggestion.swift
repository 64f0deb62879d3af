/// Finds the known field that a misspelt one was probably meant to be.
enum Suggestion {
  /// The names of one version of the configuration in the other.
  private static let renamed = [
    ("iss", "issuer"), ("sub", "subject"), ("aud", "audiences"), ("exp", "expiration"),
    ("audience", "aud"), ("audience", "audiences"),
  ]

  /// The known field that is nearest to a name; nothing when none is near.
  static func nearest(to name: String, among known: [String]) -> String? {
    for (one, other) in renamed {
      if name == one, known.contains(other) { return other }
      if name == other, known.contains(one) { return one }
    }
    let distances = known.map { (name: $0, distance: distance(lowercased(name), lowercased($0))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, best.name.utf8.count / 3) ? best.name : nil
  }

  private static func lowercased(_ text: String) -> [UInt8] {
    text.utf8.prefix(64).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
  }

  /// The insertions, deletions, replacements and swaps of neighbours that lead from one text to the other.
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var rows = [Array(0...other.count)]
    for (i, letter) in one.enumerated() {
      var row = [i + 1]
      for (j, candidate) in other.enumerated() {
        var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (letter == candidate ? 0 : 1))
        if i > 0, j > 0, letter == other[j - 1], one[i - 1] == candidate {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[one.count][other.count]
  }
}

/// Findings of one requirement that differ in the moment of the fault only.
struct FoldedFinding {
  /// The message without the moment.
  let message: String
  /// The first of them, in the order of the cases.
  let first: Finding
  /// The last of them.
  private(set) var last: Finding
  /// In how many cases.
  private(set) var count = 1

  /// Puts like findings together, in the order in which each kind comes first.
  static func fold(_ findings: [Finding]) -> [FoldedFinding] {
    var folded: [FoldedFinding] = []
    var positions: [String: Int] = [:]
    for finding in findings {
      let message = finding.kind
      if let position = positions[message] {
        // A case of many runs may find it in each.
        if folded[position].last.caseName != finding.caseName { folded[position].count += 1 }
        folded[position].last = finding
      } else {
        positions[message] = folded.count
        folded.append(FoldedFinding(message: message, first: finding, last: finding))
      }
    }
    return folded
  }
}

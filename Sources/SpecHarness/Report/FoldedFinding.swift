/// Findings of one requirement that differ in the moment of the fault only.
struct FoldedFinding {
  /// The message without the moment.
  let message: String
  /// The first of them, in the order of the cases.
  let first: Finding
  /// How many there are.
  private(set) var count = 1

  /// Puts like findings together, in the order in which each kind comes first.
  static func fold(_ findings: [Finding]) -> [FoldedFinding] {
    var folded: [FoldedFinding] = []
    var positions: [String: Int] = [:]
    for finding in findings {
      let message = withoutMoment(finding.message)
      if let position = positions[message] {
        folded[position].count += 1
      } else {
        positions[message] = folded.count
        folded.append(FoldedFinding(message: message, first: finding))
      }
    }
    return folded
  }

  /// A message without the parenthesis at its end, which names the fault: `(EIO once at write#1:pubkey)`.
  private static func withoutMoment(_ message: String) -> String {
    guard message.hasSuffix(")") else { return message }
    var depth = 0
    for index in message.indices.reversed() {
      switch message[index] {
      case ")": depth += 1
      case "(": depth -= 1
      default: break
      }
      if depth == 0 {
        let start = message[..<index]
        return start.hasSuffix(" ") && start.count > 1 ? String(start.dropLast()) : message
      }
    }
    return message
  }
}

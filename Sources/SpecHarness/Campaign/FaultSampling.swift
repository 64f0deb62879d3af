internal import FaultInjection
internal import SystemSupport

/// Which faults are left out where a run makes many calls that differ in nothing but their number.
///
/// Of such calls the first two, the middle and the last get every fault. Each of the others gets one, another one with
/// another seed; of very many, so many as `mostSingles` says do, spread over all of them.
public struct FaultSampling: Sendable, Hashable {
  /// The first of the calls, such as `write#1:privkey`.
  public let first: String
  /// The last of them.
  public let last: String
  /// How many calls there are.
  public let calls: Int
  /// How many faults they would get in all.
  public let faults: Int
  /// How many of these were left out.
  public let leftOut: Int

  package init(first: String, last: String, calls: Int, faults: Int, leftOut: Int) {
    self.first = first
    self.last = last
    self.calls = calls
    self.faults = faults
    self.leftOut = leftOut
  }

  /// In so many calls of one name there is none to leave out.
  private static let fewest = 4

  /// How many calls of one name get a single fault, at most.
  ///
  /// More show little more, and take as long as all other cases together.
  package static let mostSingles = 96

  /// Chooses the faults of all calls of a recording.
  ///
  /// - Parameter faults: every fault of a call.
  /// - Returns: the calls with the faults that they get, in order, and what was left out.
  static func choose(
    _ calls: [TracedCall], seed: UInt64, isExhaustive: Bool, faults: (TracedCall) -> [Fault]
  ) -> (chosen: [(call: TracedCall, faults: [Fault])], sampled: [FaultSampling]) {
    var groups: [CallName.Key: [Int]] = [:]
    var order: [CallName.Key] = []
    for (index, call) in calls.enumerated() {
      if groups[call.name.key] == nil { order.append(call.name.key) }
      groups[call.name.key, default: []].append(index)
    }
    var chosen = calls.map { (call: $0, faults: faults($0)) }
    if isExhaustive { return (chosen, []) }
    var sampled: [FaultSampling] = []
    for key in order {
      let members = groups[key] ?? []
      guard members.count > fewest, isRun(members, of: key, in: calls) else { continue }
      let kept = Set([members[0], members[1], members[members.count / 2], members[members.count - 1]])
      let others = members.filter { !kept.contains($0) }
      let single = Set(spread(others, seed: seed))
      let all = members.reduce(0) { $0 + chosen[$1].faults.count }
      for (number, index) in others.enumerated() {
        let every = chosen[index].faults
        guard single.contains(index), !every.isEmpty else {
          chosen[index].faults = []
          continue
        }
        let pick = Int(SplitMix64.mix(seed, UInt64(number)) % UInt64(every.count))
        chosen[index].faults = [every[pick]]
      }
      let left = all - members.reduce(0) { $0 + chosen[$1].faults.count }
      if left > 0 {
        sampled.append(
          FaultSampling(
            first: "\(calls[members[0]].name)", last: "\(calls[members[members.count - 1]].name)",
            calls: members.count, faults: all, leftOut: left))
      }
    }
    return (chosen, sampled)
  }

  /// The calls that get one fault: one of each of `mostSingles` stretches of equal length, which the seed chooses.
  private static func spread(_ others: [Int], seed: UInt64) -> [Int] {
    guard others.count > mostSingles else { return others }
    return (0..<mostSingles).map { number in
      let start = number * others.count / mostSingles
      let end = (number + 1) * others.count / mostSingles
      let place = Int(SplitMix64.mix(seed, UInt64(number)) % UInt64(end - start))
      return others[start + place]
    }
  }

  /// Whether calls of one name are the turns of a loop: next to each other, or too many to be anything else.
  private static func isRun(_ members: [Int], of key: CallName.Key, in calls: [TracedCall]) -> Bool {
    members.count >= 2 * fewest || zip(members, members.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }
}

extension FaultSampling: CustomStringConvertible {
  /// In one line, for a person.
  public var description: String {
    let most = Self.mostSingles
    let others = calls - 4 > most ? "\(most) others" : "each other"
    return "\(first) to \(last): of \(calls) like calls the first two, the middle and the last got every "
      + "fault, \(others) one; \(leftOut) of \(faults) faults were left out (--faults exhaustive makes them all)"
  }
}

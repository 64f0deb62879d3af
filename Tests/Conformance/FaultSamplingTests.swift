import FaultInjection
import KeygenSuite
import Testing

@testable import SpecHarness

@Suite("Choosing faults where many calls are alike")
struct FaultSamplingTests {
  private static let all: [Fault] = [
    .short(.one), .short(.half), .fullAfterHalf, .kill(.before), .kill(.after),
  ]

  private static func call(_ name: String, _ role: PathRole, _ occurrence: Int) -> TracedCall {
    TracedCall(
      name: CallName(key: CallName.Key(call: name, roles: [role]), occurrence: occurrence), kind: .write,
      process: 1, paths: [])
  }

  private static func writes(_ count: Int, to role: PathRole = .watched(.pubkey)) -> [TracedCall] {
    (1...count).map { call("write", role, $0) }
  }

  private func chosenCounts(
    _ calls: [TracedCall], seed: UInt64 = 1, isExhaustive: Bool = false
  ) -> (counts: [Int], sampled: [FaultSampling]) {
    let (chosen, sampled) = FaultSampling.choose(calls, seed: seed, isExhaustive: isExhaustive) { _ in
      Self.all
    }
    #expect(chosen.map(\.call.name) == calls.map(\.name))
    return (chosen.map(\.faults.count), sampled)
  }

  @Test("The first two, the middle and the last get every fault, each of the others one")
  func ends() throws {
    let (counts, sampled) = chosenCounts(Self.writes(9))
    #expect(counts == [5, 5, 1, 1, 5, 1, 1, 1, 5])
    let left = try #require(sampled.first)
    #expect(sampled.count == 1)
    #expect([left.first, left.last] == ["write#1:pubkey", "write#9:pubkey"])
    #expect([left.calls, left.faults, left.leftOut] == [9, 45, 20])
    #expect("\(left)".contains("20 of 45 faults were left out"))
  }

  @Test("Of very many calls 96 get one, spread over all of them", arguments: [100, 101, 400, 5_000])
  func manyCalls(count: Int) throws {
    let (counts, sampled) = chosenCounts(Self.writes(count))
    #expect(counts.filter { $0 == 5 }.count == 4)
    #expect(counts.filter { $0 == 1 }.count == min(96, count - 4))
    // A stretch of the loop without any fault is at most two shares long.
    let struck = counts.indices.filter { counts[$0] > 0 }
    let widest = zip(struck, struck.dropFirst()).map { $1 - $0 }.max()
    #expect(try #require(widest) <= 2 * (count / 96 + 1))
    let left = try #require(sampled.first)
    #expect(left.leftOut == 5 * count - counts.reduce(0, +))
    #expect("\(left)".contains(count > 100 ? "96 others one" : "each other one"))
    let other = chosenCounts(Self.writes(count), seed: 2).counts
    if count >= 400 { #expect(other != counts) }
  }

  @Test("Four calls or fewer, and calls that differ, lose nothing", arguments: 1...4)
  func few(count: Int) {
    #expect(chosenCounts(Self.writes(count)).counts == Array(repeating: 5, count: count))
    let mixed = Self.writes(count) + Self.writes(count, to: .watched(.privkey))
    #expect(chosenCounts(mixed).counts == Array(repeating: 5, count: 2 * count))
    #expect(chosenCounts(mixed).sampled.isEmpty)
  }

  @Test("Calls of one name that are not in a row are no loop, unless they are many")
  func scattered() {
    let other = { (number: Int) in Self.call("fsync", .watched(.pubkey), number) }
    let six = (1...6).flatMap { [Self.call("write", .watched(.pubkey), $0), other($0)] }
    #expect(chosenCounts(six).counts.allSatisfy { $0 == 5 })
    let eight = (1...8).flatMap { [Self.call("write", .watched(.pubkey), $0), other($0)] }
    #expect(chosenCounts(eight).counts.contains(1))
  }

  @Test("The one fault is another one with another seed, and the same with the same")
  func rotates() {
    func chosen(_ seed: UInt64) -> [[Fault]] {
      FaultSampling.choose(Self.writes(40), seed: seed, isExhaustive: false) { _ in Self.all }.chosen.map(
        \.faults)
    }
    #expect(chosen(1) == chosen(1))
    #expect(chosen(1) != chosen(2))
    // Over some seeds each of the others gets every fault once.
    let third = Set((1...60).flatMap { chosen($0)[2] })
    #expect(third == Set(Self.all))
  }

  @Test("Exhaustive leaves out nothing")
  func exhaustive() {
    let (counts, sampled) = chosenCounts(Self.writes(30), isExhaustive: true)
    #expect(counts == Array(repeating: 5, count: 30))
    #expect(sampled.isEmpty)
  }

  @Test("What was left out is reported, and made up for on demand")
  func reported() throws {
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.path(.mutant), "middle-write-errors-ignored"]
    }
    try #require(tracingUnavailableReason == nil)
    let only: @Sendable (String) -> Bool = { $0.hasPrefix("write#9:") }
    let sampled = try FaultTrial(Keygen(), command, select: only)
    #expect(sampled.sampling.contains { $0.first == "write#1:pubkey" && $0.leftOut > 0 })
    let exhaustive = try FaultTrial(Keygen(), command, isExhaustive: true, select: only)
    #expect(exhaustive.sampling.isEmpty)
    #expect(exhaustive.records.count > 4 * sampled.records.count)
    #expect(exhaustive.violations[.roll4]?.contains("write#9:pubkey EIO once") == true)
  }
}

import FaultInjection
import Synchronization
import Testing

@Suite(
  "Looks at a run that is held",
  .enabled(if: tracingUnavailableReason == nil && Corner.dynamic != nil, "no tracing or no C compiler")
)
struct InstantLookTests {
  private let lab: EngineLab
  private let corner: String

  init() throws {
    lab = try EngineLab()
    corner = try #require(Corner.dynamic)
  }

  /// What was seen, by the kill.
  private final class Seen: Sendable {
    private let summaries = Mutex<[FaultPlan: RunSummary]>([:])

    var all: [FaultPlan: RunSummary] { summaries.withLock { $0 } }

    func add(_ summary: RunSummary, of kill: FaultPlan) { summaries.withLock { $0[kill] = summary } }
  }

  @Test(
    "A look at a call sees what SIGKILL leaves there",
    arguments: ["plain", "fork", "vfork", "spawn", "exec", "chdir", "handler"])
  func seesWhatAKillLeaves(way: String) throws {
    let command = [corner, way, lab.output]
    let clean = try lab.trace(command)
    let kills = clean.calls.map(\.name).flatMap { call in
      Moment.allCases.map { FaultPlan(target: call, fault: .kill($0)) }
    }
    let seen = Seen()
    var options = TraceOptions()
    options.looks = InstantLooks(at: Set(kills)) { [lab] kill, recording in
      seen.add(RunSummary(recording, left: lab), of: kill)
    }
    let whole = try lab.trace(command, options: options)
    #expect(whole.result?.ending == .exited(0))
    #expect(whole.hit == nil)
    #expect(whole.calls.map(\.name) == clean.calls.map(\.name))
    #expect(kills.count > 10)
    for kill in kills where kill.target.roles != [.standardOutput] {
      let look = try #require(seen.all[kill], "\(kill)")
      #expect(try look == lab.summary(command, from: nil, plan: kill), "\(kill)")
    }
  }

  @Test("Nothing is looked at but what is asked for")
  func looksAtNothingElse() throws {
    let seen = Seen()
    var options = TraceOptions()
    options.looks = InstantLooks(at: []) { [lab] kill, recording in
      seen.add(RunSummary(recording, left: lab), of: kill)
    }
    _ = try lab.trace([corner, "plain", lab.output], options: options)
    #expect(seen.all.isEmpty)
  }
}

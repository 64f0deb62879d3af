import FaultInjection
import Testing

@Suite(
  "Faults that make one run",
  .enabled(if: tracingUnavailableReason == nil && Corner.dynamic != nil, "no tracing or no C compiler")
)
struct EqualFaultTests {
  private let lab: EngineLab
  private let corner: String

  init() throws {
    lab = try EngineLab()
    corner = try #require(Corner.dynamic)
  }

  /// What a run shows and leaves, but for where its fault struck.
  private func outline(_ command: [String], _ plan: FaultPlan) throws -> [String] {
    try lab.summary(command, from: nil, plan: plan).lines.filter { !$0.hasPrefix("hit ") }
      .map { $0.replacing("faulted true", with: "faulted false") }
  }

  private func plan(_ command: [String], _ call: String, _ fault: Fault) throws -> FaultPlan {
    FaultPlan(target: try #require(try lab.trace(command).call(call)), fault: fault)
  }

  private func equalFaults(_ command: [String], _ plan: FaultPlan) throws -> [FaultPlan] {
    try lab.trace(command, plan: plan).equalFaults(to: plan)
  }

  @Test(
    "A signal that is held back makes the same run wherever it is sent meanwhile",
    arguments: StopSignal.allCases, [("blocked", 10), ("releasing", 4), ("asking", 4), ("reading-status", 4)])
  func sparesHeldSignals(signal: StopSignal, way: (name: String, count: Int)) throws {
    let command = [corner, way.name, lab.output]
    let first = try plan(command, "openat#1:privkey", .signal(signal, .before))
    let equal = try equalFaults(command, first)
    #expect(equal.count == way.count, "\(equal)")
    let expected = try outline(command, first)
    for other in equal { #expect(try outline(command, other) == expected, "\(other)") }
  }

  @Test("A signal that is sent after a call is held back from the next one on")
  func sparesHeldSignalsAfterACall() throws {
    let command = [corner, "asking", lab.output]
    let first = try plan(command, "openat#1:pubkey", .signal(.terminate, .after))
    let equal = try equalFaults(command, first).map { "\($0)" }
    #expect(
      equal == [
        "write#1:pubkey SIGTERM before", "close#1:pubkey SIGTERM before", "write#1:pubkey SIGTERM after",
      ])
  }

  @Test(
    "A signal that arrives, may be known of, or may reach another process has a run of its own each time",
    arguments: ["plain", "handler", "watching", "parting", "resending", "holding-status"])
  func sparesNoOtherSignals(way: String) throws {
    let command = [corner, way, lab.output]
    for moment in Moment.allCases {
      let sent = try plan(command, "write#1:privkey", .signal(.terminate, moment))
      #expect(try equalFaults(command, sent).isEmpty)
    }
  }

  @Test("An error that strikes nothing more is the same whether it lasts or not")
  func sparesErrors() throws {
    let command = [corner, "plain", lab.output]
    let call = try #require(try lab.trace(command).calls.first { "\($0.name)" == "close#1:pubkey" })
    let error = try #require(ErrorTable.errors(of: call).first)
    let first = FaultPlan(target: call.name, fault: .lost(error, lasting: false))
    let equal = try equalFaults(command, first)
    #expect(equal == [FaultPlan(target: first.target, fault: .lost(error, lasting: true))])
    #expect(try outline(command, try #require(equal.first)) == outline(command, first))
    let retried = try plan(command, "write#1:privkey", .error(.interrupted, lasting: false))
    #expect(try equalFaults(command, retried).isEmpty)
  }
}

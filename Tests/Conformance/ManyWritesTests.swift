import FaultInjection
import KeygenSuite
import Testing

@Suite("Many like writes", .enabled(if: tracingUnavailableReason == nil, "no tracing"))
struct ManyWritesTests {
  private let lab: EngineLab
  private let command: [String]

  init() throws {
    lab = try EngineLab()
    let script = """
      mkdir "$0" || exit 1; exec 3>"$0/privkey.json"; i=0
      while [ $i -lt 40 ]; do printf x >&3 || echo failed >&2; i=$((i+1)); done
      """
    command = ["/bin/sh", "-c", script, lab.output]
  }

  /// The numbers of the writes whose end was seen.
  private func followed(_ recording: Recording) -> [Int] {
    let writes = recording.calls.filter { $0.kind == .write && $0.name.roles == [.watched(.privkey)] }
    #expect(writes.map(\.name.occurrence) == Array(1...40))
    return writes.filter { $0.result != nil }.map(\.name.occurrence)
  }

  @Test("Without a fault each is followed to its end")
  func clean() throws {
    let recording = try lab.trace(command)
    #expect(followed(recording) == Array(1...40))
    #expect(recording.result?.ending == .exited(0))
  }

  private static func write(_ occurrence: Int) -> CallName {
    CallName(key: CallName.Key(call: "write", roles: [.watched(.privkey)]), occurrence: occurrence)
  }

  @Test("Only the first ones and those near the fault are followed, and it strikes where it should")
  func faulted() throws {
    let plan = FaultPlan(target: Self.write(20), fault: .error(.noSpace, lasting: false))
    let recording = try lab.trace(command, plan: plan)
    #expect(followed(recording) == Array(1...8) + Array(12...30))
    let hit = try #require(recording.hit)
    #expect(recording.calls[hit].name == plan.target)
    #expect(recording.calls[hit].result == -Int(ErrorNumber.noSpace.value))
    #expect(Entry(path: lab.output + "/privkey.json", contentLimit: 100)?.size == 39)
  }

  @Test("All those that come after an error that lasts are followed")
  func followedAfterLastingErrors() throws {
    let plan = FaultPlan(target: Self.write(20), fault: .error(.noSpace, lasting: true))
    let recording = try lab.trace(command, plan: plan)
    #expect(followed(recording) == Array(1...8) + Array(12...40))
    #expect(recording.injections == 21)
    #expect(Entry(path: lab.output + "/privkey.json", contentLimit: 100)?.size == 19)
  }

  @Test("SIGKILL before the last of them leaves all the others")
  func killed() throws {
    let recording = try lab.trace(command, plan: FaultPlan(target: Self.write(40), fault: .kill(.before)))
    #expect(recording.result?.ending == .signaled(9))
    #expect(Entry(path: lab.output + "/privkey.json", contentLimit: 100)?.size == 39)
  }
}

import FaultInjection
import KeygenSuite
import SpecHarness
import SystemSupport
import Testing

/// Fewer runs where a run takes long, and none that would show nothing.
@Suite("Sparing a slow subject what shows nothing")
struct SlowSubjectTests {
  private func suite(_ command: [String], _ change: (inout SuiteOptions) -> Void) throws -> KeygenConformance
  {
    var options = SuiteOptions(command: command, jobs: 2)
    options.faults = .environment
    change(&options)
    return try KeygenConformance(options)
  }

  private func slow(_ workshop: Workshop) throws -> [String] {
    let reference = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    return [
      try workshop.script(
        "slow", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; exec \(reference) keygen \"$@\"")
    ]
  }

  @Test("A slow subject goes through fewer races, of every size, and gets any that is asked for by name")
  func races() throws {
    let workshop = try Workshop()
    let reference = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    func names(_ command: [String], _ cases: [String] = []) throws -> [String] {
      try suite(command) {
        $0.only = ["KG-EXIST-6"]
        $0.cases = cases
      }.caseNames().filter { $0.hasPrefix("race/") }
    }
    #expect(try names([reference, "keygen"]).count == 24)
    let slow = try slow(workshop)
    let spared = try names(slow)
    #expect(spared.count == 7)
    #expect(Set(spared.compactMap { $0.last }) == ["2", "4", "8"])
    #expect(try names(slow, ["race/24-of-8"]) == ["race/24-of-8"])
  }

  @Test("A slow subject makes as many keys as KG-KEY-3 needs, and all is judged")
  func keys() throws {
    let workshop = try Workshop()
    let report = try suite(slow(workshop)) {
      $0.only = ["KG-KEY-3", "KG-EXIST-6"]
      $0.samplingSeconds = 0
    }.run()
    let judged = report.results.filter { [.key3, .exist6].contains($0.requirement.id) }
    #expect(judged.map(\.status) == [.pass, .pass], "\(judged.map(\.reason))")
  }

  @Test(
    "A retry is made where the failed run left or changed something, and once for each call",
    .enabled(
      if: tracingUnavailableReason == nil && KeygenProgram.path != nil,
      "no tracing, no C compiler or no libsodium"))
  func retries() throws {
    let program = try #require(KeygenProgram.path)
    func records(_ flaw: String) throws -> [CaseRecord] {
      try FaultTrial(
        Keygen(), [program, "direct", flaw], jobs: 1,
        select: { $0.hasPrefix("write#1:privkey E") && $0.hasSuffix(" for good") }
      ).records
    }
    let clean = try records("none")
    #expect(clean.count > 2)
    #expect(clean.allSatisfy { record in record.runs <= 2 && record.cell == .pass })
    #expect(clean.count { $0.runs == 2 } <= 1)
    let leaving = try records("leaves-private")
    #expect(leaving.allSatisfy { $0.runs >= 2 && $0.judgements.contains { $0.requirement == .roll5 } })
  }

  @Test(
    "A retry is made, too, where something is left outside the sandbox",
    .enabled(
      if: tracingUnavailableReason == nil && KeygenProgram.path != nil,
      "no tracing, no C compiler or no libsodium"))
  func outside() throws {
    let program = try #require(KeygenProgram.path)
    defer { _ = try? FileSystem.remove(program + ".lock") }
    let trial = try FaultTrial(
      Keygen(), [program, "direct", "locks-outside"], jobs: 1,
      select: { $0 == "write#1:privkey EIO for good" })
    #expect(trial.records.count == 1)
    #expect(trial.violations[.roll5] == ["write#1:privkey EIO for good"])
  }
}

import FaultInjection
import KeygenSuite
import StrictFormats
import SystemSupport
import Testing

@testable import SpecHarness

@Suite("Runs that end early, and how much is said")
struct StoppedRunTests {
  private let workshop: Workshop
  private let mirror: String

  init() throws {
    workshop = try Workshop()
    mirror = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
  }

  @Test("--fail-fast ends at the first violation that decides the verdict, and says so")
  func failFast() throws {
    let loose = try workshop.variant("loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
    let options = ["--faults", "environment", "--jobs", "1"]
    let (ending, report) = try workshop.conform(options + ["--fail-fast", "--", loose])
    #expect(ending == .exited(1))
    #expect(report["end"]?.stringValue == "early" && report["partial"] == .bool(true))
    #expect(report.result(.file2)?["status"]?.stringValue == "fail")
    #expect(report["results"]?.arrayValue?.contains { $0["status"]?.stringValue == "pass" } == false)
    // A warning decides nothing.
    let warned = try workshop.conform(options + ["--fail-fast", "--only", "KG-CLI-5", "--", loose])
    #expect(warned.ending == .exited(0) && warned.report["end"]?.stringValue == "complete")
  }

  @Test(
    "Ctrl-C ends the run with status 130 and leaves valid reports of what is known", arguments: [true, false])
  func interrupted(isSlow: Bool) throws {
    let subject = try workshop.variant("subject", afterwards: isSlow ? "sleep 0.4" : ":")
    let result = try workshop.shell(
      """
      env --default-signal=INT '\(mirror)' conform --verbose --jobs 1 --report json=stopped.json \\
        --report junit=stopped.xml -- '\(subject)' 2>said &
      for try in $(seq 600); do [ $(grep -c '^ok ' said) -ge 3 ] && break; sleep 0.02; done
      kill -INT $!
      wait $!
      echo $?
      """)
    #expect(result.lines.last == "130", "\(result.errors)")
    #expect(result.output.contains("inconclusive"))
    let bytes = try #require(FileSystem.read(workshop.path("stopped.json"), limit: 1 << 24))
    let report = try StrictJSON.read(bytes)
    #expect(report["end"]?.stringValue == "stopped" && report["verdict"]?.stringValue == "inconclusive")
    #expect(report.summary("cases").map { $0 >= 1 } == true)
    // What was killed proves nothing.
    #expect(report.summary("fail") == 0 && report.summary("warn") == 0)
    #expect(FileSystem.exists(workshop.path("stopped.xml")))
  }

  @Test("A violation that was seen before the run was stopped is in the reports")
  func seen() {
    let log = RunLog()
    #expect(log.stoppedReport(after: 1) == nil)
    let plan = MadeReport.plan(SuiteOptions(command: ["./x"], jobs: 1), cases: ["a", "b"])
    log.note(.started(plan))
    let violation = Outcome.violated(Violation("m", expected: "e", observed: "o"))
    log.note(.caseEnded(CaseRecord(name: "a", judgements: [Judgement(.roll1, violation)])))
    #expect(log.close())
    log.note(.caseEnded(CaseRecord(name: "b", judgements: [Judgement(.roll2, violation)])))
    #expect(!log.close())
    let report = log.stoppedReport(after: 1)
    #expect(report?.verdict == .nonconformant && report?.cause == .stopped && report?.isPartial == true)
    #expect(report?.results.first { $0.requirement.id == .roll2 }?.reason == "the run was stopped")
  }

  @Test("--quiet says the verdict alone, --verbose a line for every case")
  func detail() throws {
    let options = ["conform", "--faults", "environment", "--only", "KG-CLI"]
    let quiet = try workshop.mirror(options + ["--quiet"])
    #expect(quiet.lines.count == 1 && quiet.output.hasPrefix("conformant") && quiet.errors.isEmpty)
    let verbose = try workshop.mirror(options + ["--verbose"])
    let (_, report) = try workshop.conform(options.dropFirst() + [])
    let lines = verbose.errors.split(separator: "\n").filter { $0.hasPrefix("ok   ") }
    #expect(report.summary("cases").map { lines.count >= $0 } == true, "\(verbose.errors)")
    #expect(try workshop.mirror(options + ["--quiet", "--verbose"]).ending == .exited(64))
  }
}

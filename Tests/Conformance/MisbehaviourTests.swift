import FaultInjection
import Glibc
import KeygenSuite
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("mirror conform when the subject misbehaves, or the suite is ended")
struct MisbehaviourTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test("A signal that ends the suite leaves no sandbox behind", arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func interrupted(number: Int32) throws {
    let executable = try #require(Workshop.executable)
    try FileSystem.makeDirectory(workshop.path("place"))
    let marker = "31\(getpid())"
    let slow = try workshop.variant("slow", afterwards: "sleep \(marker) & sleep \(marker)")
    let result = try workshop.shell(
      """
      # A shell has its background commands ignore SIGQUIT.
      env --default-signal=QUIT '\(executable)' conform --faults environment -- '\(slow)' &
      for try in $(seq 1200); do [ -n "$(ls place)" ] && break; sleep 0.05; done
      ls place | wc -l
      kill -\(number) $!
      wait $!
      echo $?
      pgrep -f '[s]leep \(marker)'
      """
    ) { launch in
      launch.environment.append("TMPDIR=\(workshop.path("place"))")
    }
    #expect(result.lines == ["1", "\(128 + number)"], "\(result.errors)")
    #expect(FileSystem.names(in: workshop.path("place")) == [])
  }

  @Test(
    "What a killed suite has left is removed by the next one, and what a living one or another program uses is not"
  )
  func sweep() throws {
    let place = workshop.path("place")
    for name in ["place", "place/tmp.0123456789", "place/other"] {
      try FileSystem.makeDirectory(workshop.path(name))
    }
    let executable = try #require(Workshop.executable)
    let slow = try workshop.script("slow", "exec sleep 300")
    let result = try workshop.shell(
      """
      suite() { '\(executable)' conform --faults environment -- '\(slow)' >/dev/null 2>&1 & }
      await() { for try in $(seq 400); do [ $(ls place | wc -l) = $1 ] && break; sleep 0.05; done; sleep 0.2; }
      suite; killed=$!; await 3
      left=$(ls place | grep -v -e other -e 0123456789)
      suite; living=$!; await 4
      kill -9 $killed
      touch -d @1500000000 place/*
      '\(executable)' conform --only KG-CLI-5 >/dev/null; echo $?
      ls place | wc -l
      [ -d "place/$left" ]; echo $?
      kill $living; wait
      ls place
      """
    ) { launch in
      launch.environment.append("TMPDIR=\(place)")
    }
    #expect(result.lines == ["0", "3", "1", "other", "tmp.0123456789"], "\(result.errors)")
  }

  @Test("A subject that kills its supervisor makes findings, and the suite goes on")
  func killsSupervisor() throws {
    let script = try workshop.script("kill", "kill -9 $PPID; sleep 300")
    let (ending, report) = try workshop.conform(["--only", "KG-CLI-*", "--", script])
    #expect(ending == .exited(1))
    let observed = report.result(.cli1)?["findings"]?.arrayValue?.first?["observed"]?.stringValue
    #expect(observed?.contains("SIGKILL") == true)
  }

  @Test(
    "A requirement that most faults could not judge is no pass",
    .enabled(
      if: tracingUnavailableReason == nil && KeygenProgram.path != nil,
      "no tracing, no C compiler or no libsodium"))
  func hole() throws {
    let program = try #require(KeygenProgram.path)
    _ = try? FileSystem.write(program + ".runs", [])
    defer { _ = try? FileSystem.remove(program + ".runs") }
    let (ending, report) = try workshop.conform(["--only", "KG-ROLL-4", "--", program, "direct", "restless"])
    #expect(ending == .exited(2))
    #expect(report.result(.roll4)?["status"]?.stringValue == "skip")
    #expect(report.result(.roll4)?["reason"]?.stringValue?.contains("could not be judged") == true)
    let steady = try workshop.conform(["--only", "KG-ROLL-4", "--", program, "direct", "none"])
    #expect(steady.ending == .exited(0))
  }

  @Test("A subject that hangs makes findings and comes to an end")
  func hangs() throws {
    let script = try workshop.script("hang", "sleep 1000")
    let (ending, report) = try workshop.conform(["--timeout", "0.3", "--", script])
    #expect(ending == .exited(1))
    #expect(report["verdict"]?.stringValue == "nonconformant")
    let observed = (report.result(.cli1)?["findings"]?.arrayValue ?? []).compactMap {
      $0["observed"]?.stringValue
    }
    #expect(observed.contains { $0.contains("no end before the deadline") })
    let found = report.result(.cli1)?["findings"]?.arrayValue?.first
    #expect(found?["reproduce"]?.stringValue?.contains(" --timeout 0.3 ") == true)
  }
}

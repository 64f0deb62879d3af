import FaultInjection
import Foundation
import SpecHarness
import SystemSupport
import Testing

@Suite("Running a subject without tracing")
struct RunnerTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test("An exit status arrives as it is", arguments: [0, 1, 7, 255] as [Int32])
  func exitStatus(status: Int32) throws {
    let result = try workshop.shell("exit \(status)")
    #expect(result.ending == .exited(status))
    #expect(result.ending.isSuccess == (status == 0))
    #expect(result.ending.isRefusal == (status != 0))
  }

  @Test("Death by a signal is told from an exit", arguments: [SIGSEGV, SIGKILL, SIGPIPE, SIGTERM, SIGXFSZ])
  func signal(number: Int32) throws {
    let result = try workshop.shell("kill -\(number) $$")
    #expect(result.ending == .signaled(number))
    #expect(!result.ending.isRefusal)
  }

  @Test("Times enclose the run")
  func times() throws {
    let result = try workshop.shell("date +%s%N; sleep 0.2")
    let within = try #require(Int64(result.lines[0]))
    #expect(result.started <= within && within <= result.ended)
    #expect(result.elapsed >= 200_000_000)
    #expect(result.elapsed <= result.ended - result.started + 5_000_000_000)
  }

  // MARK: Ends

  @Test("A deadline ends the whole tree, sessions of its own included")
  func deadline() throws {
    let result = try workshop.shell("sleep 300 & echo $!; setsid sleep 300 & echo $!; sleep 300") {
      $0.deadline = 2
    }
    #expect(result.ending == .timedOut)
    #expect(result.elapsed < 60_000_000_000)
    let processes = result.lines.compactMap { Int32($0) }
    #expect(processes.count == 2)
    for process in processes { #expect(Self.isGone(process), "process \(process)") }
  }

  @Test("A daemon is counted and ended, and its parent's exit status is kept")
  func daemon() throws {
    let result = try workshop.shell("setsid sleep 300 >/dev/null 2>&1 & echo $!; exit 3") {
      $0.strayGrace = 0.3
    }
    #expect(result.ending == .exited(3))
    #expect(result.strays == 1)
    #expect(Self.isGone(try #require(Int32(result.lines[0]))))
  }

  @Test("A daemon that holds standard output open does not hold up the end")
  func daemonWithOutput() throws {
    let result = try workshop.shell("sleep 300 & echo early") { $0.strayGrace = 0.3 }
    #expect(result.ending == .exited(0))
    #expect(result.output == "early\n")
    #expect(result.strays == 1)
    #expect(result.elapsed < 10_000_000_000)
  }

  @Test("A helper that ends by itself in time is no stray", arguments: ["0.02", "0.5"])
  func helper(seconds: String) throws {
    let result = try workshop.shell("sleep \(seconds) & exit 0") { $0.strayGrace = 30 }
    #expect(result.ending == .exited(0))
    #expect(result.strays == 0)
  }

  @Test("Output without end is ended, and cut", arguments: ["yes", "yes >&2", "yes & yes >&2"])
  func flood(script: String) throws {
    let result = try workshop.shell(script) { $0.outputLimit = 10_000 }
    #expect(result.ending == .flooded)
    #expect(max(result.standardOutput.count, result.standardError.count) == 10_000)
    #expect(result.elapsed < 30_000_000_000)
  }

  @Test("Much output is cut at the limit without ending the run")
  func bounded() throws {
    let result = try workshop.shell("head -c 3000 /dev/zero; echo done >&2") { $0.outputLimit = 1000 }
    #expect(result.ending == .exited(0))
    #expect(result.standardOutput == [UInt8](repeating: 0, count: 1000))
    #expect(result.errors == "done\n")
  }

  @Test("Where memory runs out, the kernel ends the subject before anything else")
  func isOfferedToTheKernel() throws {
    let script = "read -r own </proc/self/oom_score_adj; echo $own"
    #expect(try workshop.shell(script).output == "1000\n")
    guard tracingUnavailableReason == nil else { return }
    let recording = try EngineLab().trace(["/bin/sh", "-c", script])
    #expect(recording.result?.standardOutput == Array("1000\n".utf8))
  }

  @Test("Bytes that are no UTF-8 arrive as they are")
  func bytes() throws {
    let result = try workshop.shell(#"printf '\377\376\000\300'; printf '\200' >&2"#)
    #expect(result.standardOutput == [0xff, 0xfe, 0x00, 0xc0])
    #expect(result.standardError == [0x80])
  }

  @Test("A subject that kills what watches over it dies with it, and its run is a run all the same")
  func killsTheSupervisor() throws {
    let result = try workshop.shell("kill -9 $PPID; sleep 300")
    #expect(result.ending == .signaled(SIGKILL))
    #expect(result.ended >= result.started && result.started > 0)
  }

  // MARK: What the subject is given

  @Test("Only descriptors 0, 1 and 2 are open, and standard input is empty")
  func descriptors() throws {
    // One that every child would inherit, were it not closed.
    let open = dup(1)
    defer { close(open) }
    #expect(fcntl(open, F_GETFD) == 0)
    let result = try workshop.shell("ls /proc/$$/fd; readlink /proc/$$/fd/0; cat; umask")
    #expect(result.lines == ["0", "1", "2", "/dev/null", "0022"])
  }

  @Test("The umask arrives", arguments: [0, 0o027, 0o077, 0o777] as [UInt32])
  func umask(mask: UInt32) throws {
    let result = try workshop.shell("umask") { $0.umask = mask }
    #expect(result.output == octal(mask) + "\n")
  }

  @Test("Limits arrive, and reaching the size of a file is an error, not a signal")
  func limits() throws {
    let plain = try workshop.shell("ulimit -c; ulimit -f")
    // In blocks of 512 bytes.
    #expect(plain.lines == ["0", "\((256 << 20) / 512)"])
    let limited = try workshop.shell("ulimit -n; head -c 5000 /dev/zero >f; echo $?; stat -c %s f") {
      $0.openFilesLimit = 20
      $0.fileSizeLimit = 1024
    }
    #expect(limited.lines == ["20", "1", "1024"])
    #expect(limited.errors.contains("File too large"))
  }

  @Test("Environment and arguments are exactly those given")
  func environment() throws {
    let result = try workshop.run(["/usr/bin/env"]) { $0.environment = ["A=1", "B=two words"] }
    #expect(result.lines == ["A=1", "B=two words"])
    let words = ["", " ", "a b", "'\"\\", "-n", "\u{e9}"]
    let printed = try workshop.run(["/usr/bin/printf", "%s|"] + words)
    #expect(printed.output == words.map { $0 + "|" }.joined())
  }

  @Test("Permissions bind the subject when they are meant to")
  func permissions() throws {
    let result = try workshop.shell("mkdir -m 0555 d; : >d/x") { $0.obeysPermissions = true }
    #expect(result.ending.isRefusal)
    #expect(!FileSystem.exists(workshop.path("d/x")))
  }

  @Test("A gate holds the start back until it opens, and it opens when all are there")
  func gate() throws {
    let gate = try #require(Gate())
    let launch = Launch(
      executable: "/bin/sh", arguments: ["sh", "-c", ": >started; date +%s%N"], environment: [],
      directory: workshop.root)
    let opener = Thread {
      usleep(150_000)
      #expect(!FileSystem.exists(workshop.path("started")))
      gate.open(afterArrivals: 1)
    }
    opener.start()
    #expect(try PlainRun(launch, gate: gate).finish().ending == .exited(0))
    #expect(FileSystem.exists(workshop.path("started")))
  }

  @Test("A gate at which not all arrive opens all the same")
  func impatientGate() throws {
    let gate = try #require(Gate())
    gate.open(afterArrivals: 1, timeout: 0.05)
    let launch = Launch(executable: "/bin/true", arguments: ["true"], environment: [], directory: "/")
    #expect(try PlainRun(launch, gate: gate).finish().ending == .exited(0))
  }

  // MARK: What cannot be started, and what goes away

  @Test("What cannot be executed is a failure to launch, not a result")
  func cannotStart() throws {
    let text = try workshop.script("text", "")
    try FileSystem.setMode(text, 0o644)
    try FileSystem.write(workshop.path("rubbish"), [0x7f, 0x45, 0x4c, 0x46, 0, 0], mode: 0o755)
    for (path, number) in [
      ("/nonexistent/program", ENOENT), (text, EACCES), (workshop.root, EACCES),
      (workshop.path("rubbish"), ENOEXEC), (text + "/below", ENOTDIR),
    ] {
      let failure = #expect(throws: LaunchFailure.self, "\(path)") { try workshop.run([path]) }
      #expect(failure?.operation == "exec")
      #expect(failure?.errno == number)
      #expect(failure?.description.hasPrefix("cannot start \(path): exec: ") == true)
    }
    let failure = #expect(throws: LaunchFailure.self) {
      try workshop.shell("true") { $0.directory = "/nonexistent" }
    }
    #expect(failure?.operation == "chdir")
  }

  @Test("A subject may delete the place it runs in")
  func deletesItsPlace() throws {
    let sandbox = try Sandbox(below: workshop.root, name: "sandbox")
    let result = try workshop.shell("rm -rf '\(sandbox.root)'; exit 0") { $0.directory = sandbox.work }
    #expect(result.ending == .exited(0))
    #expect(sandbox.snapshot().entries.isEmpty)
    sandbox.remove()
    #expect(!FileSystem.exists(sandbox.root))
  }

  /// Whether a process has ended; one that was killed may take a moment.
  private static func isGone(_ process: Int32) -> Bool {
    for _ in 0..<100 {
      if kill(process, 0) != 0, errno == ESRCH { return true }
      usleep(10_000)
    }
    return false
  }
}

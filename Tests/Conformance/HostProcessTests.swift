import FaultInjection
import Glibc
import KeygenSuite
import SpecHarness
import SystemSupport
import Testing

@Suite("The suite inside somebody's process")
struct HostProcessTests {
  /// Requirements that bare runs, races and traced runs decide.
  private static let requirements = ["KG-FILE-1", "KG-FILE-5", "KG-FILE-6", "KG-EXIST-6"]

  /// A child of this very process, started as any program starts one.
  private static func start(_ script: String) throws -> pid_t {
    var child: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sh"), strdup("-c"), strdup(script), nil]
    defer { for argument in arguments { free(argument) } }
    let status = posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ)
    try #require(status == 0)
    return child
  }

  /// What waitpid(2) says of a child of this process; nothing when somebody else has taken it.
  private static func reap(_ child: pid_t, _ options: Int32 = 0) -> Int32? {
    var status: Int32 = 0
    while true {
      let found = waitpid(child, &status, options)
      if found == child { return status }
      if found == 0 || errno != EINTR { return nil }
    }
  }

  private static func runSuite() throws -> Report {
    let reference = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    var options = SuiteOptions(command: [reference, "keygen"], jobs: 2)
    options.profile = .hardened
    options.only = requirements
    return try KeygenConformance(options).run()
  }

  @Test(
    "A child that lives on while a suite runs is alive afterwards, and its parent's",
    arguments: [true, false])
  func livingChild(onSameThread: Bool) throws {
    let child: pid_t
    if onSameThread {
      child = try Self.start("exec sleep 300")
    } else {
      let started = onDedicatedThread { try? Self.start("exec sleep 300") }
      child = try #require(started ?? nil)
    }
    defer { kill(child, SIGKILL) }
    let report = try Self.runSuite()
    #expect(report.verdict == .conformant)
    let unjudged = report.unjudged.filter { Self.requirements.contains($0.rawValue) }
    #expect(tracingUnavailableReason != nil || unjudged.isEmpty)
    Interruption.settle()
    #expect(Self.reap(child, WNOHANG) == nil)
    #expect(kill(child, 0) == 0, "the suite has ended a child that it did not make")
    kill(child, SIGKILL)
    #expect(Self.reap(child) == SIGKILL)
  }

  @Test("A child that ends while a suite runs leaves its status to its parent")
  func endingChild() throws {
    let child = try Self.start("sleep 0.05; exit 7")
    #expect(try Self.runSuite().verdict == .conformant)
    Interruption.settle()
    #expect(Self.reap(child) == 7 << 8)
  }

  @Test(
    "What ran before the suite in its process is left alone, and what a subject leaves by killing its supervisor is not"
  )
  func orphans() throws {
    let reference = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    let workshop = try Workshop()
    let subject = try workshop.script("orphan", "sleep 300 & setsid sleep 300 & kill -9 $PPID; sleep 300")
    for end in ["", "& sleep 1; kill $!; wait"] {
      let suite = "\(reference) conform --faults environment --only KG-CLI-5 -- \(subject) >/dev/null 2>&1"
      let result = try workshop.shell(
        end.isEmpty ? "sleep 300 & exec \(suite)" : "(sleep 300 & exec \(suite)) \(end)"
      ) { $0.strayGrace = 0.3 }
      #expect(result.strays == 1, "\(result.ending)")
    }
  }

  @Test("Without a thread of its own the suite is not begun")
  func noThread() throws {
    let reference = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    let workshop = try Workshop()
    // Each thread would need a stack as large as the address space.
    let result = try workshop.shell(
      "ulimit -s 137438953472 || exit 99; exec \(reference) conform --only KG-CLI-5")
    if result.ending == .exited(99) {
      try Test.cancel("skipped: the hard limit of stacks cannot be raised here")
    }
    #expect(result.ending == .exited(70))
    #expect(result.errors.contains("no thread could be started"))
  }
}

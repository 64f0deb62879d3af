import FaultInjection
import Glibc
import SystemSupport
import Testing

@Suite("Restored sandboxes")
struct SandboxRestorationTests {
  private let lab: EngineLab
  private let sandbox: Sandbox
  private let pristine: Snapshot

  init() throws {
    lab = try EngineLab()
    sandbox = try Sandbox(below: lab.root, name: "test")
    try FileSystem.makeDirectory(sandbox.work + "/keys")
    try FileSystem.write(sandbox.work + "/keys/other", Array("other".utf8))
    pristine = sandbox.snapshot()
  }

  @Test("What is new is removed, and what was there stays what it is")
  func removesWhatIsNew() throws {
    #expect(sandbox.restore(to: pristine))
    try FileSystem.makeDirectory(sandbox.work + "/keys/new", mode: 0o500)
    try FileSystem.makeDirectory(sandbox.home + "/new")
    try FileSystem.write(sandbox.home + "/new/file", [1])
    try FileSystem.makeLink(sandbox.work + "/link", to: sandbox.work + "/keys/other")
    #expect(!sandbox.snapshot().isUntouched(since: pristine))
    #expect(sandbox.restore(to: pristine))
    #expect(sandbox.snapshot().isUntouched(since: pristine))
  }

  @Test("What was changed or removed is not put back")
  func leavesWhatWasChanged() throws {
    let other = sandbox.work + "/keys/other"
    try FileSystem.setMode(sandbox.work + "/keys", 0o700)
    #expect(!sandbox.restore(to: pristine))
    try FileSystem.setMode(sandbox.work + "/keys", 0o755)
    #expect(sandbox.restore(to: pristine))
    try FileSystem.remove(other)
    #expect(!sandbox.restore(to: pristine))
    try FileSystem.write(other, Array("other".utf8))
    // Another file with the same content.
    #expect(!sandbox.restore(to: pristine))
  }
}

#if arch(x86_64)
@Suite(
  "Stopped subjects",
  .enabled(
    if: tracingUnavailableReason == nil && CopiedPrograms.dynamic != nil, "no tracing or no C compiler")
)
struct CheckpointPoolTests {
  private let lab: EngineLab
  private let program: String

  init() throws {
    lab = try EngineLab()
    program = try #require(CopiedPrograms.dynamic)
  }

  private func make(
    _ way: String, point: CallName? = nil
  ) throws -> Result<CheckpointedSandbox, CheckpointUnsound> {
    let sandbox = try Sandbox(below: lab.root, name: "test")
    let output = sandbox.work + "/out"
    var launch = lab.launch([program, way, output])
    launch.directory = sandbox.work
    return Result { () throws(CheckpointUnsound) in
      try CheckpointedSandbox(
        sandbox, launch, at: WatchedPlace(directory: output, files: EngineLab.files(in: output)), point: point
      )
    }
  }

  private func run(_ subject: CheckpointedSandbox, plan: FaultPlan? = nil) throws -> Recording {
    try #require(
      try subject.run(from: subject.sandbox.snapshot(), plan: plan, options: TraceOptions(), deadline: 20))
  }

  @Test("A subject is stopped late for what comes late, and early for the rest")
  func stopsTwice() throws {
    let clean = try lab.trace([program, "plain", lab.output])
    let mkdir = try #require(clean.calls.first?.name)
    let first = try #require(clean.call("openat#1:privkey"))
    // What lies behind the making of the directory is no place to stop at.
    let subject = try make("plain", point: first).get()
    #expect(try run(subject).names == clean.names)
    let error = try #require(ErrorTable.errors(of: clean.calls[0]).first)
    #expect(subject.restore())
    let early = try run(subject, plan: FaultPlan(target: mkdir, fault: .error(error, lasting: false)))
    #expect(early.hit == 0)
    #expect(early.result?.ending == .exited(1))
  }

  @Test("A copy finds what another has left; one that has looked around needs the sandbox as it was")
  func findsWhatIsLeft() throws {
    let subject = try make("plain").get()
    #expect(try run(subject).result?.ending == .exited(0))
    #expect(try run(subject).result?.ending == .exited(1))
    #expect(subject.restore())
    #expect(try run(subject).result?.ending == .exited(0))
  }

  @Test("A pool lends what was given back, and nothing that was refused, lost or closed")
  func lends() throws {
    let pool = CheckpointPool<Int>()
    var made = 0
    func borrow(_ key: Int, _ way: String = "plain") throws -> CheckpointedSandbox? {
      try pool.borrow(key) { () throws in
        made += 1
        return try make(way)
      }
    }
    let first = try #require(try borrow(1))
    pool.giveBack(first, 1)
    #expect(try borrow(1) === first)
    _ = try #require(try borrow(1))
    #expect(made == 2)
    // Its sandbox cannot be put back.
    try FileSystem.setMode(first.sandbox.work, 0o700)
    pool.giveBack(first, 1)
    #expect(try borrow(1) !== first)
    #expect(made == 3)

    #expect(try borrow(2, "alarm") == nil)
    #expect(try borrow(2, "alarm") == nil)
    #expect(made == 4)
    #expect(pool.refusal(for: 2) == .unsound(.timer))

    for _ in 0..<3 {
      let subject = try #require(try borrow(3))
      kill(try #require(subject.process), SIGKILL)
      #expect(throws: CheckpointFailure.gone) { try run(subject) }
      #expect(subject.isLost)
      pool.giveBack(subject, 3)
    }
    #expect(try borrow(3) == nil)
    #expect(pool.refusal(for: 3) == .gone)

    pool.close()
    #expect(try borrow(1) == nil)
  }

  @Test("Runs differ by what they do, print and leave, and not by numbers and long words")
  func tellsRunsApart() throws {
    func side(_ way: String) throws -> RunDifference.Side {
      let subject = try make(way).get()
      return RunDifference.Side(try run(subject), in: subject.sandbox)
    }
    let plain = try side("plain")
    #expect(RunDifference.between(plain, try side("plain")) == nil)
    #expect(RunDifference.between(plain, try side("buffered"))?.description == "standard output")
    let aborted = RunDifference.between(plain, try side("abort"))
    #expect(aborted?.description.contains("signal 6") == true, "\(String(describing: aborted))")
    #expect(RunDifference.between(plain, try side("fork"))?.description.contains("process 2") == true)
    #expect(RunDifference.between(try side("session"), try side("session")) == nil)
  }
}
#endif

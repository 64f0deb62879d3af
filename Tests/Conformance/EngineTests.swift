import FaultInjection
import Glibc
import KeygenSuite
import SpecHarness
import Testing

@Suite(
  "Fault engine",
  .enabled(if: tracingUnavailableReason == nil && Corner.dynamic != nil, "no tracing or no C compiler")
)
struct EngineTests {
  private let lab: EngineLab
  private let corner: String

  init() throws {
    lab = try EngineLab()
    corner = try #require(Corner.dynamic)
  }

  private static let direct = [
    "mkdir#1:directory", "openat#1:privkey", "write#1:privkey", "close#1:privkey", "openat#1:pubkey",
    "write#1:pubkey", "close#1:pubkey",
  ]

  @Test(
    "The calls of a run are the same however the program is made",
    arguments: [
      "plain", "threads", "fork", "vfork", "spawn", "exec", "failedexec", "selftrace", "closer", "chdir",
      "blocked",
      "handler", "stop",
    ])
  func recordsTheSameCalls(way: String) throws {
    for program in [corner, Corner.fixed ?? corner] {
      let recording = try lab.trace([program, way, lab.output])
      #expect(recording.result?.ending == .exited(0))
      // Another libc may use open(2), and glibc for aarch64 has no mkdir(2).
      let names = recording.names.map { $0.hasPrefix("mkdirat") ? "mkdir" + $0.dropFirst(7) : $0 }
      #expect(names == Self.direct)
      #expect(recording.unavailableReason == nil)
      #expect(lab.names() == ["privkey.json", "pubkey.json"])
    }
  }

  @Test(
    "Temporary names are numbered and named by what they become",
    arguments: [
      ("rename", "renameat2#1:temporary1>privkey"), ("unnamed", "linkat#1:temporary2>pubkey"),
      ("sendfile", "sendfile#1:scratch1>privkey"), ("copyrange", "copy_file_range#1:scratch1>privkey"),
      ("map", "msync#1:pubkey"), ("gather", "writev#1:privkey"),
    ])
  func namesTemporaries(way: String, name: String) throws {
    let first = try lab.trace([corner, way, lab.output])
    let second = try lab.trace([corner, way, lab.output])
    #expect(first.result?.ending == .exited(0))
    #expect(first.names.contains(name), "\(first.names)")
    #expect(first.names == second.names)
  }

  @Test("An injected error arrives, once or for good")
  func injectsErrors() throws {
    let clean = try lab.trace([corner, "plain", lab.output])
    let write = try #require(clean.call("write#1:privkey"))
    for (error, lasting, message) in [
      (EIO, false, "Input/output error"), (ENOSPC, true, "No space left on device"),
    ] {
      let call = try #require(clean.calls.first { $0.name == write })
      let number = try #require(ErrorTable.errors(of: call).first { $0.value == error })
      let plan = FaultPlan(target: write, fault: .error(number, lasting: lasting))
      let recording = try lab.trace([corner, "plain", lab.output], plan: plan)
      #expect(recording.hit == 2)
      #expect(recording.result?.ending == .exited(1))
      let said = String(decoding: recording.result?.standardError ?? [], as: UTF8.self)
      #expect(said.contains(message))
      #expect(recording.calls[2].result == -Int(error))
      #expect(lab.names().isEmpty)
    }
  }

  @Test("An interruption strikes once and the retry goes through")
  func injectsInterruptions() throws {
    let clean = try lab.trace([corner, "plain", lab.output])
    let write = try #require(clean.calls.first { "\($0.name)" == "write#1:pubkey" })
    let interruption = try #require(ErrorTable.errors(of: write).first { $0.name == "EINTR" })
    let plan = FaultPlan(target: write.name, fault: .error(interruption, lasting: false))
    let recording = try lab.trace([corner, "plain", lab.output], plan: plan)
    #expect(recording.result?.ending == .exited(0))
    #expect(recording.injections == 1)
    #expect(recording.names.contains("write#2:pubkey"))
  }

  @Test(
    "A short write leaves exactly the bytes that it claims", arguments: ShortWrite.allCases,
    ["plain", "gather"])
  func shortensWrites(short: ShortWrite, way: String) throws {
    let clean = try lab.trace([corner, way, lab.output])
    let write = try #require(clean.calls.first { $0.kind == .write && $0.name.roles == [.watched(.privkey)] })
    let plan = FaultPlan(target: write.name, fault: .short(short))
    let recording = try lab.trace([corner, way, lab.output], plan: plan)
    let length = [ShortWrite.one: 1, .half: 16, .allButOne: 31][short]
    #expect(recording.calls[try #require(recording.hit)].result == length)
    // The program checks that its registers and its memory are as before, and writes the rest.
    #expect(recording.result?.ending == .exited(0))
    var status = stat()
    #expect(stat(lab.output + "/privkey.json", &status) == 0)
    #expect(status.st_size == 32)
  }

  @Test("A lost close is done and reported as failed, and a duplicate is told from the last descriptor")
  func losesCloses() throws {
    let clean = try lab.trace([corner, "duplicate", lab.output])
    let closes = clean.calls.filter { $0.kind == .close && $0.name.roles == [.watched(.privkey)] }
    #expect(closes.map(\.closesWritten) == [false, true])
    let plain = try lab.trace([corner, "plain", lab.output])
    let close = try #require(plain.call("close#1:privkey"))
    let error = try #require(ErrorTable.errors(of: closes[0]).first)
    let recording = try lab.trace(
      [corner, "plain", lab.output], plan: FaultPlan(target: close, fault: .lost(error, lasting: false)))
    #expect(recording.result?.ending == .exited(1))
    #expect(lab.names().isEmpty)
  }

  @Test("A signal arrives before or after exactly one call", arguments: StopSignal.allCases, Moment.allCases)
  func sendsSignals(signal: StopSignal, moment: Moment) throws {
    let number = signal == .interrupt ? SIGINT : SIGTERM
    for target in Self.direct {
      let clean = try lab.trace([corner, "plain", lab.output])
      guard let name = clean.call(target) else { continue }
      let plan = FaultPlan(target: name, fault: .signal(signal, moment))
      let killed = try lab.trace([corner, "plain", lab.output], plan: plan)
      #expect(killed.result?.ending == .signaled(number), "\(plan)")
      let made = target == "openat#1:pubkey" ? (moment == .before ? 1 : 2) : nil
      if let made { #expect(lab.names().count == made, "\(plan)") }
      // The handler takes over; what it does not undo, nobody does.
      let handled = try lab.trace([corner, "handler", lab.output], plan: plan)
      if target != "mkdir#1:directory" {
        #expect(handled.result?.ending == .exited(130), "\(plan)")
        #expect(lab.names().isEmpty, "\(plan)")
      }
      // A program that blocks the signal gets it when it is ready for it, and the call is not lost.
      let blocked = try lab.trace([corner, "blocked", lab.output], plan: plan)
      #expect(blocked.result?.ending == .signaled(number), "\(plan)")
      if target != "mkdir#1:directory" { #expect(lab.names().count == 2, "\(plan)") }
    }
  }

  @Test("SIGKILL ends the whole tree", arguments: Moment.allCases, ["plain", "fork", "spawn", "threads"])
  func killsTheTree(moment: Moment, way: String) throws {
    let clean = try lab.trace([corner, way, lab.output])
    let open = try #require(clean.call("openat#1:privkey"))
    let recording = try lab.trace(
      [corner, way, lab.output], plan: FaultPlan(target: open, fault: .kill(moment)))
    #expect(recording.result?.ending == .signaled(SIGKILL))
    #expect(lab.names() == (moment == .before ? [] : ["privkey.json"]))
  }

  @Test("A rival's file appears just before the call that would make it")
  func letsARivalAppear() throws {
    let clean = try lab.trace([corner, "plain", lab.output])
    let open = try #require(clean.call("openat#1:pubkey"))
    let recording = try lab.trace(
      [corner, "plain", lab.output], plan: FaultPlan(target: open, fault: .concurrentWriter))
    #expect(recording.result?.ending == .exited(1))
    #expect(recording.calls[try #require(recording.hit)].result == -Int(EEXIST))
  }

  @Test("A program that hangs or spins is ended in time", arguments: ["hang", "spin"])
  func endsHangs(way: String) throws {
    let recording = try lab.trace([corner, way, lab.output], deadline: 0.5)
    #expect(recording.result?.ending == .timedOut)
    #expect(recording.calls.count <= 20_000)
  }

  @Test("Output without end is ended, and kept up to its limit")
  func endsFloods() throws {
    let recording = try lab.trace([corner, "flood", lab.output])
    #expect(recording.result?.ending == .flooded)
    #expect(recording.result?.standardOutput.count == 1 << 20)
  }

  @Test("A daemon is counted and ended")
  func endsDaemons() throws {
    let recording = try lab.trace([corner, "daemon", lab.output])
    #expect(recording.result?.ending == .exited(0))
    #expect(recording.result?.strays == 1)
    let processes = try EngineLab.run(["pgrep", "-f", "corner.*daemon \(lab.output)"])
    #expect(processes.standardOutput.isEmpty)
  }

  @Test("Lengths that no call can move are no trouble")
  func clampsLengths() throws {
    let script = """
      my $text = "bytes"; my $far = 0x7fffffffffffffff;
      my $parts = pack("P Q< P Q<", $text, $far, $text, $far);
      syscall(20, 1, $parts, 2); syscall(20, 1, $parts, -1); syscall(1, 1, $text, -1); exit 3;
      """
    let recording = try lab.trace(["perl", "-e", script], options: .observing)
    #expect(recording.result?.ending == .exited(3) || recording.result?.ending == .flooded)
  }

  @Test("A crash is reported with its signal")
  func reportsCrashes() throws {
    #expect(try lab.trace([corner, "crash", lab.output]).result?.ending == .signaled(SIGABRT))
  }

  @Test("Rings and x32 numbers are closed off")
  func closesBypasses() throws {
    for way in ["ring", "othernumbers"] {
      #expect(try lab.trace([corner, way, lab.output]).result?.ending == .exited(0), "\(way)")
    }
  }

  #if arch(x86_64)
  @Test("A call for another architecture ends the run without a judgement")
  func noticesForeignCalls() throws {
    #expect(try lab.trace([corner, "foreign", lab.output]).unavailableReason == .foreignArchitecture)
  }
  #endif

  @Test("A program that does not exist is reported with the operation that failed")
  func reportsAFailedStart() throws {
    let recording = try lab.trace(["/nonexistent/program"])
    #expect(recording.unavailableReason == .notStarted(operation: "exec", errno: ENOENT))
    #expect(recording.result == nil)
  }

  @Test("Draws of randomness are counted, and a seed decides them")
  func feedsRandomness() throws {
    var options = TraceOptions.observing
    let free = try lab.trace([corner, "random", lab.output], options: options)
    #expect(free.draws.filter { $0.count >= 16 }.map(\.count) == [32, 16])
    func output(_ seed: UInt64) throws -> [UInt8] {
      options.randomSeed = seed
      return try lab.trace([corner, "random", lab.output], options: options).result?.standardOutput ?? []
    }
    let one = try output(1)
    #expect(one.count == 96 + 5)
    #expect(try output(1) == one)
    #expect(try output(2) != one)
    #expect(free.result?.standardOutput != one)
  }

  @Test("Signals reach who is meant by the IDs that a program is shown", arguments: [false, true])
  func aimsSignals(keepsIdentities: Bool) throws {
    let program = try #require(Corner.signals)
    var options = TraceOptions.observing
    options.randomSeed = 1
    options.circumstances.keepsIdentities = keepsIdentities
    let result = try lab.trace([program], options: options).result
    #expect(result.map { String(decoding: $0.standardOutput, as: UTF8.self) } == "all came\n")
    #expect(result?.ending == .exited(0))
  }

  @Test("A file that others may read is seen while it lasts")
  func seesLooseModes() throws {
    let loose = try lab.trace([corner, "loose", lab.output], options: .observing)
    let history = try #require(loose.histories.first { $0.path.hasSuffix("privkey.json") })
    #expect(history.loose?.mode == 0o644)
    #expect(history.contents.contains { $0.count == 32 })
    let tight = try lab.trace([corner, "plain", lab.output], options: .observing)
    #expect(tight.histories.contains { $0.path.hasSuffix("privkey.json") && $0.loose == nil })
  }
}

import FaultInjection
import Glibc
import SystemSupport
import Testing

#if arch(x86_64)
@Suite(
  "Checkpoints",
  .enabled(
    if: tracingUnavailableReason == nil && CopiedPrograms.dynamic != nil, "no tracing or no C compiler")
)
struct CheckpointTests {
  private let lab: EngineLab
  private let program: String

  init() throws {
    lab = try EngineLab()
    program = try #require(CopiedPrograms.dynamic)
  }

  @Test(
    "A copy does what a fresh run does, whatever goes wrong",
    arguments: ["plain", "buffered", "printed", "blocked", "handler", "waited", "fork", "session"])
  func copiesPrograms(way: String) throws {
    for program in [program, CopiedPrograms.fixed ?? program] {
      #expect(try lab.compareRuns([program, way, lab.output]) > 30)
    }
  }

  @Test("A copy is observed as a fresh run is")
  func observesCopies() throws {
    let compared = try lab.compareRuns([program, "printed", lab.output], options: .observing) {
      ErrorTable.errors(of: $0).prefix(1).map { .error($0, lasting: false) }
    }
    #expect(compared > 7)
  }

  @Test(
    "What a copy does to itself happens to it alone",
    arguments: [
      "raise", "abort", "group", "cached", "cachedthread", "cachedgroup", "disarmed", "script", "nonblocking",
    ])
  func leavesTemplateAlone(way: String) throws {
    let command = [program, way, lab.output]
    let checkpoint = try lab.checkpoint(command)
    let fresh = try lab.summary(command, from: nil)
    for _ in 0..<3 { #expect(try lab.summary(command, from: checkpoint) == fresh) }
  }

  @Test(
    "What cannot be copied is refused, with the reason",
    arguments: [
      ("alarm", CheckpointUnsound.timer), ("interval", .timer), ("timer", .timer), ("thread", .thread),
      ("child", .child), ("zombie", .child), ("inner", .otherProcess), ("leftout", .memoryLeftOut),
      ("tied", .tiedToParent), ("pending", .pendingSignal), ("moved", .workingDirectory("/")),
      ("shared", .sharedMemory("/dev/zero (deleted)")), ("sharedlater", .sharedMemory("/dev/zero (deleted)")),
      ("event", .descriptor(3, "anon_inode:[eventfd]")), ("locked", .lock(3)),
    ])
  func refuses(way: String, reason: CheckpointUnsound) throws {
    #expect(try lab.reason([program, way, lab.output]) == reason)
  }

  @Test(
    "A file that is open for writing or tells of the process is refused, and so is a program without a watched call"
  )
  func refusesOpenFiles() throws {
    let reason = try lab.reason([program, "writes", lab.output])
    #expect(reason.map { "\($0)".contains("descriptor 3") } ?? false, "\(String(describing: reason))")
    let telling = try lab.reason([program, "telling", lab.output])
    #expect(telling.map { "\($0)".contains("/status") } ?? false, "\(String(describing: telling))")
    #expect(try lab.reason(["true"]) == .ended(.exited(0)))
    #expect(try lab.reason(["/nonexistent"]) == .unavailable(.notStarted(operation: "exec", errno: ENOENT)))
  }

  @Test("A program of several threads is refused")
  func refusesGo() throws {
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in [try SubjectPrograms.path(.go)] }
    #expect(try lab.reason(command + ["-o", lab.output]) == .thread)
  }

  @Test("Interpreters are copied as compiled programs are")
  func copiesInterpreters() throws {
    let script = lab.root + "/script.sh"
    try FileSystem.write(script, Array(CopiedPrograms.shell.utf8))
    let commands = [
      ["/usr/bin/python3", "-c", CopiedPrograms.python, lab.output],
      ["perl", "-e", CopiedPrograms.perl, lab.output],
      ["sh", script, lab.output],
    ]
    for command in commands where EngineLab.find(command[0]).map({ access($0, X_OK) == 0 }) ?? false {
      let compared = try lab.compareRuns(command, limit: 12) { call in
        ErrorTable.errors(of: call).prefix(1).map { .error($0, lasting: false) } + [.kill(.before)]
      }
      #expect(compared > 12, "\(command)")
    }
  }

  @Test("A template that has ended is told of, and a fault before the checkpoint")
  func tellsOfTheEnd() throws {
    let command = [program, "printed", lab.output]
    let clean = try lab.trace(command)
    let checkpoint = try lab.checkpoint(command)
    let print = try #require(clean.call("write#1:stdout"))
    #expect(throws: CheckpointFailure.passed(print)) {
      try checkpoint.run(plan: FaultPlan(target: print, fault: .kill(.before)))
    }
    let process = try #require(checkpoint.process)
    kill(process, SIGKILL)
    for _ in 0..<2 { #expect(throws: CheckpointFailure.gone) { try checkpoint.run() } }
  }

  @Test("A copy that hangs is ended in time, and its daemons are counted")
  func endsCopies() throws {
    var checkpoint = try lab.checkpoint([program, "hang", lab.output])
    for _ in 0..<2 {
      try lab.clear()
      #expect(try checkpoint.run(deadline: 0.3).result?.ending == .timedOut)
    }
    checkpoint = try lab.checkpoint([program, "daemon", lab.output])
    try lab.clear()
    let result = try checkpoint.run().result
    #expect(result?.ending == .exited(0))
    #expect(result?.strays == 1)
  }

  @Test("A copy of a run that is stopped at a draw gets other bytes, as a fresh run does")
  func altersDrawsOfCopies() throws {
    let corner = try #require(Corner.dynamic)
    let command = [corner, "random", lab.output]
    var options = TraceOptions.observing
    options.randomSeed = 1
    let draws = try lab.trace(command, options: options).draws.filter { $0.count >= 16 }
    #expect(draws.map(\.count) == [32, 16])
    for draw in draws {
      try lab.clear()
      try FileSystem.makeDirectory(lab.output)
      options.alterations = [:]
      let place = WatchedPlace(directory: lab.output, files: lab.files)
      let checkpoint = try Checkpoint(
        lab.launch(command), at: place, options: options, point: .draw(draw.identity))
      var outputs: Set<[UInt8]> = []
      for byte in [nil, 0, 7, 15, nil] {
        options.alterations[draw.identity, default: DrawAlteration()].changedBytes =
          byte.map { [$0..<$0 + 1] } ?? []
        for name in lab.names() { unlink("\(lab.output)/\(name)") }
        let copied = try checkpoint.run(options: options)
        let fresh = try lab.trace(command, options: options)
        #expect(copied.result?.ending == .exited(0))
        outputs.insert(try #require(copied.result?.standardOutput))
        #expect(copied.result?.standardOutput == fresh.result?.standardOutput)
        #expect(copied.draws.map(\.identity) == fresh.draws.map(\.identity))
      }
      #expect(outputs.count == 4)
      var other = options
      other.randomSeed = 2
      #expect(!checkpoint.offers(other))
      #expect(throws: CheckpointFailure.unsound(.start)) { try checkpoint.run(options: other) }
      other = options
      other.circumstances.keepsIdentities = true
      #expect(!checkpoint.offers(other))
      other = options
      let another = try #require(draws.first { $0.identity != draw.identity })
      other.refusal = DrawRefusal(draw: another.identity, isLasting: true)
      #expect(!checkpoint.offers(other))
    }
  }

  @Test(
    "In a copy of a run that is stopped at a draw this draw fails, as in a fresh run",
    arguments: [false, true])
  func refusesDrawsOfCopies(isLasting: Bool) throws {
    let program = try #require(KeygenProgram.path)
    let command = [program, "direct", "device-for-draw", "-o", lab.output]
    var options = TraceOptions.observing
    options.randomSeed = 1
    let draws = try lab.trace(command, options: options).draws
    let draw = try #require(draws.first { $0.count == 32 && !$0.isOfDevice })
    for name in lab.names() { unlink("\(lab.output)/\(name)") }
    let place = WatchedPlace(directory: lab.output, files: lab.files)
    let checkpoint = try Checkpoint(
      lab.launch(command), at: place, options: options, point: .draw(draw.identity))
    options.refusal = DrawRefusal(draw: draw.identity, isLasting: isLasting)
    let copied = try checkpoint.run(options: options)
    for name in lab.names() { unlink("\(lab.output)/\(name)") }
    let fresh = try lab.trace(command, options: options)
    #expect(copied.refusedDraws > 0)
    #expect(copied.refusedDraws == fresh.refusedDraws)
    #expect(copied.draws.contains { $0.isOfDevice })
    #expect(copied.result?.ending == fresh.result?.ending)
    #expect(copied.draws.map(\.identity) == fresh.draws.map(\.identity))
    #expect(copied.draws.map(\.count) == fresh.draws.map(\.count))
  }

  @Test("A thousand copies leave no zombie, no descriptor and no memory behind")
  func leavesNothing() throws {
    let checkpoint = try lab.checkpoint([CopiedPrograms.fixed ?? program, "named", lab.output])
    let process = try #require(checkpoint.process)
    func size() -> [UInt8]? { FileSystem.read("/proc/\(process)/statm", limit: 100) }
    func descriptors() -> Int { FileSystem.names(in: "/proc/\(process)/fd")?.count ?? -1 }
    func run() throws {
      for name in ["privkey.json", "pubkey.json"] { unlink("\(lab.output)/\(name)") }
      #expect(try checkpoint.run().result?.ending == .exited(0))
    }
    try run()
    let before = (size(), descriptors())
    for _ in 0..<1000 { try run() }
    #expect(size() == before.0)
    #expect(descriptors() == before.1)
    let named = (FileSystem.names(in: "/proc") ?? []).filter {
      Int($0) != nil
        && FileSystem.read("/proc/\($0)/comm", limit: 100).map { $0.starts(with: "copied-often".utf8) }
          ?? false
    }
    #expect(named == ["\(process)"])
  }
}
#endif

import SystemSupport
import Testing

@testable import FaultInjection
@testable import KeygenSuite
@testable import SpecHarness

@Suite("What a failed run leaves of a pair")
struct PairStateTests {
  private static let pair = SamplePair.standard
  private static let write = TracedCall.made("write", .write, .watched(.pubkey), returning: 10)

  private static func files(_ run: MadeRun) -> [WatchedFile] {
    KeyFile.allCases.map { WatchedFile($0.label, at: run.path($0.name), .writtenAnew) }
  }

  private static func leavePair(_ run: MadeRun, modes: (UInt32, UInt32) = (0o600, 0o644)) throws {
    try run.leave("privkey.json", pair.privateSet, mode: modes.0)
    try run.leave("pubkey.json", pair.publicSet, mode: modes.1)
  }

  private static func state(
    _ run: MadeRun, clean other: MadeRun? = nil, fault: Fault = .error(.inputOutput, lasting: false),
    concern: FileLabel? = .pubkey, known: Set<RequirementID> = [],
    _ change: (inout KeygenBaseline) -> Void = { _ in }
  ) throws -> PairState {
    let clean: MadeRun
    if let other {
      clean = other
    } else {
      clean = try MadeRun()
      try leavePair(clean)
    }
    var baseline = KeygenBaseline()
    baseline.privateSize = pair.privateSet.utf8.count
    baseline.publicSize = pair.publicSet.utf8.count
    change(&baseline)
    let faulted = FaultedRun(
      fault: FaultCase(scenario: .existing, call: write, fault: fault, concern: concern),
      run: run.traced(files(run)), clean: CleanRun(clean.traced(files(clean)), Keygen()), isAmbiguous: false,
      request: TracedRun.Request(Invocation(directory: run.directory), deadline: 1))
    return PairState(faulted, baseline, known: known)
  }

  @Test("A complete pair with the modes of a clean run is correct")
  func correct() throws {
    let run = try MadeRun()
    try Self.leavePair(run)
    let state = try Self.state(run)
    #expect(state.isCorrect && state.isMatching && state.leavesMoreThanBlocked)
    #expect(state.isLeft(.privateSet) && state.isLeft(.publicSet))
  }

  @Test("With other modes than a clean run's it only matches")
  func modes() throws {
    let run = try MadeRun()
    try Self.leavePair(run, modes: (0o600, 0o600))
    let state = try Self.state(run)
    #expect(!state.isCorrect && state.isMatching)
    #expect(try Self.state(run, clean: run).isCorrect)
  }

  @Test("A pair that violates something does not match, unless runs without a fault violate it, too")
  func violating() throws {
    let run = try MadeRun()
    try run.leave("privkey.json", Self.pair.privateSet, mode: 0o600)
    try run.leave("pubkey.json", Self.pair.publicSet.replacing("sig", with: "enc"))
    #expect(try !Self.state(run).isMatching)
    #expect(try !Self.state(run, known: [.jwk2]).isMatching)
    let known = try Self.state(run, known: [.jwk3, .jwk6])
    #expect(known.isMatching && known.isCorrect)
  }

  @Test("Half a pair is none, and no pair that was there before is the run's")
  func half() throws {
    let half = try MadeRun()
    try half.leave("privkey.json", Self.pair.privateSet, mode: 0o600)
    let state = try Self.state(half)
    #expect(!state.isMatching && !state.isCorrect)
    #expect(state.isLeft(.privateSet) && !state.isLeft(.publicSet))
    let found = try MadeRun(
      finding: ["privkey.json": Self.pair.privateSet, "pubkey.json": Self.pair.publicSet])
    let refused = try Self.state(found)
    #expect(!refused.isMatching && !refused.isLeft(.privateSet) && !refused.leavesMoreThanBlocked)
    #expect(refused.description == "nothing")
  }

  @Test("What a fault kept the run from removing is not left by it")
  func blocked() throws {
    let run = try MadeRun()
    try Self.leavePair(run)
    run.calls = [
      Self.write.failing(),
      .made("unlink", .remove, .watched(.privkey), at: [run.path("privkey.json")]).failing(),
      .made("unlink", .remove, .watched(.pubkey), at: [run.path("pubkey.json")]).failing(),
    ]
    let state = try Self.state(run)
    #expect(!state.isLeft(.privateSet) && !state.isLeft(.publicSet))
    #expect(state.blocked == ["work/keys/privkey.json", "work/keys/pubkey.json"])
    #expect(!state.leavesMoreThanBlocked)
    run.calls.removeLast()
    let one = try Self.state(run)
    #expect(one.isLeft(.publicSet) && !one.isLeft(.privateSet) && one.leavesMoreThanBlocked)
    run.calls.append(
      .made("unlink", .remove, .watched(.pubkey), at: [run.path("pubkey.json")]).failing())
    try run.leave("privkey.json.tmp")
    #expect(try Self.state(run).leavesMoreThanBlocked)
    #expect(try Self.state(run).unexpectedFiles == ["work/keys/privkey.json.tmp"])
  }

  @Test("A file beside a complete pair is the run's own habit where every success leaves it")
  func extras() throws {
    let run = try MadeRun()
    try run.leave("keys.log")
    try FileSystem.write(run.sandbox.home + "/history", [])
    func unexpected() throws -> [String] {
      try Self.state(run) {
        $0.extras = ["keys.log"]
        $0.extrasElsewhere = ["home/history"]
      }.unexpectedFiles
    }
    #expect(try unexpected() == ["home/history", "work/keys/keys.log"])
    try Self.leavePair(run)
    #expect(try unexpected().isEmpty)
    #expect(try Self.state(run).unexpectedFiles == ["home/history", "work/keys/keys.log"])
  }

  @Test("What is left is put into words, with what lies outside the sandbox")
  func words() throws {
    let workshop = try Workshop()
    let run = try MadeRun()
    try run.leave("privkey.json", "{", mode: 0o600)
    #expect(try Self.state(run).description == "work/keys/privkey.json (regular file, mode 0600, 1 bytes)")
    try FileSystem.write(workshop.path("copy"), [])
    run.calls = [
      .made("creat", .open, .scratch(1), at: [workshop.path("copy")]) { $0.existedBefore = false }
    ]
    #expect(try Self.state(run).description.hasSuffix("1 bytes), \(workshop.path("copy"))"))
  }

  @Test("KG-ROLL-6: what was there is held against the run, or open where clean runs change it, too")
  func touched() throws {
    func outcomes(_ run: MadeRun, _ clean: MadeRun) throws -> [Judgement] {
      var judgements = Judgements()
      try Self.state(run, clean: clean).judgeTouched(into: &judgements)
      return judgements.all
    }
    func made(_ change: (MadeRun) throws -> Void = { _ in }) throws -> MadeRun {
      let run = try MadeRun(finding: ["one": "1", "two": "2"])
      try change(run)
      return run
    }
    let quiet = try made()
    let first = try made { try $0.leave("one", "other") }
    let both = try made {
      try $0.leave("one", "other")
      try FileSystem.remove($0.path("two"))
    }
    #expect(try outcomes(quiet, quiet).map(\.outcome) == [.held])
    #expect(try outcomes(quiet, first).compactMap(\.undecidedReason) == [LeftoverChecks.carelessness])
    #expect(try outcomes(first, quiet).map(\.isViolated) == [true])
    let found = try outcomes(both, first)
    #expect(found.map(\.isViolated) == [true] && found.map(\.requirement) == [.roll6])
    guard case .violated(let violation)? = found.first?.outcome else { return }
    #expect(violation.observed == "removed or changed: work/keys/two")
    #expect(violation.moment == "EIO once at write#1:pubkey")
  }

  @Test("The moment and the file are those of the fault")
  func moments() throws {
    let run = try MadeRun()
    func moment(_ fault: Fault) throws -> String {
      try Self.state(run, fault: fault, concern: .privkey).moment
    }
    #expect(try moment(.error(.inputOutput, lasting: true)) == "EIO for good at write#1:pubkey")
    #expect(try moment(.signal(.terminate, .before)) == "SIGTERM before write#1:pubkey")
    #expect(try moment(.kill(.after)) == "SIGKILL after write#1:pubkey")
    #expect(try moment(.concurrentWriter) == "privkey.json appears before write#1:pubkey")
    #expect(try Self.state(run, concern: .privkey).file == .privateSet)
    #expect(try Self.state(run, concern: .pubkey).file == .publicSet)
  }

  @Test("KG-ROLL-4: a failure has a status and a message")
  func report() throws {
    func holds(_ ending: Ending, _ message: String = "it failed") throws -> Bool {
      let run = try MadeRun()
      run.ending = ending
      run.message = message
      var judgements = Judgements()
      try Self.state(run).judgeReport(into: &judgements)
      return !judgements.violates(.roll4)
    }
    #expect(try holds(.exited(1)))
    #expect(try !holds(.exited(1), " \n"))
    for ending in [Ending.exited(0), .signaled(11), .timedOut, .flooded] { #expect(try !holds(ending)) }
  }

  @Test("KG-ROLL-7: nothing but the pair is left")
  func unexpected() throws {
    let run = try MadeRun()
    try Self.leavePair(run)
    func violates() throws -> Bool {
      var judgements = Judgements()
      try Self.state(run).judgeUnexpectedFiles("other files are left", into: &judgements)
      #expect(judgements.all.map(\.requirement) == [.roll7])
      return judgements.violates(.roll7)
    }
    #expect(try !violates())
    try run.leave("lock")
    #expect(try violates())
  }
}

import FaultInjection
import KeygenSuite
import LoginSuite
import SpecHarness
import Testing

#if arch(x86_64)
@Suite(
  "Checkpoints in campaigns",
  .enabled(
    if: tracingUnavailableReason == nil && KeygenProgram.path != nil,
    "no tracing, no C compiler or no libsodium")
)
struct CheckpointCampaignTests {
  /// Every case with its cell and all that was judged in it.
  private func verdicts(_ trial: FaultTrial) -> [String: String] {
    trial.records.reduce(into: [:]) { found, record in
      let judged = record.judgements.map { judgement in
        switch judgement.outcome {
        case .held: "\(judgement.requirement) held"
        case .violated(let violation): "\(judgement.requirement) violated: \(violation.message)"
        case .undecided: "\(judgement.requirement) open"
        }
      }
      let cell = record.cell.map { "\($0)" } ?? "no cell"
      found[record.name] = ([cell] + judged.sorted()).joined(separator: "; ")
    }
  }

  /// Runs a campaign afresh and by copies, and compares the two.
  private func compare(
    _ command: [String], select: @escaping @Sendable (String) -> Bool = { !$0.hasPrefix("trace/") }
  ) throws -> FaultTrial { try compare(Keygen(), command, select: select) }

  private func compare<Suite: ConformanceSuite>(
    _ suite: Suite, _ command: [String], select: @escaping @Sendable (String) -> Bool
  ) throws -> FaultTrial {
    let fresh = try FaultTrial(suite, command, usesCheckpoints: false, select: select)
    let copied = try FaultTrial(suite, command, select: select)
    #expect(fresh.count(.ownRuns) == fresh.records.count)
    let (expected, found) = (verdicts(fresh), verdicts(copied))
    #expect(Set(expected.keys) == Set(found.keys))
    for (name, verdict) in expected where found[name] != verdict {
      #expect(found[name] == verdict, "\(command) \(name)")
    }
    return copied
  }

  /// A part of the cases, the same in every run.
  private func part(of count: UInt64) -> @Sendable (String) -> Bool {
    { name in
      !name.hasPrefix("trace/") && name.utf8.reduce(5381 as UInt64) { ($0 &* 33) ^ UInt64($1) } % count == 0
    }
  }

  @Test(
    "A correct program has the same cells whether it is copied or not",
    arguments: ["direct", "link", "rename", "unnamed", "mapped", "dirname"])
  func judgesCorrectPrograms(style: String) throws {
    let program = try #require(KeygenProgram.path)
    let trial = try compare([program, style, "none"])
    #expect(trial.refusals.isEmpty)
    #expect(trial.count(.ownRuns) == 0)
    #expect(trial.count(.equalRun) > 8)
    #expect(trial.count(.look) > 20)
  }

  @Test(
    "A program with a fault of its own has the same cells, and each finding was seen afresh",
    arguments: [
      ("direct", "leaves-public"), ("rename", "wipes-directory"), ("link", "leaves-temporary"),
      ("direct", "silent"), ("direct", "looks-by-listing"), ("direct", "private-first"),
    ])
  func judgesBrokenPrograms(style: String, flaw: String) throws {
    let program = try #require(KeygenProgram.path)
    let trial = try compare([program, style, flaw])
    let failures = trial.grid.count(.fail)
    #expect(trial.refusals.isEmpty)
    #expect(trial.count(.ownRuns) >= failures)
    #expect(trial.count(.copies) > 50)
  }

  @Test("An error that lasts has a run of its own where a later call fails by it, too")
  func sparesOnlyEqualRuns() throws {
    let program = try #require(KeygenProgram.path)
    let name = "write#1:pubkey EIO"
    let names = ["\(name) once", "\(name) for good"]
    let trial = try FaultTrial(Keygen(), [program, "direct", "none"], jobs: 1, select: names.contains)
    #expect(trial.records.map(\.name) == names)
    #expect(trial.count(.equalRun) == 1)
    #expect(trial.records.first?.runs == trial.records.last?.runs)
    #expect(trial.records.first?.judgements == trial.records.last?.judgements)
    let retrying = try FaultTrial(
      Keygen(), [program, "direct", "retries-for-ever"], jobs: 1, select: names.contains)
    #expect(retrying.count(.equalRun) == 0)
    #expect(retrying.violations[.roll4] == ["\(name) for good"])
  }

  @Test("A signal that is held back has the same cell wherever it is sent, right or wrong")
  func sparesHeldSignals() throws {
    let program = try #require(KeygenProgram.path)
    let signals: @Sendable (String) -> Bool = { $0.contains("SIGINT") || $0.contains("SIGTERM") }
    let correct = try compare(Keygen(), [program, "direct", "holds-signals"], select: signals)
    #expect(correct.violations.isEmpty)
    #expect(correct.count(.equalRun) > 40)
  }

  @Test(
    "A program that is wrong only where a held signal comes early, or late, is found so",
    arguments: ["gives-up-half-way", "gives-up-late"])
  func findsHeldSignals(flaw: String) throws {
    let program = try #require(KeygenProgram.path)
    let broken = try compare(Keygen(), [program, "direct", flaw]) {
      $0.contains("SIGINT") || $0.contains("SIGTERM")
    }
    #expect(Set(broken.violations.keys) == [.roll8])
    // What goes wrong is seen of each fault by itself.
    #expect(broken.count(.ownRuns) >= broken.grid.count(.fail))
    #expect(broken.grid.count(.fail) > 8)
    #expect(broken.count(.equalRun) > 8)
  }

  @Test(
    "A login has the same cells, right or wrong", arguments: [("none", 3), ("lock-file", 5), ("in-place", 5)])
  func judgesLogins(mutation: String, count: Int) throws {
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.path(.login), mutation]
    }
    let trial = try compare(CredentialSuite(.login, seed: 1), command, select: part(of: UInt64(count)))
    #expect((trial.grid.count(.fail) > 0) == (mutation == "in-place"))
    #expect(trial.count(.look) > 0)
  }

  @Test("A finding that only copies show is none")
  func seesFindingsAfresh() throws {
    let program = try #require(KeygenProgram.path)
    let trial = try compare([program, "direct", "careless-copies"])
    #expect(trial.grid.count(.fail) == 0)
    #expect(trial.count(.ownRuns) > 0)
    #expect(trial.count(.copies) > 50)
  }

  @Test("A program that behaves otherwise when it is copied is run afresh, and the reason is known")
  func noticesShyPrograms() throws {
    let program = try #require(KeygenProgram.path)
    let trial = try compare([program, "direct", "shy-copies"], select: part(of: 4))
    #expect(trial.count(.copies) == 0)
    #expect(trial.refusals.count >= 1)
    #expect(
      trial.refusals.allSatisfy { $0.contains("does not do the same as a fresh run") }, "\(trial.refusals)")
  }

  @Test("A program of several threads is run afresh, and the reason is known")
  func runsThreadsAfresh() throws {
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in [try SubjectPrograms.path(.go)] }
    // Its threads race, so that no two campaigns have the same cells.
    let trial = try FaultTrial(Keygen(), command, select: part(of: 8))
    #expect(trial.count(.copies) == 0)
    #expect(trial.refusals == ["it cannot be copied: it has more than one thread"])
  }

  @Test(
    "The programs of other makes have the same cells",
    arguments: [
      ("C, libsodium, careful", 1), ("C, libcrypto, stdio", 1), ("the mutant without a mutation", 2),
      ("Python, its own Ed25519", 9), ("shell, openssl, noclobber", 24),
    ])
  func judgesOtherMakes(name: String, count: Int) throws {
    let subject = try #require(CorrectSubject.all.first { $0.name == name })
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in try subject.command() }
    let trial = try compare(command, select: part(of: UInt64(count)))
    #expect(trial.grid.count(.fail) == 0)
    // A shell has another program make its first watched call.
    #expect(trial.refusals.isEmpty != name.hasPrefix("shell"), "\(trial.refusals)")
    #expect(trial.count(.look) > 0)
    let struck = trial.count(.ownRuns) + trial.count(.copies)
    #expect(trial.count(.copies) == (trial.refusals.isEmpty ? struck : 0))
  }
}
#endif

import FaultInjection
import Glibc
import KeygenSuite
import SpecHarness
import SystemSupport
import Testing

/// The fault campaign on a program that is right in five styles of writing files, or wrong in one way.
@Suite(
  "Fault campaign", .serialized,
  .enabled(
    if: tracingUnavailableReason == nil && KeygenProgram.path != nil,
    "no tracing, no C compiler or no libsodium"))
struct EngineCampaignTests {
  private func trial(_ style: String, _ flaw: String, only prefix: String = "") throws -> FaultTrial {
    let program = try #require(KeygenProgram.path)
    return try FaultTrial(Keygen(), [program, style, flaw], select: { $0.hasPrefix(prefix) })
  }

  private func described(_ trial: FaultTrial) -> String {
    trial.violations.map { "\($0.key.rawValue): \($0.value.prefix(3))" }.sorted().joined(separator: "; ")
  }

  @Test(
    "A correct program has no finding, in any style of writing",
    arguments: ["direct", "link", "rename", "unnamed", "mapped", "dirname"])
  func acceptsCorrectPrograms(style: String) throws {
    let trial = try trial(style, "none")
    #expect(trial.violations.isEmpty, "\(described(trial))")
    #expect(trial.open.isEmpty, "\(trial.open)")
    #expect(trial.grid.count(.fail) == 0)
    #expect(trial.grid.count(.unjudged) == 0)
    #expect(trial.grid.count(.pass) > 200)
    #expect(trial.callCount == trial.grid.rows.count)
  }

  private static let flaws: [(style: String, flaw: String, broken: Set<RequirementID>)] = [
    ("direct", "leaves-public", [.roll2, .roll3, .roll5, .roll8]),
    ("direct", "leaves-private", [.roll1, .roll3, .roll5, .roll8]),
    ("rename", "wipes-directory", [.roll6]),
    ("link", "leaves-temporary", [.roll7, .roll8, .secret2]),
    ("direct", "crashes", [.roll4]),
    ("direct", "silent", [.roll4]),
    ("direct", "ignores-short-writes", [.cli2, .roll1, .roll2, .roll3, .roll4]),
    ("rename", "ignores-flush-errors", [.roll4]),
    ("direct", "ignores-close-errors", [.roll4]),
    ("rename", "overwrites", [.exist6]),
    ("direct", "no-signal-handling", [.roll8]),
    ("direct", "private-first", [.roll9]),
    ("direct", "private-first-when-new", [.roll9]),
    ("direct", "ignores-errors-when-new", [.cli2, .roll1, .roll2, .roll3, .roll4]),
    ("direct", "repeats-short-writes", [.cli2, .roll1, .roll2, .roll3, .roll4]),
    ("direct", "ignores-close-range-errors", [.roll4]),
    ("direct", "close-range", []),
  ]

  @Test("A program with one fault breaks exactly what the fault breaks", arguments: flaws)
  func findsFlaws(style: String, flaw: String, broken: Set<RequirementID>) throws {
    let trial = try trial(style, flaw)
    #expect(Set(trial.violations.keys) == broken, "\(described(trial))")
  }

  private static let looks: [(flaw: String, broken: Set<RequirementID>)] = [
    ("looks-by-stat", []), ("looks-by-access", []), ("looks-by-readlink", []), ("looks-by-opening", []),
    ("looks-by-listing", []), ("looks-and-keeps", [.roll1, .roll2, .roll3, .roll5]),
    ("looks-once-and-gives-up", [.roll3]),
  ]

  @Test("A look that was made to fail excuses a name that stays, and nothing else", arguments: looks)
  func excusesLooks(flaw: String, broken: Set<RequirementID>) throws {
    let program = try #require(KeygenProgram.path)
    let trial = try FaultTrial(
      Keygen(), [program, "direct", flaw],
      select: { $0.contains(" for good") && !$0.contains("(new directory)") })
    // Whether the retry fails for the name that was looked at or for the other one cannot be told.
    let found = Set(trial.violations.keys)
    #expect(
      found.subtracting(broken.isEmpty ? [] : [.roll5]) == broken.subtracting([.roll5]), "\(described(trial))"
    )
    #expect(trial.grid.count(.unjudged) == 0)
    #expect(trial.records.contains { $0.name.hasPrefix("newfstatat") || $0.name.contains("access") })
  }

  @Test("A directory that gets its name when it is complete is flushed by its parent")
  func flushesRenamedDirectory() throws {
    let trial = try trial("dirname", "none", only: "trace/")
    #expect(trial.violations.isEmpty, "\(described(trial))")
    #expect(trial.open.isEmpty, "\(trial.open)")
    #expect(trial.records.contains { $0.name == "trace/flushes" })
  }

  @Test("A program that retries for ever is ended, and blamed for that alone")
  func endsEndlessRetries() throws {
    let trial = try trial("direct", "retries-for-ever", only: "write#1:pubkey")
    #expect(Set(trial.violations.keys) == [.roll4], "\(described(trial))")
    let names = try #require(trial.violations[.roll4])
    #expect(names.contains("write#1:pubkey ENOSPC for good"))
    #expect(!names.contains("write#1:pubkey ENOSPC once"))
  }

  private static let traces: [(flaw: String, broken: Set<RequirementID>)] = [
    ("none", []), ("no-flush", [.file6]), ("loose-then-tight", [.file5]), ("clock-key", [.key4]),
    ("small-key", [.key4]), ("copy-elsewhere", [.secret2]), ("draws-bytes", []),
    ("stretches-draw", []), ("stretches-part", [.key4]), ("draws-again", []), ("draws-in-reserve", []),
    ("cuts-single-bytes", [.key4]), ("cuts-at-zero", [.key4]), ("hashes-few", [.key4]),
    ("hashes-two-parts", [.key4]), ("hashes-far", []), ("hashes-scattered", []), ("keeps-six-bits", []),
    ("masks-draw", []), ("raises-signal", []), ("keeps-four-bits", []), ("takes-remainders", []),
    ("combines-halves", []), ("repeats-half", [.key4]), ("small-key-beside-name", [.key4]),
    ("cuts-at-newline", [.key4]), ("cuts-at-end-of-file", [.key4]), ("cuts-second-draw", [.key4]),
    ("cuts-before-zero", [.key4]), ("few-where-there-is-a-directory", [.key4]), ("time-for-draw", [.key4]),
    ("device-for-draw", []),
    ("device-for-draw-beside-name", []), ("draws-by-threads", []), ("threads-draw-into-one", [.key4]),
    ("waits-by-clock", []), ("asks-for-ever", []), ("tires-of-asking", [.key4]),
    ("cuts-at-zero-and-draws-more-when-new", [.key4]), ("weakens-later-after-zero", [.key4]),
    ("weakens-later-where-there-is-a-directory", [.key4]), ("weakens-later-after-refusal", [.key4]),
    ("time-for-two-draws", [.key4]), ("second-key", [.key4]), ("sparse-where-there-is-a-directory", [.key4]),
    ("own-device", []), ("loose-by-other", [.file5]),
  ]

  @Test("What only the calls show is found in them", arguments: traces)
  func judgesRecordings(flaw: String, broken: Set<RequirementID>) throws {
    let trial = try trial("direct", flaw, only: "trace/")
    #expect(Set(trial.violations.keys) == broken, "\(described(trial))")
    #expect(trial.open.isEmpty, "\(trial.open)")
  }

  @Test(
    "Whether the key depends on each byte is the same by copies and by fresh runs",
    arguments: ["stretches-draw", "stretches-part", "hashes-few", "hashes-scattered"])
  func judgesEntropyByCopies(flaw: String) throws {
    let program = try #require(KeygenProgram.path)
    let workshop = try Workshop()
    // It counts how often it is started.
    let counting = "echo >>\"$0\"; exec \"$@\""
    func trial(_ count: String, usesCheckpoints: Bool) throws -> (FaultTrial, starts: Int) {
      let count = workshop.path(count)
      let trial = try FaultTrial(
        Keygen(), ["/bin/sh", "-c", counting, count, program, "direct", flaw],
        usesCheckpoints: usesCheckpoints, select: { $0 == "trace/entropy" })
      return (trial, FileSystem.read(count, limit: 1 << 16)?.count ?? 0)
    }
    let copied = try trial("copied", usesCheckpoints: true)
    let fresh = try trial("fresh", usesCheckpoints: false)
    #expect(copied.0.records.map(\.judgements) == fresh.0.records.map(\.judgements))
    #expect(copied.0.open.isEmpty)
    // What is wrong is shown by runs from the start.
    if copied.0.violations.isEmpty { #expect(copied.starts < fresh.starts - 20) }
  }

  @Test("A key whose draws are too many to be tried is neither right nor wrong")
  func leavesManyDrawsOpen() throws {
    let trial = try trial("direct", "draws-much", only: "trace/entropy")
    #expect(trial.violations.isEmpty)
    let reasons = try #require(trial.open[.key4])
    #expect(reasons.count == 1 && reasons.allSatisfy { $0.contains("draws no more than 96 are tried") })
  }

  @Test("A program that finds its process by its ID is recorded with its true one")
  func keepsIdentities() throws {
    let trial = try trial("unnamed", "names-own-process", only: "trace/entropy")
    #expect(trial.violations.isEmpty, "\(described(trial))")
    #expect(trial.open.isEmpty, "\(trial.open)")
  }

  @Test(
    "A key of randomness that cannot be replaced is neither right nor wrong",
    arguments: [
      ("hashes-names", "/proc/sys/kernel/random/uuid"), ("splices-draw", "/dev/urandom"),
      ("names-for-draw", "/proc/sys/kernel/random/uuid"), ("counter-for-draw", "counter of the processor"),
    ])
  func leavesForeignRandomnessOpen(flaw: String, file: String) throws {
    let trial = try trial("direct", flaw, only: "trace/entropy")
    #expect(trial.violations.isEmpty)
    let reasons = try #require(trial.open[.key4])
    #expect(reasons.count == 1 && reasons.allSatisfy { $0.contains(file) })
  }

  @Test(
    "A key of few bits of each byte is right, whatever bytes are drawn", arguments: 2..<8 as Range<UInt64>)
  func sparesFewBits(seed: UInt64) throws {
    let program = try #require(KeygenProgram.path)
    for flaw in ["keeps-four-bits", "takes-remainders", "draws-bytes"] {
      let trial = try FaultTrial(
        Keygen(), [program, "direct", flaw], seed: seed, select: { $0 == "trace/entropy" })
      #expect(trial.violations.isEmpty, "\(flaw): \(described(trial))")
      #expect(trial.open.isEmpty, "\(flaw): \(trial.open)")
    }
  }

  @Test("Who waits for randomness that never comes makes no key, and no weak one")
  func sparesPatience() throws {
    let program = try #require(KeygenProgram.path)
    let trial = try FaultTrial(
      Keygen(), [program, "direct", "asks-for-ever-at-ease"], timeout: 1,
      select: { $0 == "trace/entropy" })
    #expect(trial.violations.isEmpty, "\(described(trial))")
    #expect(trial.open.isEmpty, "\(trial.open)")
  }

  @Test("A key that is a draw as it is, or masked, needs no run for each of its bytes")
  func seesCarriedDraws() throws {
    for flaw in ["none", "masks-draw"] {
      let records = try trial("direct", flaw, only: "trace/entropy").records
      #expect(try #require(records.first?.runs) < 30)
    }
  }

  @Test("What a run left that had to be ended is not held against it, whatever made it fail")
  func sparesEndlessRuns() throws {
    let program = try #require(KeygenProgram.path)
    let report = try judge(
      [program, "link", "retries-for-ever"], timeout: 1.5, profile: .hardened, faults: .environment,
      samplingSeconds: 0.1)
    // What this program is no match for, fault or not.
    let found = report.violated.subtracting([.cli1, .dir3])
    #expect(found == [.roll4], "\(report.findings(of: found))")
  }

  @Test("One case runs by its name, and says the same as in the whole")
  func runsOneCase() throws {
    let program = try #require(KeygenProgram.path)
    let name = "write#1:pubkey ENOSPC once"
    let trial = try FaultTrial(Keygen(), [program, "direct", "leaves-public"], select: { $0 == name })
    #expect(trial.records.map(\.name) == [name])
    #expect(trial.violations[.roll2] == [name])
    #expect(trial.violations[.roll5] == [name])
    #expect(trial.violations[.roll1] == nil)
  }

  @Test("The listing names every call with what it is for")
  func listsCalls() throws {
    let listing = try trial("unnamed", "none", only: "nothing").listing
    #expect(listing.contains { $0.hasPrefix("write#1:temporary1") && $0.contains("(for pubkey.json)") })
    #expect(listing.contains { $0.hasPrefix("linkat#1:temporary2>privkey") })
    #expect(listing.contains { $0.hasPrefix("fsync#1:directory") })
  }
}

/// The key generator of the engine's tests, compiled once.
enum KeygenProgram {
  static let path = Corner.compile("keygen.c", name: "keygen", flags: ["-lsodium"])
}

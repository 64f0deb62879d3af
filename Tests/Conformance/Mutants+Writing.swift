import KeygenSuite
import SpecHarness

extension Mutant {
  /// KG-EXIST-*: what was there before.
  ///
  /// What a refusal does to an empty file is KG-EXIST-3's or KG-EXIST-5's. The losers of a race refuse, too, so what
  /// they do then may spoil the winner's pair (KG-EXIST-6).
  static let existing: [Mutant] = [
    // Into a FIFO that somebody reads they write, too, and then fail at the flush.
    Mutant(
      "overwrites", "overwrites both files", [.exist1, .exist2, .exist5, .exist6], may: [.exist3, .exist4]),
    Mutant(
      "overwrites-private", "overwrites privkey.json", [.exist1, .exist5], may: [.exist3, .exist4, .exist6]),
    // Whether a loser of a race comes as far as the private file is a matter of timing.
    Mutant(
      "overwrites-public", "overwrites pubkey.json", [.exist2, .exist5], may: [.exist3, .exist4, .exist6]),
    Mutant("keeps-backup", "renames what is there to .bak", [.exist1, .exist2, .exist5, .exist6]),
    Mutant("writes-through-symlink", "follows symlinks", [.exist5]),
    Mutant("follows-dangling-symlink", "follows dangling symlinks", [.exist5]),
    Mutant("replaces-symlink", "replaces symlinks", [.exist5]),
    // For a moment the winner of a race has an empty file, too.
    Mutant("replaces-empty-file", "replaces empty files", [.exist5], may: [.exist6]),
    Mutant("replaces-empty-directory", "replaces empty directories", [.exist5]),
    Mutant("blocks-on-fifo", "opens a FIFO and waits", [.exist5], hangs: true),
    Mutant("checks-then-truncates", "looks, then opens without O_EXCL", [.exist6]),
    Mutant("checks-then-renames", "looks, then renames over the name", [.exist6]),
    Mutant(
      "loser-deletes-winner", "undoes what another run wrote", [.exist6],
      traced: [.roll6]),
    Mutant(
      "refusal-deletes", "deletes existing files when it refuses", [.exist3], may: [.exist5, .exist6, .roll6]),
    Mutant("refusal-touches", "sets the times of existing files", [.exist3], may: [.exist5]),
    Mutant("refusal-chmods", "sets the mode of existing files", [.exist3], may: [.exist5, .exist6]),
    Mutant("refusal-truncates", "empties existing files", [.exist3], may: [.exist5, .exist6]),
    Mutant(
      "refusal-replaces-inode", "copies existing files and renames the copy over them", [.exist3],
      may: [.exist5, .exist6]),
    // An existing privkey.json makes the write of the private file fail, and then nothing must stay.
    Mutant(
      "refusal-leaves-public", "finds the private file only after writing the public one",
      [.exist4, .roll3, .roll5]),
    Mutant(
      "refusal-leaves-private", "finds the public file only after writing the private one",
      [.exist4, .roll1, .roll5], traced: [.roll9]),
    Mutant("refusal-writes-log", "writes a log beside existing files", [.exist4], may: [.exist6, .roll7]),
    Mutant(
      "refusal-makes-and-removes", "tries out whether it could write before it refuses", [],
      traced: [.exist4]),
    Mutant(
      "refusal-writes-into-fifo", "writes to whoever reads a FIFO before it refuses",
      [.exist3, .exist4, .exist5]),
    Mutant(
      "refusal-writes-through-link", "makes the target of a dangling link, and removes it before it refuses",
      [], traced: [.exist4, .exist5]),
    Mutant("refusal-writes-in-home", "writes a log in the home directory", [.exist4], may: [.roll7]),
  ]

  /// KG-ROLL-*: what a failed run leaves.
  ///
  /// When the flush of the directory fails, both files are complete: what is then kept of them counts as a private file
  /// (KG-ROLL-1) or a public file that should have gone.
  static let rollback: [Mutant] = [
    Mutant("private-first", "the private file appears first", [], traced: [.roll9]),
    Mutant(
      "public-written-last", "the public file is empty until the private one is there", [], traced: [.roll9]),
    Mutant(
      "no-rollback", "undoes nothing", [.roll1, .roll2, .roll3, .roll5], traced: [.roll9]),
    Mutant(
      "keeps-private", "keeps the private file when the public one fails", [.roll1, .roll5], traced: [.roll9]),
    Mutant(
      "keeps-public-partial", "undoes only the private file when the public one fails", [.roll2, .roll5],
      traced: [.roll9], may: [.roll3]),
    Mutant(
      "keeps-private-partial", "undoes only the public file when the private one fails", [.roll3, .roll5],
      may: [.roll1]),
    Mutant(
      "keeps-public", "undoes only the private file when it fails", [.roll3, .roll5], may: [.roll2]),
    Mutant(
      "rollback-truncates", "empties files instead of removing them", [.roll2, .roll3, .roll5], may: [.roll1]),
    Mutant(
      "rollback-only-enospc", "undoes for ENOSPC only", [.roll2, .roll3, .roll5],
      traced: [.roll1], may: [.roll1]),
    Mutant(
      "no-rollback-after-flush", "undoes nothing when a flush or a close fails", [],
      traced: [.roll3, .roll5]),
    Mutant(
      "no-rollback-when-open-fails", "undoes nothing when a creation fails", [], traced: [.roll3, .roll5],
      may: [.roll3, .roll5]),
    Mutant(
      "no-rollback-when-directory-flush-fails", "undoes nothing when the directory's flush fails", [],
      traced: [.roll1, .roll5], may: [.roll3]),
    Mutant(
      "write-errors-ignored", "goes on when a write fails", [.cli2, .roll4],
      may: [.roll1, .roll2, .roll3, .roll5]),
    Mutant(
      "short-writes-ignored", "goes on when a write is cut short", [.cli2, .roll4],
      may: [.roll1, .roll2, .roll3, .roll5]),
    Mutant("flush-errors-ignored", "goes on when a flush fails", [], traced: [.roll4]),
    Mutant("close-errors-ignored", "goes on when a close fails", [], traced: [.roll4]),
    Mutant(
      "public-errors-ignored", "goes on without the public file",
      [.cli2, .roll1, .roll2, .roll4],
      traced: [.cli4, .roll9], may: [.cli4, .exist6, .roll5]),
    Mutant(
      "retries-eio-forever", "tries again and again when a write fails with EIO", [],
      traced: [.roll4], may: [.roll2, .roll3, .roll5], hangs: true),
    Mutant("hangs-on-failure", "waits for ever after undoing", [.roll4], hangs: true),
    Mutant("aborts-on-failure", "aborts after undoing", [.roll4]),
    Mutant("segfaults-on-failure", "crashes after undoing", [.roll4]),
    Mutant(
      "aborts-before-rollback", "aborts before undoing", [.roll2, .roll3, .roll4, .roll5],
      traced: [.roll1], may: [.roll1]),
    Mutant("rollback-wipes-directory", "removes everything in the directory", [.roll6]),
    Mutant("rollback-touches-others", "sets the times of everything in the directory", [.roll6]),
    // An empty one, that is: with anything else in it, it stays.
    Mutant(
      "rollback-removes-directory", "removes a directory that was there before", [], traced: [.roll6],
      may: [.roll6]),
    // So do those who lose a race.
    Mutant(
      "public-temporary-left-on-failure", "leaves the public temporary file of a failed run", [.roll7],
      may: [.exist6]),
    Mutant(
      "private-temporary-left-on-failure", "leaves the private temporary file of a failed run", [.roll7],
      traced: [.secret2], may: [.exist6]),
    Mutant("lock-left-on-failure", "leaves the lock file of a failed run", [.roll7], may: [.exist6]),
    Mutant(
      "exclusive-lock-left-on-failure", "leaves the lock of a failed run, which blocks the next",
      // In a race the loser leaves it beside the winner's pair.
      [.roll5, .roll7], may: [.exist6]),
    Mutant("no-signal-handling", "dies of a signal half-way", [], traced: [.roll8]),
    Mutant("sigterm-unhandled", "dies of SIGTERM half-way", [], traced: [.roll8]),
    Mutant("sigint-unhandled", "dies of SIGINT half-way", [], traced: [.roll8]),
    Mutant("handler-exits-at-once", "exits half-way on a signal", [], traced: [.roll8]),
    Mutant(
      "handler-removes-both", "removes both names on a signal, whoever made them", [], traced: [.roll6]),
    // A look that was made to fail excuses the name that it was a look at, and no other.
    Mutant(
      "gives-up-on-both", "looks at and removes nothing more after one look that failed", [],
      traced: [.roll3], may: [.roll5]),
    Mutant(
      "looks-and-keeps", "looks at what it has to remove and leaves it", [.roll1, .roll2, .roll3, .roll5],
      traced: [.roll9]),
    Mutant(
      "failing-look-is-success", "ends with 0 when its look before a removal fails", [], traced: [.roll4],
      may: [.cli2]),
    Mutant(
      "forgets-temporary-after-look", "leaves a temporary file that it could not look at before", [],
      traced: [.roll7, .secret2]),
    Mutant("aborts-on-enomem", "aborts when there is no memory to open a file", [], traced: [.roll4]),
    Mutant("close-range-errors-ignored", "goes on when close_range(2) fails", [], traced: [.roll4]),
    Mutant(
      "middle-write-errors-ignored", "goes on when one of the writes in the middle fails", [],
      traced: [.cli2, .roll4], may: [.roll1, .roll2, .roll3, .roll5]),
  ]

  /// Programs that do not work at all: no form of the command line puts the two files where it says.
  static let hopeless: [Mutant] = [
    Mutant("always-crashes", "crashes", [.cli1], hopeless: true),
    Mutant("always-hangs", "waits for ever", [.cli1], hopeless: true, hangs: true),
    Mutant("always-fails", "refuses everything", [.cli1], hopeless: true),
    Mutant("does-nothing", "claims success and writes nothing", [.cli1], hopeless: true),
    Mutant("removes-its-directory", "removes what it wrote, and the directory", [.cli1], hopeless: true),
  ]
}

import KeygenSuite
import SpecHarness

extension Mutant {
  /// Programs in other languages that go wrong as people's programs do: a script of `Subjects` and its habit.
  static let habits: [Mutant] = [
    // A FIFO in the way blocks them; a failed write leaves what there is.
    Mutant(
      "habits.py open-w", "open(path, \"w\"), like jose",
      [.exist1, .exist2, .exist5, .exist6, .file2, .file3],
      traced: hardened, may: [.exist3, .exist4, .roll1, .roll2, .roll3, .roll4, .roll5], hangs: true),
    // The moment between the look and the rename may be too short for a race.
    Mutant(
      "habits.py replace", "os.path.exists, then os.replace", [.exist5], traced: hardened, may: [.exist6]),
    Mutant(
      "habits.py ssh-keygen", "keeps the private file when the public one fails", [.exist4, .roll1, .roll5],
      traced: hardened),
    Mutant("habits.py uuid4", "a UUID of version 4", [.kid2], traced: hardened),
    Mutant("habits.py mac-address", "uuid.getnode() in the `kid`", [], traced: hardened.union([.kid5])),
    Mutant("habits.py random-module", "a key from the random module", [.key3], traced: hardened),
    Mutant("habits.py debug-output", "the private key in debug output", [.secret1], traced: hardened),
    Mutant(
      "habits.sh plain-redirection", "no umask, [ -f ], nothing undone",
      [.file2, .file3, .exist4, .exist5, .roll1, .roll3, .roll5], traced: hardened,
      may: [.exist6, .roll2, .roll4], hangs: true),
    Mutant(
      "habits.sh chmod-afterwards", "chmod once all is written, [ -f ], nothing undone",
      [.exist4, .exist5, .roll1, .roll3, .roll5], traced: hardened, may: [.exist6, .roll2, .roll4],
      hangs: true),
  ]

  /// They flush nothing and know nothing of signals, which only the hardened profile minds.
  private static let hardened: Set<RequirementID> = [.file4, .file5, .file6, .key4, .roll8, .roll9]
}

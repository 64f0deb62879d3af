package import SpecHarness

extension RequirementID {
  package static let exist1 = RequirementID("KG-EXIST-1")
  package static let exist2 = RequirementID("KG-EXIST-2")
  package static let exist3 = RequirementID("KG-EXIST-3")
  package static let exist4 = RequirementID("KG-EXIST-4")
  package static let exist5 = RequirementID("KG-EXIST-5")
  package static let exist6 = RequirementID("KG-EXIST-6")
}

extension Catalog {
  static let exist = Area(
    "EXIST", title: "Refusing to overwrite", [exist1, exist2, exist3, exist4, exist5, exist6])

  static let exist1 = Requirement(
    .exist1, .must, .documented,
    statement: """
      The command MUST refuse when `privkey.json` exists.
      """,
    sources: [.clause(.behavior2)],
    rationale: """
      Overwriting the private key cannot be undone, and locks out everyone who trusts the old one.
      """,
    checked: """
      The subject is run into directories in which only `privkey.json` exists, and in which both files \
      do. It must end with a non-zero status: a run that does nothing and reports success, or that crashes, has not \
      refused.
      """)

  static let exist2 = Requirement(
    .exist2, .must, .documented,
    statement: """
      The command MUST refuse when `pubkey.json` exists.
      """,
    sources: [.clause(.behavior2)],
    rationale: """
      A new private key beside an old public one is a pair that never matches, and nothing shows it \
      before the first login.
      """,
    checked: """
      The subject is run into directories in which only `pubkey.json` exists, and in which both files \
      do. It must end with a non-zero status.
      """)

  static let exist3 = Requirement(
    .exist3, .must, .documented,
    statement: """
      On refusal, existing files MUST keep their bytes, mode, owner, inode and modification time.
      """,
    sources: [.clause(.behavior2)],
    rationale: """
      A refusal that truncates, replaces or touches the file first has already done the damage.
      """,
    checked: """
      The properties named are recorded before the run and compared after it, for files that hold a key \
      pair, that hold other text and that are empty, with various modes.
      """)

  static let exist4 = Requirement(
    .exist4, .must, .documented,
    statement: """
      On refusal, the command MUST write nothing, not for an instant either.
      """,
    sources: [.clause(.behavior2), .clause(.behavior5)],
    rationale: """
      Half of a new pair beside half of an old one is worse than either.
      """,
    checked: """
      Working directory, HOME, TMPDIR and output directory are listed before and after the run: no name \
      may be added or removed, in particular not the one of the two files that was missing, nor a \
      temporary or lock file. Where system calls can be traced, a refusal must not make a file and take it back, \
      neither in the output directory nor beside it, nor a key anywhere. Who loses a race may have staged files.
      """)

  static let exist5 = Requirement(
    .exist5, .must, .documented,
    statement: """
      Symlinks (dangling ones, too), directories, FIFOs and empty files at either name MUST count as \
      existing, and MUST NOT be written through, replaced or waited on.
      """,
    sources: [.clause(.behavior2), .standard("POSIX.1-2024 XSH open()")],
    rationale: """
      Through a symlink the private key ends up in a place that somebody else has chosen; opening a FIFO \
      waits for ever.
      """,
    checked: """
      Each kind (sockets and links in a circle, too) is put at each of the two names, and the subject \
      must refuse within its deadline. The entry itself and what it points to must be as before, the \
      target of a dangling link still missing, and nothing may have gone through it or through a FIFO that somebody \
      reads, also when the run refuses afterwards.
      """)

  static let exist6 = Requirement(
    .exist6, .must, .documented,
    statement: """
      Of concurrent runs into one directory at most one MUST succeed, and what is left MUST be one \
      matching pair.
      """,
    sources: [.clause(.behavior2), .clause(.synopsis6)],
    rationale: """
      Looking first and writing later lets two runs mix their files: a private key of the one, a public \
      key of the other.
      """,
    checked: """
      Several runs are started together into one directory, for many rounds. At most one may exit with \
      status 0; if one did, the directory must hold its complete, matching pair, otherwise neither of \
      the two files; the other runs must have left nothing.
      """)
}

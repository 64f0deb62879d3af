package import SpecHarness

extension RequirementID {
  package static let file1 = RequirementID("KG-FILE-1")
  package static let file2 = RequirementID("KG-FILE-2")
  package static let file3 = RequirementID("KG-FILE-3")
  package static let file4 = RequirementID("KG-FILE-4")
  package static let file5 = RequirementID("KG-FILE-5")
  package static let file6 = RequirementID("KG-FILE-6")
}

extension Catalog {
  static let file = Area(
    "FILE", title: "The two files", [file1, file2, file3, file4, file5, file6])

  static let file1 = Requirement(
    .file1, .must, .documented,
    statement: """
      On success the command MUST leave exactly two new regular files, `privkey.json` and `pubkey.json`, \
      in the output directory, and nothing else anywhere but the directories that it had to create.
      """,
    sources: [.clause(.synopsis2), .clause(.synopsis3), .clause(.synopsis4), .clause(.flags3)],
    rationale: """
      Each further copy of the private key is one that nobody knows to protect or to delete.
      """,
    checked: """
      Working directory, HOME, TMPDIR and output directory are listed before and after the run, names \
      and types. No process of the run may outlive it. Where system calls can be traced, names that the \
      run created outside the sandbox are looked at, too.
      """)

  static let file2 = Requirement(
    .file2, .must, .documented,
    statement: """
      `privkey.json` MUST have mode 0600 under the umasks 000, 022, 027 and 077.
      """,
    sources: [.clause(.synopsis4), .clause(.behavior4)],
    rationale: """
      Anyone who can read the file can mint tokens.
      """,
    checked: """
      The subject is run under each of the four umasks, and the twelve mode bits of the file, set-id and \
      sticky bits included, must be 0600.
      """)

  static let file3 = Requirement(
    .file3, .must, .documented,
    statement: """
      `pubkey.json` MUST have mode 0644 under the umasks 000 and 022.
      """,
    sources: [.clause(.synopsis3)],
    rationale: """
      The public set is there to be read, by the web server that publishes it for one, but nobody else \
      may replace the key in it.
      """,
    checked: """
      The subject is run under both umasks, and the twelve mode bits of the file must be 0644.
      """)

  static let file4 = Requirement(
    .file4, .must, .hardened,
    statement: """
      The modes 0600 of `privkey.json` and 0644 of `pubkey.json` MUST be exact under any umask, also \
      under one that masks the owner's bits.
      """,
    sources: [.clause(.synopsis3), .clause(.synopsis4), .clause(.behavior4)],
    rationale: """
      The document states the modes without a condition; a build system with an unusual umask should not \
      yield a key that its owner cannot read, or a public set that the web server cannot.
      """,
    checked: """
      The subject is run into an existing directory under further umasks, among them 077 for the public \
      file and ones that mask bits of the owner, such as 0777. Both modes must be exact.
      """)

  static let file5 = Requirement(
    .file5, .must, .hardened,
    statement: """
      A file that comes to hold the private value MUST NOT at any instant, from its creation on, have a mode looser \
      than 0600.
      """,
    sources: [.clause(.synopsis4), .clause(.behavior4), .clause(.example13)],
    rationale: """
      A file that is made with the default mode and restricted afterwards can be opened in between, and \
      an open descriptor outlives the later change of mode, also one that was opened while the file was still empty.
      """,
    checked: """
      The system calls of a run are traced; after each one that creates, writes, links, renames or \
      changes a mode, the run's files are looked at, temporary ones included. One that holds the private value at \
      any of these moments must have had no permission bit beyond 0600 at any of them. Where calls cannot be traced, the requirement is skipped: \
      watching from outside could only miss the instant.
      """)

  static let file6 = Requirement(
    .file6, .should, .hardened,
    statement: """
      Both files and their directory entry SHOULD be flushed to stable storage before success is \
      reported.
      """,
    sources: [.clause(.behavior8), .clause(.behavior9), .standard("POSIX.1-2024 XSH fsync()")],
    rationale: """
      After a power failure, a registry may already trust a public key whose private half was never on \
      disk.
      """,
    checked: """
      In the trace of a run, each file's last write must be followed by an fsync, fdatasync or the like \
      of that file, and the last operation that gave a file its name by an fsync of the directory, all \
      before the first success line. Where calls cannot be traced, the requirement is skipped.
      """)
}

package import SpecHarness

extension RequirementID {
  package static let dir1 = RequirementID("KG-DIR-1")
  package static let dir2 = RequirementID("KG-DIR-2")
  package static let dir3 = RequirementID("KG-DIR-3")
}

extension Catalog {
  static let dir = Area(
    "DIR", title: "Output directory", [dir1, dir2, dir3])

  static let dir1 = Requirement(
    .dir1, .must, .documented,
    statement: """
      A missing output directory MUST be created together with its missing parents, and an existing \
      directory MUST be used.
      """,
    sources: [.clause(.flags4), .clause(.behavior1), .clause(.behavior7), .clause(.example3)],
    rationale: """
      The documented first step of every set-up is one command in a tree where `keys/registry` does not \
      exist yet.
      """,
    checked: """
      The subject is run with a directory that does not exist, with one whose parents do not exist \
      either, with an empty directory and with one that holds other files. The files must be there \
      afterwards.
      """)

  static let dir2 = Requirement(
    .dir2, .must, .documented,
    statement: """
      The command MUST NOT change, rename or remove anything else that is in the output directory.
      """,
    sources: [.clause(.flags3), .clause(.behavior2)],
    rationale: """
      The default directory is the working directory: a user's project, with whatever is in it.
      """,
    checked: """
      The directory is filled with files, a hidden file, a subdirectory, symlinks and names that \
      resemble the two files. After the run each must have the same type, bytes, mode, owner, inode and \
      modification time.
      """)

  static let dir3 = Requirement(
    .dir3, .must, .hardened,
    statement: """
      A directory that the command creates MUST have no permission beyond 0777 less the umask (a parent may get the \
      owner's write and search bits, as `mkdir -p` gives them), and the mode of a directory that existed MUST NOT \
      change.
      """,
    sources: [.clause(.behavior1), .standard("POSIX.1-2024 XSH mkdir()")],
    rationale: """
      Whoever may write to the directory can replace the public key that the registry is given.
      """,
    checked: """
      Under the umasks 000, 022, 027, 077 and 300, the directory that the run created, and its parent, are \
      looked at for permission bits beyond 0777 less the umask. Existing directories of several modes \
      must keep theirs.
      """)
}

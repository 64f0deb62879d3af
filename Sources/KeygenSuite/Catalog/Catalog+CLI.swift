package import SpecHarness

extension RequirementID {
  package static let cli1 = RequirementID("KG-CLI-1")
  package static let cli2 = RequirementID("KG-CLI-2")
  package static let cli3 = RequirementID("KG-CLI-3")
  package static let cli4 = RequirementID("KG-CLI-4")
  package static let cli5 = RequirementID("KG-CLI-5")
}

extension Catalog {
  static let cli = Area(
    "CLI", title: "Command line", [cli1, cli2, cli3, cli4, cli5])

  static let cli1 = Requirement(
    .cli1, .must, .documented,
    statement: """
      The command MUST take the output directory from `-o DIR`, `--output-dir DIR` or \
      `--output-dir=DIR`, and MUST write into the working directory when none of them is given.
      """,
    sources: [
      .clause(.flags1), .clause(.flags2), .clause(.flags3), .clause(.behavior6),
      .clause(.behavior7), .clause(.example3),
    ],
    rationale: """
      Scripts are written against these spellings, and a private key that lands in another directory \
      than the one named is a secret where nobody looks for it.
      """,
    checked: """
      The subject is run once with each spelling, once without the flag, and with directories given in \
      other ways: absolute, with `..`, with a slash at the end, with blanks and characters outside \
      ASCII. The files must be in the chosen directory and nowhere else.
      """)

  static let cli2 = Requirement(
    .cli2, .must, .documented,
    statement: """
      The command MUST exit with status 0 when it has made the pair, and not before the pair is complete; \
      it MUST exit with a non-zero status on any refusal or failure.
      """,
    sources: [.clause(.behavior2), .clause(.behavior5), .standard("POSIX.1-2024 XCU §1.4")],
    rationale: """
      The status is all that a script or a pipeline looks at; a failure reported as success leads to a \
      deployment without a key, and so does a success that is reported while a helper still writes.
      """,
    checked: """
      Every run into a fresh or an empty directory must end with status 0. Both files are looked at in the moment in \
      which the command's own process ends: what is there then must be what is there in the end. Helpers that add \
      nothing may end later. Every run that the harness \
      makes impossible (existing files, a wrong argument, a fault) must end with another status, unless \
      it delivered a complete, correct pair in spite of the fault.
      """)

  static let cli3 = Requirement(
    .cli3, .must, .documented,
    statement: """
      On success stdout MUST be exactly the two lines `✔ private key set written to: PATH` and `✔ public \
      key set written to: PATH`, in this order, where PATH, resolved from the working directory, names \
      the file.
      """,
    sources: [.clause(.behavior8), .clause(.behavior9)],
    rationale: """
      The lines are the command's documented output: people read the paths from it and programs parse \
      them.
      """,
    checked: """
      The bytes of stdout are compared after every successful run: UTF-8, the check mark U+2714, a \
      newline at the end of each line, nothing before, between or after. PATH, relative or absolute, is \
      resolved from the working directory of the run and must lead to the file of that name in the \
      output directory.
      """)

  static let cli4 = Requirement(
    .cli4, .must, .documented,
    statement: """
      A refusal or failure MUST be explained on stderr, and stdout MUST NOT carry the success line of a \
      file that is not there when the command has ended.
      """,
    sources: [
      .clause(.behavior2), .clause(.behavior8), .clause(.behavior9),
      .standard("POSIX.1-2024 XCU §1.4"),
    ],
    rationale: """
      Without a message nobody can tell a refusal from a full disk; with a false one, somebody ships a \
      path that does not exist.
      """,
    checked: """
      After every run that ends with a non-zero status, stderr must hold at least one visible character. \
      Each success line found on stdout must name a file that exists; the wording of the message is not \
      judged.
      """)

  static let cli5 = Requirement(
    .cli5, .must, .documented,
    statement: """
      The command MUST refuse an unknown flag or a positional argument, and MUST then write nothing.
      """,
    sources: [.clause(.synopsis1), .clause(.flags1)],
    rationale: """
      A mistyped flag that is ignored writes the private key to the default directory instead of the one \
      that was meant.
      """,
    checked: """
      The subject is run with an unknown long flag (with and without a value), an unknown short flag and \
      a positional argument, before and after the arguments that choose the directory. Each run must end \
      with a non-zero status and leave no new name in the sandbox.
      """)
}

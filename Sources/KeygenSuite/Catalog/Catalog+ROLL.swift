package import SpecHarness

extension RequirementID {
  package static let roll1 = RequirementID("KG-ROLL-1")
  package static let roll2 = RequirementID("KG-ROLL-2")
  package static let roll3 = RequirementID("KG-ROLL-3")
  package static let roll4 = RequirementID("KG-ROLL-4")
  package static let roll5 = RequirementID("KG-ROLL-5")
  package static let roll6 = RequirementID("KG-ROLL-6")
  package static let roll7 = RequirementID("KG-ROLL-7")
  package static let roll8 = RequirementID("KG-ROLL-8")
  package static let roll9 = RequirementID("KG-ROLL-9")
}

extension Catalog {
  static let roll = Area(
    "ROLL", title: "Failure and rollback", [roll1, roll2, roll3, roll4, roll5, roll6, roll7, roll8, roll9],
    rules: judgingRules)

  static let roll1 = Requirement(
    .roll1, .must, .documented,
    statement: """
      When writing the public file fails, the run MUST NOT leave a `privkey.json`.
      """,
    sources: [.clause(.behavior5)],
    rationale: """
      A private key without its public half blocks the next run and lies there, unnoticed and unrevoked.
      """,
    checked: """
      Faults are put in the way of the public file: at every system call that concerns it where calls \
      can be traced, otherwise through the environment (see rule J1). When the run has failed, \
      `privkey.json` must not be there.
      """)

  static let roll2 = Requirement(
    .roll2, .must, .documented,
    statement: """
      When writing the public file fails, the run MUST NOT leave a partial `pubkey.json`.
      """,
    sources: [.clause(.behavior5)],
    rationale: """
      A truncated set may be published, and an empty one makes every later run refuse.
      """,
    checked: """
      After the same faults as for KG-ROLL-1, a `pubkey.json` that the run made must not be there when \
      it is empty, cut off or otherwise no whole public set. A whole one that is left alone is no partial file; it \
      blocks the retry (KG-ROLL-5).
      """)

  static let roll3 = Requirement(
    .roll3, .must, .documented,
    statement: """
      When writing the private file fails, the run MUST leave neither file.
      """,
    sources: [.clause(.behavior5)],
    rationale: """
      The promise is about partial runs of any kind; which of the files is written first is the \
      program's own affair.
      """,
    checked: """
      Faults are put in the way of the private file in the same manner. When the run has failed, neither \
      file may be there: no part of the private file, and no public file without it.
      """)

  static let roll4 = Requirement(
    .roll4, .must, .documented,
    statement: """
      Every failure MUST be reported in finite time, with a non-zero exit status and a message on \
      stderr, without a crash and without a hang.
      """,
    sources: [.clause(.behavior5), .standard("POSIX.1-2024 XCU §1.4")],
    rationale: """
      A program that retries for ever on a full disk, or reports success for a file that it could not \
      write, is believed until the key is needed.
      """,
    checked: """
      Every run with a fault must end before the deadline, not by a signal, and either succeed with a \
      complete, correct pair or exit with a non-zero status and at least one visible character on \
      stderr.
      """)

  static let roll5 = Requirement(
    .roll5, .must, .documented,
    statement: """
      After a failed run, a retry into the same directory MUST succeed.
      """,
    sources: [.clause(.behavior5), .clause(.behavior2)],
    rationale: """
      If the remains of the failed run make the next one refuse, the user has to clean up by hand among \
      secrets.
      """,
    checked: """
      After a failed run the fault is taken away (an obstacle that the harness had put there is \
      removed), and the subject is run again on the same directory. It must exit with status 0 and make \
      both files. A complete pair that the failed run has left because nothing but a temporary name could not be \
      removed is not held against it.
      """)

  static let roll6 = Requirement(
    .roll6, .must, .documented,
    statement: """
      Rollback MUST NOT delete or change anything that the run did not create.
      """,
    sources: [.clause(.behavior5), .clause(.behavior2)],
    rationale: """
      A clean-up that goes by name removes the file of somebody else, an old key perhaps.
      """,
    checked: """
      Before runs with a fault the directory is given other files, hidden ones and names that resemble \
      temporary files, and where the fault allows it an obstacle at one of the two names. All of them \
      must be unchanged afterwards. Where calls can be traced, a refusal is interrupted by SIGINT and SIGTERM at each \
      of its calls, too: the old pair must come through.
      """)

  static let roll7 = Requirement(
    .roll7, .must, .documented,
    statement: """
      A failed run MUST NOT leave a file behind that it made (temporary, lock, copy), wherever it made it.
      """,
    sources: [.clause(.behavior5)],
    rationale: """
      A temporary file holds the same secret as the file that it was to become.
      """,
    checked: """
      Working directory, HOME, TMPDIR and output directory are listed before and after every run with a \
      fault; nothing but a directory that the run created may be new. Where calls can be traced, files that the run \
      created elsewhere must be gone, too.
      """)

  static let roll8 = Requirement(
    .roll8, .must, .hardened,
    statement: """
      After SIGINT (sent to the process group, as a terminal does) or SIGTERM (sent to the process) at \
      any moment, the run MUST leave a complete pair or nothing.
      """,
    sources: [.clause(.behavior5), .standard("POSIX.1-2024 XBD <signal.h>")],
    rationale: """
      Ctrl-C is the most common partial run of all.
      """,
    checked: """
      The signal is delivered before and after each system call recorded in a clean run. What is left \
      must be a complete, correct pair, or neither file and no temporary file; the exit status is not \
      judged. Where calls cannot be traced, the requirement is skipped.
      """)

  static let roll9 = Requirement(
    .roll9, .should, .hardened,
    statement: """
      After SIGKILL at any moment, the run SHOULD NOT leave a private key without its public \
      counterpart.
      """,
    sources: [.clause(.behavior5)],
    rationale: """
      No program can clean up after SIGKILL or a power failure, but it can choose an order in which no \
      instant is a bad one.
      """,
    checked: """
      The whole process tree is killed before and after each system call recorded in a clean run. A \
      `privkey.json` that holds anything must have a complete `pubkey.json` beside it, a matching one if \
      it is complete itself. Where calls cannot be traced, the requirement is skipped.
      """)
}

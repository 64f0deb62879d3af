package import SpecHarness

extension RequirementID {
  package static let fail1 = RequirementID("LG-FAIL-1")
  package static let fail2 = RequirementID("LG-FAIL-2")
  package static let fail3 = RequirementID("LG-FAIL-3")
  package static let fail4 = RequirementID("LG-FAIL-4")
  package static let fail5 = RequirementID("LG-FAIL-5")
  package static let fail6 = RequirementID("LG-FAIL-6")
  package static let fail7 = RequirementID("LG-FAIL-7")
}

extension Catalog {
  static let fail = Area(
    "FAIL", title: "Failure", [fail1, fail2, fail3, fail4, fail5, fail6, fail7], rules: judgingRules)

  static let fail1 = Requirement(
    .fail1, .must, .documented,
    statement: """
      When a call fails, `config.json` MUST be as it was, or new and complete; it MUST NOT be anything else at any instant.
      """,
    sources: [.clause(.example9)],
    rationale: """
      A full disk must not cost every other login on the machine.
      """,
    checked: """
      Faults are put into every call that concerns the file, its temporary names or its directory, reads included (rule J1). After each call of \
      such a run the file must hold what it held before, or what a run without a fault leaves.
      """)

  static let fail2 = Requirement(
    .fail2, .must, .documented,
    statement: """
      Every failure MUST be reported in finite time, with a non-zero exit status and a message on stderr, without a crash and without a hang.
      """,
    sources: [.clause(.example8), .standard("POSIX.1-2024 XCU §1.4")],
    rationale: """
      A login that fails silently is noticed when the old token expires.
      """,
    checked: """
      Every run with a fault must end before the deadline, not by a signal, and either have stored the token and exit with status 0, or \
      exit with another status and say why on stderr.
      """)

  static let fail3 = Requirement(
    .fail3, .must, .documented,
    statement: """
      After a failed run, also one that was killed, a retry MUST succeed.
      """,
    sources: [.clause(.example8), .clause(.example12)],
    rationale: """
      A lock file that nobody removes turns one crash into a login that never works again.
      """,
    checked: """
      After a run that failed, was interrupted or was killed the fault is taken away and the command is run again in the same place. It must exit with \
      status 0 and have stored the token.
      """)

  static let fail4 = Requirement(
    .fail4, .must, .hardened,
    statement: """
      A failed run that ended by itself MUST NOT leave a temporary or lock file behind; a lock file may stay where a \
      successful run leaves it, too, and it MUST NOT hold a secret.
      """,
    sources: [.clause(.example9), .clause(.example13)],
    rationale: """
      What is left holds the same secret as the file that it was to become, and is nobody's to look after.
      """,
    checked: """
      The whole sandbox is listed before and after every failed run, one with a fault that ended with a non-zero status and not by \
      a signal, and after a refusal of a damaged `config.json`. What a run without a fault leaves as well is no leftover; what could \
      not be removed because its removal was made to fail is none either (rule J5).
      """)

  static let fail5 = Requirement(
    .fail5, .must, .hardened,
    statement: """
      SIGINT (to the process group) or SIGTERM (to the process) at any moment MUST leave the old file or the complete new one.
      """,
    sources: [.clause(.example9), .standard("POSIX.1-2024 XBD <signal.h>")],
    rationale: """
      Ctrl-C is the most common failure of all.
      """,
    checked: """
      The signal is delivered before and after each recorded call. The file is looked at after each call that follows, and at the end; the exit status is not judged.
      """)

  static let fail6 = Requirement(
    .fail6, .must, .hardened,
    statement: """
      SIGKILL at any moment MUST leave the old file or the complete new one.
      """,
    sources: [.clause(.example9)],
    rationale: """
      No program can clean up after SIGKILL or a power failure, but every program can replace a file at one stroke.
      """,
    checked: """
      All processes of the run are killed before and after each recorded call; the file is looked at then. Runs without a fault show what SIGKILL would leave \
      after each call of a second run for the same host, for several hosts, through a link, and where the file is small or large; other bytes in the same file are \
      not one stroke, even when one call writes them.
      """)

  static let fail7 = Requirement(
    .fail7, .should, .hardened,
    statement: """
      The new content and its directory entry SHOULD be flushed to stable storage before success is reported.
      """,
    sources: [.clause(.example9), .standard("POSIX.1-2024 XSH fsync()")],
    rationale: """
      A rename that reaches the disk before the content leaves an empty file after a power failure.
      """,
    checked: """
      In a traced run the content must be flushed after its last write, and the directory after the file got its name. A file that the run \
      writes in its place needs no flush of the directory.
      """)
}

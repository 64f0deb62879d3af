internal import SpecHarness

extension Catalog {
  /// The rules for `LG-FAIL-*`, in order.
  static let judgingRules: [JudgingRule] = [
    JudgingRule(
      id: "J1",
      text: """
        "A call fails" covers every system call of the run that creates, opens, reads, writes, flushes, closes, renames, links, stats or \
        changes the mode of `config.json`, of its temporary names or of its directory: once (the next one works again) and for good, with each \
        error that the call can really return, and with short writes. Errors agree with what is there: no ENOENT on an existing file, no \
        EEXIST on a missing one. EINTR and EAGAIN come once, never for good.
        """),
    JudgingRule(
      id: "J2",
      text: """
        Tolerating a fault (by a retry after EINTR or a short write, by another method) and then leaving the complete new file with exit \
        status 0 is conformant.
        """),
    JudgingRule(
      id: "J3",
      text: """
        "New and complete" is measured by runs without a fault: every member that such a run leaves, by value, and an entry of the \
        host with a token in the same place. What is wrong with the runs without a fault is judged there and held against no fault.
        """),
    JudgingRule(
      id: "J4",
      text: """
        An error from a flush, or from the close of the last descriptor of an open file that was written, also after a flush that succeeded, is a \
        lost write: going on to success without writing again or reading back is an unreported failure (LG-FAIL-2). A flush \
        that answered EINTR and is called again is tolerated. The error of closing a mere duplicate or a descriptor only read from is no lost write.
        """),
    JudgingRule(
      id: "J5",
      text: """
        A name is not held against the subject when its removal was made to fail, or when, after the call that first failed, the subject's \
        own look at that name on the way to its removal was. A directory that the run created may stay.
        """),
    JudgingRule(
      id: "J6",
      text: """
        "At every instant": `config.json` is looked at after each call that changes the file or its directory. That it is missing where it was \
        there before counts as something else.
        """),
    JudgingRule(
      id: "J7",
      text: """
        SIGINT goes to the process group, SIGTERM to the process, SIGKILL to every process of the run. The exit status after a signal is not judged; the retry is.
        """),
    JudgingRule(
      id: "J8",
      text: """
        A run that meets a lock may wait or give up with a non-zero status and a message. The suite holds a run for no more \
        than five seconds, and gives a retry after SIGKILL three times its deadline: a lock that expires by its age is a lock.
        """),
    JudgingRule(
      id: "J9",
      text: """
        The token of a run is told from the stored one by what a run adds: other members of the host's entry are not compared.
        """),
    JudgingRule(
      id: "J10",
      text: """
        What could not be seen is not judged: a requirement of which more than one in ten faults could not be judged is skipped, never passed. Where \
        system calls cannot be traced, limits and permissions make runs fail instead.
        """),
    JudgingRule(
      id: "J11",
      text: """
        Of many calls that differ in nothing but their number, some get every fault, others one, and the rest none, as J10 of \
        `spec/keygen.md` has it. The report says what was left out. A call that a run makes alike where `config.json` is there and \
        where it is missing gets every fault in the former case, and the first error and SIGKILL in the latter, where it is one of the \
        first two of its like. `--faults exhaustive` leaves nothing out.
        """),
    JudgingRule(
      id: "J12",
      text: """
        Runs are saved as J13 and J14 of `spec/keygen.md` have it: by copies of a stopped process, by looks at a run that is held, \
        and where two faults make one run. None of them changes a verdict, and `--no-checkpoint` does without them.
        """),
  ]

  /// What no requirement judges, one item each.
  static let notJudged: [String] = [
    "other sources of a credential than `jwkPath`, other flags than `-f`, `username`, and credential helpers",
    "wording, and what is printed on success",
    "claims beyond those that a requirement names, and header members beyond `alg` and `kid`",
    "an empty `config.json`, duplicate members that a run finds in it, and `auths` or an entry that is no object",
    "durations with fractions of a second, units that Go does not have such as `d`, and a missing `exp`",
    "encodings of a secret other than base64url, base64 and hex",
    "flow style, anchors and block scalars of YAML: the suite's own configurations are block style, as in the document",
    "an absolute `jwkPath` that leads outside without a link",
    "directories above a missing Docker configuration directory: they are there",
    "the exit status after a signal, and which non-zero status a refusal or failure has",
    "text that is not UTF-8, and a byte order mark, in `config.json`",
    "a missing `kind` or `apiVersion`, and a private set without a `kid`",
    "output that cannot be written",
  ]
}

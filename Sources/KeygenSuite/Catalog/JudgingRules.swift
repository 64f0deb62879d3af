internal import SpecHarness

extension Catalog {
  /// The rules for `KG-ROLL-*`, in order.
  static let judgingRules: [JudgingRule] = [
    JudgingRule(
      id: "J1",
      text: """
        "Fails" covers every system call of the run that creates, opens, writes, flushes, closes, \
        renames, links, stats or changes the mode of one of the two files, of their temporary names or \
        of their directory. Each such call fails once (the next one works again) and for good (every \
        later one fails, too), with each error that the call can really return; writes also come out \
        short.
        """),
    JudgingRule(
      id: "J2",
      text: """
        Where system calls cannot be traced, the faults are those of the environment: something in the \
        way of a name, a limit on the size of files or the number of descriptors, a read-only \
        directory, a full file system. What is left then tells which write failed: a whole \
        `privkey.json` shows KG-ROLL-1, a partial `pubkey.json` KG-ROLL-2, a partial `privkey.json` or a \
        whole `pubkey.json` alone KG-ROLL-3. Under a limit on descriptors a run-time system may be \
        unable to begin or to clean up, so that only a false success or a hang counts there. What these faults cannot decide is skipped with \
        the reason, and never counts as passed.
        """),
    JudgingRule(
      id: "J3",
      text: """
        Tolerating a fault (by a retry after EINTR or a short write, by another method after \
        EOPNOTSUPP) and then delivering a complete, correct pair with exit status 0 is conformant.
        """),
    JudgingRule(
      id: "J4",
      text: """
        EINTR and EAGAIN come once, never for good.
        """),
    JudgingRule(
      id: "J5",
      text: """
        An error from a flush, or from the close of the last descriptor of an open file that was written (by \
        `close` or `close_range`), is a lost write: going on to success without writing again or reading back is \
        an unreported failure (KG-ROLL-4). A flush that answered EINTR and is called again is tolerated. An error \
        from closing a mere duplicate, or a descriptor that was only read from, is not a lost write.
        """),
    JudgingRule(
      id: "J6",
      text: """
        A name is not held against the subject when its removal was made to fail, or when, after the call that \
        first failed, the subject's own look at that name on the way to its removal was: stat and its like, \
        access, readlink, opening the name or its directory, listing the directory; also a look that a run-time \
        system or a helper such as `rm` makes within its own removal. A name is still held against it when the \
        subject neither looks at it nor removes it, when its last look succeeded and it removes nothing, and when \
        only another name could not be looked at. A directory that the run created may stay.
        """),
    JudgingRule(
      id: "J7",
      text: """
        SIGINT goes to the process group and SIGTERM to the process, as a terminal and a supervisor \
        send them; SIGKILL goes to every process of the run.
        """),
    JudgingRule(
      id: "J8",
      text: """
        A fault goes into a call that a clean run has made. Where the subject makes other calls from run \
        to run, some faults do not come to pass; a requirement of which more than one in ten cannot be \
        judged for that reason is skipped.
        """),
    JudgingRule(
      id: "J9",
      text: """
        Before all else the subject is run without a fault, whatever is selected. \
        What is wrong with the pairs of these runs, always or now and then, and what they leave or change besides, \
        is judged there, and not held against a run with a fault or a concurrent writer. After that no case knows of another: \
        the status of a requirement depends on the subject and the seed alone.
        """),
    JudgingRule(
      id: "J10",
      text: """
        Where a run makes many calls that differ in nothing but their number (the same call on the same file), the \
        first two, the middle and the last of them get every fault, and each of the others gets one, which the seed \
        chooses; of more than \(FaultSampling.mostSingles) others, that many, \
        spread over all of them. The report says what was left out. A call that a run makes alike in a directory that is \
        there and in one that is missing gets every fault in the former, and the first error and SIGKILL in the latter, \
        where it is one of the first two of its like. \
        `--faults exhaustive` leaves nothing out.
        """),
    JudgingRule(
      id: "J11",
      text: """
        What a clean run needs (room, descriptors, memory) a retry has, too: the small file systems and limits that \
        the harness sets up for a fault are taken away before it. A failed run that left and changed nothing, inside \
        its sandbox or outside, is retried once for each call: a further retry would be the clean run once more.
        """),
    JudgingRule(
      id: "J12",
      text: """
        What could not be seen is not judged. A recording that lacks the making of a file that is there, a call whose \
        arguments could not be read, a file that could not be read, or a subject of which no call can be made to fail \
        leads to a skip with that reason, never to a pass.
        """),
    JudgingRule(
      id: "J13",
      text: """
        Where a run takes long (0.04 s of processor time or 0.5 s in all), there are fewer runs of one kind: 7 rounds of \
        concurrent runs instead of 24, of each size at least one, and 48 keys in series instead of 64, which is what \
        KG-KEY-3 needs. Where it is sound, a run with a fault continues a copy of a process that was stopped before it \
        had made anything; what a copy shows to be violated is seen in a fresh run before it counts. The bytes of a draw, \
        and draws that fail (KG-KEY-4), are tried by such copies, too. Copies that show which bytes make the usual key are \
        ended after the last call of the usual run. That a byte has no part in the key is seen in fresh runs.
        """),
    JudgingRule(
      id: "J14",
      text: """
        Two faults that make one run need no two runs. An error that lasts is not tried where the same error, striking \
        once, was followed by no call that would have failed by it, and nothing was wrong. A signal is not sent before or \
        after a later call as long as the same signal, sent earlier, waits because the only thread blocks it. This holds \
        where nothing was wrong, and until the program asks which signals wait, or opens a file that may tell. What SIGKILL \
        leaves is looked at in a run that is held at each call and goes on afterwards; what such a look shows to be violated \
        is seen in a run that is killed before it counts. `--no-checkpoint` makes a fresh run of every case.
        """),
  ]

  /// What no requirement judges because the source document is silent, one item each.
  static let notJudged: [String] = [
    "stderr on success",
    "what happens when stdout cannot be written",
    "`--help`",
    "abbreviated or repeated flags",
    "the exit status after a signal",
    "death by SIGXFSZ under a limit on the size of files (the harness gives the signal ignored)",
    "which non-zero status a refusal or failure has",
    "members of the sets and keys beyond those that a requirement names",
  ]
}

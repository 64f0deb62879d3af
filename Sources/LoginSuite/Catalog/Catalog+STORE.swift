package import SpecHarness

extension RequirementID {
  package static let store1 = RequirementID("LG-STORE-1")
  package static let store2 = RequirementID("LG-STORE-2")
  package static let store3 = RequirementID("LG-STORE-3")
  package static let store4 = RequirementID("LG-STORE-4")
  package static let store5 = RequirementID("LG-STORE-5")
  package static let store6 = RequirementID("LG-STORE-6")
  package static let store7 = RequirementID("LG-STORE-7")
  package static let store8 = RequirementID("LG-STORE-8")
  package static let store9 = RequirementID("LG-STORE-9")
}

extension Catalog {
  static let store = Area(
    "STORE", title: "The Docker configuration",
    [store1, store2, store3, store4, store5, store6, store7, store8, store9])

  static let store1 = Requirement(
    .store1, .must, .documented,
    statement: """
      After exit status 0 the token MUST be in `config.json` of the Docker configuration directory (`$DOCKER_CONFIG`, \
      else `~/.docker`) as `auths[HOST].registrytoken`.
      """,
    sources: [.clause(.example6), .clause(.example9)],
    rationale: """
      There clients look for it; anywhere else it is as good as not stored.
      """,
    checked: """
      Runs with DOCKER_CONFIG and without; the file must be one JSON object with the token at that place. A run that leaves its \
      entry there twice has not stored it: which one counts depends on the reader. The suite `store` looks for the secret anywhere \
      below `auths[HOST]`, also in base64, and with DOCKER_CONFIG only.
      """)

  static let store2 = Requirement(
    .store2, .must, .documented,
    statement: """
      A missing `config.json` and a missing Docker configuration directory MUST be created.
      """,
    sources: [.clause(.example9)],
    rationale: """
      The first login on a new machine is the one that matters.
      """,
    checked: """
      Runs without the file, and without its directory, be it named by DOCKER_CONFIG or by HOME; the token must be stored.
      """)

  static let store3 = Requirement(
    .store3, .must, .documented,
    statement: """
      Every other entry and member of `config.json` MUST keep its value, numbers as IEEE doubles; a second run MUST replace the entry of its host alone.
      """,
    sources: [.clause(.example9), .clause(.example12), .standard("RFC 8259 §6")],
    rationale: """
      The file belongs to the user and to other tools. A lost entry is a registry that cannot be reached any more.
      """,
    checked: """
      `config.json` holds entries of other hosts and members of every kind: unknown ones, nested ones, unusual names, strings and \
      numbers, empty values, and 100 KiB of entries. After one run, and after a second, all of them are compared by value; other \
      members of the host's own entry are not. An entry under another name is another entry: the host in capitals, with another \
      port, as a URL such as `https://HOST/v1/`, or with more behind it.
      """)

  static let store4 = Requirement(
    .store4, .must, .hardened,
    statement: """
      Other members MUST keep their numbers as they are written (`2.50`, 2^60 + 1), and their order.
      """,
    sources: [.clause(.example9), .standard("RFC 8259 §6"), .standard("RFC 8259 §4")],
    rationale: """
      An identifier beyond 2^53 is another one after it was rounded, and a file that is reordered cannot be compared by eye.
      """,
    checked: """
      The same runs; the literals of numbers and the order of members in every object are compared, but for the entry of the host itself. \
      The suite `store` warns only.
      """)

  static let store5 = Requirement(
    .store5, .must, .hardened,
    statement: """
      A new `config.json` MUST have mode 0600 and its new directory at most 0700; the mode of an existing file MUST NOT \
      become looser, not for an instant; a temporary file that holds the token MUST NOT be looser than the file that it becomes.
      """,
    sources: [.clause(.example9), .clause(.example13), .standard("POSIX.1-2024 XSH chmod()")],
    rationale: """
      Who can read the file for an instant can log in for a year.
      """,
    checked: """
      Runs under several umasks, on files of several modes, by DOCKER_CONFIG and by HOME, and through links. Where calls can be traced, the modes of `config.json` and \
      of every file that holds the token are looked at after each call. The directories above the new one are not judged.
      """)

  static let store6 = Requirement(
    .store6, .must, .hardened,
    statement: """
      A `config.json` that is a symlink MUST stay one, and its target MUST be updated, or created if it is missing.
      """,
    sources: [.clause(.example9), .standard("POSIX.1-2024 XBD §4.16")],
    rationale: """
      Many keep the file with other settings elsewhere; a link that is replaced splits the two silently.
      """,
    checked: """
      `config.json` is a relative link, an absolute one, a link to a link, or one whose target is missing. The links must stay, and the target must hold the token.
      """)

  static let store7 = Requirement(
    .store7, .must, .documented,
    statement: """
      A damaged `config.json`, one that is not exactly one object of RFC 8259, MUST be refused and left alone.
      """,
    sources: [.clause(.example9), .standard("RFC 8259 §2")],
    rationale: """
      What cannot be read cannot be kept: a login that starts afresh throws away what could have been repaired.
      """,
    checked: """
      Truncated files, arrays and other values, text behind the object, also behind a NUL byte, two objects, comments, trailing \
      commas, a missing comma, single quotes, `NaN`, `True`, escapes that JSON does not have, and a form feed between members. The \
      status must not be 0, and the file must keep its bytes. An empty file is not judged.
      """)

  static let store8 = Requirement(
    .store8, .must, .documented,
    statement: """
      Concurrent runs MUST leave a well-formed `config.json`, at every instant.
      """,
    sources: [.clause(.example9)],
    rationale: """
      Every client reads the file without a lock; an empty or half-written one reads as being logged out.
      """,
    checked: """
      Several runs for different hosts start at the same moment while the file is read again and again. Where calls can \
      be traced, the file is also looked at after each call of a run, alone and with another run beside it, where the file is small, large, missing or a \
      link, and in a second run for the same host. It must be one complete object each time.
      """)

  static let store9 = Requirement(
    .store9, .must, .hardened,
    statement: """
      Concurrent runs MUST NOT lose an entry; a run that gives up waiting and exits with a non-zero status MUST have lost nothing.
      """,
    sources: [.clause(.example9), .clause(.example12)],
    rationale: """
      Two timers that fire at once must not log each other out.
      """,
    checked: """
      The same runs, with a `config.json` and without one; the entries of all runs that exited with status 0, and all that was there before, must be there. \
      Where calls can be traced, a run is also held, for five seconds at most, before and after it reads and before it replaces the file, while another run goes \
      through or waits: once for nearly four seconds, once where there is no file, and once so that a third run meets the one that has waited.
      """)
}

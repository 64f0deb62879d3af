package import SpecHarness

extension RequirementID {
  package static let cli1 = RequirementID("LG-CLI-1")
  package static let cli2 = RequirementID("LG-CLI-2")
}

extension Catalog {
  static let cli = Area("CLI", title: "Command line", [cli1, cli2])

  static let cli1 = Requirement(
    .cli1, .must, .documented,
    statement: """
      The command MUST take the configuration from `-f FILE`, MUST exit with status 0 when the token of every host is \
      stored, and MUST exit with a non-zero status and an explanation on stderr on any refusal or failure.
      """,
    sources: [.clause(.example8), .standard("POSIX.1-2024 XCU §1.4")],
    rationale: """
      A login runs in scripts and timers. What it says by its status is all that they hear.
      """,
    checked: """
      The configuration is given relative and absolute, in another directory, and with blanks in its name. A run that \
      stored every token must have status 0. Every run that the suite makes refuse or fail must have another status and at least \
      one visible character on stderr. The suite `store` calls the command as it was given; only status and explanation count there.
      """)

  static let cli2 = Requirement(
    .cli2, .must, .documented,
    statement: """
      The command MUST refuse an unknown flag or a positional argument, and MUST NOT change anything then.
      """,
    sources: [.clause(.example8), .standard("POSIX.1-2024 XBD §12.2")],
    rationale: """
      A mistyped flag that is ignored leads to a login that nobody asked for.
      """,
    checked: """
      An unknown long flag, one with a value, an unknown short flag and a positional argument are put before and after \
      `-f FILE`. The status must not be 0, and `config.json` must be as it was. An unknown flag is also tried without a Docker configuration directory, where nothing \
      in the sandbox may be made or changed.
      """)
}

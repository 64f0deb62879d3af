extension Catalog {
  static let roll1 = Requirement(
    .roll1, .must, .documented,
    statement: """
      when writing the public file fails, no `privkey.json` is left
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let roll2 = Requirement(
    .roll2, .must, .documented,
    statement: """
      … and no partial `pubkey.json` is left
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let roll3 = Requirement(
    .roll3, .must, .documented,
    statement: """
      when writing the private file fails, neither file is left
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let roll4 = Requirement(
    .roll4, .must, .documented,
    statement: """
      every failure is reported in finite time: non-zero exit and a message on stderr, no crash, no hang
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let roll5 = Requirement(
    .roll5, .must, .documented,
    statement: """
      after a failed run, a retry into the same directory succeeds
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let roll6 = Requirement(
    .roll6, .must, .documented,
    statement: """
      rollback deletes and changes nothing that the run did not create
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let roll7 = Requirement(
    .roll7, .must, .documented,
    statement: """
      a failed run leaves no temporary or lock file behind
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let roll8 = Requirement(
    .roll8, .must, .hardened,
    statement: """
      SIGINT (to the process group, as a terminal sends it) or SIGTERM (to the process) at any moment leaves a complete pair or nothing
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let roll9 = Requirement(
    .roll9, .should, .hardened,
    statement: """
      SIGKILL at any moment leaves no private key without its public counterpart
      """,
    sources: [],
    rationale: "",
    checked: "")
}

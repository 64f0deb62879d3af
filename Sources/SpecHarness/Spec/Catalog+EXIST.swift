extension Catalog {
  static let exist1 = Requirement(
    .exist1, .must, .documented,
    statement: """
      an existing `privkey.json` makes the command refuse
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let exist2 = Requirement(
    .exist2, .must, .documented,
    statement: """
      an existing `pubkey.json` makes the command refuse
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let exist3 = Requirement(
    .exist3, .must, .documented,
    statement: """
      on refusal, existing files keep their bytes, mode, owner, inode and modification time
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let exist4 = Requirement(
    .exist4, .must, .documented,
    statement: """
      on refusal, nothing is written
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let exist5 = Requirement(
    .exist5, .must, .documented,
    statement: """
      symlinks (dangling too), directories, FIFOs and empty files at either name count as existing, and are never written through, replaced or waited on
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let exist6 = Requirement(
    .exist6, .must, .documented,
    statement: """
      of concurrent runs into one directory at most one succeeds, and what is left is one matching pair
      """,
    sources: [],
    rationale: "",
    checked: "")
}

extension Catalog {
  static let dir1 = Requirement(
    .dir1, .must, .documented,
    statement: """
      a missing directory is created with its parents; an existing one is used
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let dir2 = Requirement(
    .dir2, .must, .documented,
    statement: """
      other content of the directory is left as it was
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let dir3 = Requirement(
    .dir3, .must, .hardened,
    statement: """
      a created directory gets no more than 0777 less the umask; an existing one keeps its mode
      """,
    sources: [],
    rationale: "",
    checked: "")
}

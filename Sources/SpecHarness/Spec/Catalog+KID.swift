extension Catalog {
  static let kid1 = Requirement(
    .kid1, .must, .documented,
    statement: """
      both keys carry the same `kid`, a string
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let kid2 = Requirement(
    .kid2, .must, .documented,
    statement: """
      the `kid` is a canonical lower-case UUID of version 6, variant 10 (RFC 9562)
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let kid3 = Requirement(
    .kid3, .must, .documented,
    statement: """
      the UUID's timestamp lies within the run, give or take one second
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let kid4 = Requirement(
    .kid4, .must, .documented,
    statement: """
      every run has its own `kid`, and a run that starts after another ended has the later timestamp
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let kid5 = Requirement(
    .kid5, .should, .hardened,
    statement: """
      the UUID's node field is not the address of a network interface of this machine
      """,
    sources: [],
    rationale: "",
    checked: "")
}

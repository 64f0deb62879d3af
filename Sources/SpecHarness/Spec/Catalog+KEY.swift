extension Catalog {
  static let key1 = Requirement(
    .key1, .must, .documented,
    statement: """
      `x` is derived from `d` (both backends)
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let key2 = Requirement(
    .key2, .must, .documented,
    statement: """
      a signature made with the private set verifies with the public set, in both backends, either way round
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let key3 = Requirement(
    .key3, .must, .documented,
    statement: """
      every run has its own key; over many runs the private values pass simple randomness checks (no fixed, repeated or counting bytes)
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let key4 = Requirement(
    .key4, .must, .hardened,
    statement: """
      at least 32 bytes of kernel entropy are drawn before the private key is written, and the key depends on them
      """,
    sources: [],
    rationale: "",
    checked: "")
}

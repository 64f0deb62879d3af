extension Catalog {
  static let secret1 = Requirement(
    .secret1, .must, .documented,
    statement: """
      the private value is on neither stdout nor stderr, in any encoding (base64url, base64, hex)
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let secret2 = Requirement(
    .secret2, .must, .hardened,
    statement: """
      once the run is over, the private value is in no file but `privkey.json`
      """,
    sources: [],
    rationale: "",
    checked: "")
}

extension Catalog {
  static let jwks1 = Requirement(
    .jwks1, .must, .documented,
    statement: """
      each file is a JWK set: an object whose `keys` is an array of exactly one key
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let jwks2 = Requirement(
    .jwks2, .must, .documented,
    statement: """
      each file is strict JSON (RFC 8259, I-JSON RFC 7493): UTF-8, no BOM, no duplicate members, nothing but white space after the value
      """,
    sources: [],
    rationale: "",
    checked: "")
}

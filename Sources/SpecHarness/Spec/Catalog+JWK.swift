extension Catalog {
  static let jwk1 = Requirement(
    .jwk1, .must, .documented,
    statement: """
      `kty` is `OKP` and `crv` is `Ed25519` (RFC 8037)
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let jwk2 = Requirement(
    .jwk2, .must, .documented,
    statement: """
      `alg` is `EdDSA`
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let jwk3 = Requirement(
    .jwk3, .must, .documented,
    statement: """
      `use`, if present, is `sig`; `key_ops`, if present, fits (`verify` in the public, `sign` in the private set)
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let jwk4 = Requirement(
    .jwk4, .must, .documented,
    statement: """
      `x` and `d` are 32 bytes each in canonical unpadded base64url
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let jwk5 = Requirement(
    .jwk5, .must, .documented,
    statement: """
      the private set has `d`; the public set holds no private member, nor the private value under any name
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let jwk6 = Requirement(
    .jwk6, .must, .documented,
    statement: """
      `kty`, `crv`, `x`, `alg` and `use` are the same in both sets; other members are allowed and not compared
      """,
    sources: [],
    rationale: "",
    checked: "")
}

package import SpecHarness

extension RequirementID {
  package static let jwk1 = RequirementID("KG-JWK-1")
  package static let jwk2 = RequirementID("KG-JWK-2")
  package static let jwk3 = RequirementID("KG-JWK-3")
  package static let jwk4 = RequirementID("KG-JWK-4")
  package static let jwk5 = RequirementID("KG-JWK-5")
  package static let jwk6 = RequirementID("KG-JWK-6")
}

extension Catalog {
  static let jwk = Area(
    "JWK", title: "The key's members", [jwk1, jwk2, jwk3, jwk4, jwk5, jwk6])

  static let jwk1 = Requirement(
    .jwk1, .must, .documented,
    statement: """
      `kty` MUST be `OKP` and `crv` MUST be `Ed25519` in both sets.
      """,
    sources: [.clause(.intro2), .standard("RFC 8037 §2")],
    rationale: """
      They tell a reader which algorithm the bytes belong to; any other value makes the key unusable.
      """,
    checked: """
      Both members are compared, as JSON strings and with case, in both files of every successful run.
      """)

  static let jwk2 = Requirement(
    .jwk2, .must, .documented,
    statement: """
      `alg` MUST be present and be `EdDSA` in both sets.
      """,
    sources: [.clause(.intro2), .standard("RFC 8037 §3.1"), .standard("RFC 7517 §4.4")],
    rationale: """
      A verifier that pins the algorithm to the key's `alg` is safe from a token that names another one.
      """,
    checked: """
      The member is compared, as a JSON string and with case, in both files of every successful run.
      """)

  static let jwk3 = Requirement(
    .jwk3, .must, .documented,
    statement: """
      `use`, if present, MUST be `sig`; `key_ops`, if present, MUST be an array of distinct strings, \
      with `verify` and without `sign` in the public set, with `sign` in the private set.
      """,
    sources: [.clause(.intro2), .clause(.intro3), .standard("RFC 7517 §4.2, §4.3")],
    rationale: """
      Libraries enforce these members: a key that is marked for another use is refused at the moment it \
      is needed.
      """,
    checked: """
      Both members are looked at in both files of every successful run. Both may be absent; further \
      operations in `key_ops` are not judged.
      """)

  static let jwk4 = Requirement(
    .jwk4, .must, .documented,
    statement: """
      `x` in both sets and `d` in the private set MUST each be 32 bytes in canonical base64url without \
      padding.
      """,
    sources: [
      .clause(.intro2), .standard("RFC 8037 §2"), .standard("RFC 7515 §2"),
      .standard("RFC 4648 §3.5, §5"),
    ],
    rationale: """
      Readers differ on padding, on the other alphabet and on non-zero trailing bits, and a 64-byte `d` \
      (seed and public key) is read as another key or not at all.
      """,
    checked: """
      The harness's own decoder must accept each value: 43 characters of the URL-safe alphabet, no `=`, \
      no white space, the last two bits zero.
      """)

  static let jwk5 = Requirement(
    .jwk5, .must, .documented,
    statement: """
      The private set MUST have `d`; the public set MUST NOT have a private member, nor the private \
      value under any name.
      """,
    sources: [
      .clause(.synopsis3), .clause(.synopsis4), .clause(.intro3), .standard("RFC 8037 §2"),
      .standard("RFC 7518 §6.2.2, §6.3.2, §6.4.1"),
    ],
    rationale: """
      The public set is published. One member too many there gives the key away.
      """,
    checked: """
      `d` must be in the private set. In the public set the names `d`, `p`, `q`, `dp`, `dq`, `qi`, `oth` \
      and `k` are refused at the key and at the set, and the whole text is searched for the private \
      value in base64url, base64 and hex, also after unescaping.
      """)

  static let jwk6 = Requirement(
    .jwk6, .must, .documented,
    statement: """
      `kty`, `crv`, `x`, `alg` and `use` MUST be the same in both sets, either absent from both or \
      equal; other members are allowed and are not compared.
      """,
    sources: [.clause(.synopsis6), .clause(.intro2), .standard("RFC 7517 §4")],
    rationale: """
      The two files are two views of one key; where they differ, signer and verifier work to different \
      rules.
      """,
    checked: """
      The five members of the two keys of every successful run are compared after unescaping. Members \
      that the specification does not name are ignored, as RFC 7517 §4 demands of every reader.
      """)
}

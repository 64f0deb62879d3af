package import SpecHarness

extension RequirementID {
  package static let jwks1 = RequirementID("KG-JWKS-1")
  package static let jwks2 = RequirementID("KG-JWKS-2")
}

extension Catalog {
  static let jwks = Area(
    "JWKS", title: "JWK sets", [jwks1, jwks2])

  static let jwks1 = Requirement(
    .jwks1, .must, .documented,
    statement: """
      Each file MUST be a JWK set: a JSON object whose member `keys` is an array of exactly one key, \
      which is an object.
      """,
    sources: [
      .clause(.synopsis2), .clause(.synopsis5), .clause(.intro3), .clause(.example11),
      .standard("RFC 7517 §5"),
    ],
    rationale: """
      Registries and JWT libraries load this shape as it is; a bare key or an empty set is a \
      configuration error that shows only at the first login.
      """,
    checked: """
      Both files of every successful run are read with the harness's own JSON reader. The value must be \
      an object, `keys` an array of one element, and that element an object; further members of the set \
      are allowed.
      """)

  static let jwks2 = Requirement(
    .jwks2, .must, .documented,
    statement: """
      Each file MUST be strict JSON as RFC 8259 and I-JSON (RFC 7493) define it: UTF-8 without a byte \
      order mark, no duplicate member names, and nothing but white space after the value.
      """,
    sources: [.clause(.synopsis5), .standard("RFC 8259 §2, §8.1"), .standard("RFC 7493 §2")],
    rationale: """
      Lenient readers disagree about such texts (one takes the first duplicate, another the last), so \
      that signer and verifier could see different keys.
      """,
    checked: """
      The harness's own reader accepts nothing else: it reports the offset and what it expected there. \
      Member names are compared after unescaping; lone surrogates and noncharacters are refused; white \
      space and member order are free. A file of more than 1 MiB, or with more than 64 values within one \
      another, is taken for no key set.
      """)
}

package import SpecHarness

extension RequirementID {
  package static let key1 = RequirementID("LG-KEY-1")
  package static let key2 = RequirementID("LG-KEY-2")
}

extension Catalog {
  static let key = Area("KEY", title: "The private key", [key1, key2])

  static let key1 = Requirement(
    .key1, .must, .hardened,
    statement: """
      A private set whose `x` does not belong to `d`, a public set, and a set of two keys MUST be refused.
      """,
    sources: [.clause(.example4), .standard("RFC 8037 §2"), .standard("RFC 7517 §5")],
    rationale: """
      A wrong `x` makes tokens that nobody can verify, and may give the private key away. A choice between two keys is nobody's choice.
      """,
    checked: """
      Each of these is put at `jwkPath`; of the two keys, the second is private or public, and of the wrong `x`, all bytes are \
      wrong or one bit at the start, in the middle or at the end. The status must not be 0, and the Docker configuration must keep \
      its bytes. A private set without a `kid` is not judged.
      """)

  static let key2 = Requirement(
    .key2, .should, .hardened,
    statement: """
      A private set that group or others can read SHOULD be refused.
      """,
    sources: [.clause(.example13)],
    rationale: """
      Anyone who can read it can mint tokens; the moment of use is the last chance to say so.
      """,
    checked: """
      The private set is given the modes 0640, 0604 and 0644. The status must not be 0, and the Docker configuration must keep its bytes.
      """)
}

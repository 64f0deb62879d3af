package import SpecHarness

extension RequirementID {
  package static let kid1 = RequirementID("KG-KID-1")
  package static let kid2 = RequirementID("KG-KID-2")
  package static let kid3 = RequirementID("KG-KID-3")
  package static let kid4 = RequirementID("KG-KID-4")
  package static let kid5 = RequirementID("KG-KID-5")
}

extension Catalog {
  static let kid = Area(
    "KID", title: "Key identifier", [kid1, kid2, kid3, kid4, kid5])

  static let kid1 = Requirement(
    .kid1, .must, .documented,
    statement: """
      Both keys MUST carry the same `kid`, which is a string.
      """,
    sources: [.clause(.synopsis6), .clause(.example11), .standard("RFC 7517 §4.5")],
    rationale: """
      The registry finds the public key of a token by its `kid`; without a match every login is refused.
      """,
    checked: """
      The member is read from both files of every successful run; it must be a string in each, and the \
      same one after unescaping.
      """)

  static let kid2 = Requirement(
    .kid2, .must, .documented,
    statement: """
      The `kid` MUST be a UUID of version 6 and of the variant 10 (binary), in the canonical lower-case \
      form of 36 characters.
      """,
    sources: [.clause(.synopsis6), .standard("RFC 9562 §4, §4.1, §5.6")],
    rationale: """
      A `kid` is compared as a string, so the same UUID in capitals or in braces is another key to the \
      reader.
      """,
    checked: """
      The string must be five groups of 8, 4, 4, 4 and 12 lower-case hexadecimal digits joined by \
      hyphens; the version digit must be 6 and the variant digit 8, 9, a or b.
      """)

  static let kid3 = Requirement(
    .kid3, .must, .documented,
    statement: """
      The timestamp of the `kid` MUST lie within the run, give or take one second.
      """,
    sources: [.clause(.synopsis6), .standard("RFC 9562 §5.6")],
    rationale: """
      Version 6 is chosen because its order is the order in time: rotated keys can be told apart and \
      aged by their `kid`.
      """,
    checked: """
      The 60-bit timestamp (100 ns steps since 1582-10-15) is compared with the wall clock read just \
      before the subject was started and just after it ended.
      """)

  static let kid4 = Requirement(
    .kid4, .must, .documented,
    statement: """
      Every run MUST have a `kid` of its own, and a run that starts after another has ended MUST have \
      the later timestamp.
      """,
    sources: [.clause(.synopsis6), .clause(.behavior3), .standard("RFC 9562 §5.6, §6.2")],
    rationale: """
      In a rotation the registry holds the old and the new key side by side; with one `kid` for both, it \
      picks the wrong one.
      """,
    checked: """
      The `kid`s of all successful runs of the suite, sequential and concurrent ones, must differ. In \
      series of runs, each started a millisecond after the one before had ended, each timestamp must be \
      greater than the one before.
      """)

  static let kid5 = Requirement(
    .kid5, .should, .hardened,
    statement: """
      The node field of the `kid` SHOULD NOT be the address of a network interface of the machine.
      """,
    sources: [.clause(.synopsis6), .standard("RFC 9562 §6.10, §8")],
    rationale: """
      `pubkey.json` is published, and would name the machine that holds the private key.
      """,
    checked: """
      The last 48 bits of the `kid` are compared with the hardware address of every interface of the \
      machine. Without an interface that has one, the requirement is skipped.
      """)
}

package import SpecHarness

extension RequirementID {
  package static let secret1 = RequirementID("KG-SECRET-1")
  package static let secret2 = RequirementID("KG-SECRET-2")
}

extension Catalog {
  static let secret = Area(
    "SECRET", title: "Secrecy of the private value", [secret1, secret2])

  static let secret1 = Requirement(
    .secret1, .must, .documented,
    statement: """
      The private value MUST NOT be on stdout or stderr in any encoding.
      """,
    sources: [.clause(.synopsis4), .clause(.example13), .clause(.behavior8)],
    rationale: """
      Output ends up in the logs of build systems, which many people can read and which are kept for \
      years.
      """,
    checked: """
      The captured output of every run that left a private key, also of one that tolerated a fault, is searched for the private value as raw \
      bytes and in base64url, base64 and hexadecimal of either case, also inside a longer value or \
      broken by separators and line ends. The output of a run that failed is searched for a private set; \
      where calls can be traced, and the output could hold a key in another form, the run is repeated to \
      learn the value from what it writes.
      """)

  static let secret2 = Requirement(
    .secret2, .must, .hardened,
    statement: """
      Once the run is over, the private value MUST NOT be in any file but `privkey.json`, neither in its content nor \
      in an extended attribute.
      """,
    sources: [.clause(.synopsis4), .clause(.example13), .clause(.behavior5)],
    rationale: """
      Protecting or deleting `privkey.json` is worth nothing when there is a copy in a cache, a log or a \
      temporary directory.
      """,
    checked: """
      Every file that the run created or wrote, inside the sandbox and, as the trace tells, outside, is \
      searched for the private value raw and in base64url, base64 and hexadecimal, and so are extended attributes. \
      What runs with a fault leave is searched, too. Where calls cannot be \
      traced, the requirement is skipped, unless a copy is found in the sandbox.
      """)
}

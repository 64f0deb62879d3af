package import SpecHarness

extension RequirementID {
  package static let sec1 = RequirementID("LG-SEC-1")
  package static let sec2 = RequirementID("LG-SEC-2")
}

extension Catalog {
  static let sec = Area("SEC", title: "Secrecy", [sec1, sec2])

  static let sec1 = Requirement(
    .sec1, .must, .documented,
    statement: """
      The token and the private value MUST NOT be on stdout or stderr, in any encoding (base64url, base64, hex).
      """,
    sources: [.clause(.example13)],
    rationale: """
      Output ends up in the logs of a build server, where everybody reads it.
      """,
    checked: """
      Both streams of every run, also of refused and failed ones, are searched for the private value, for the token that was stored, and for any \
      token that the key verifies, also in wrapped lines.
      """)

  static let sec2 = Requirement(
    .sec2, .must, .hardened,
    statement: """
      The token and the private value MUST NOT be in the arguments or the environment of a process, nor, once the run is over, in any file \
      but the Docker configuration (the private value: but the private set).
      """,
    sources: [.clause(.example13)],
    rationale: """
      Arguments are open to every user of the machine, and a copy is forgotten when the token is revoked.
      """,
    checked: """
      Every file of the sandbox is searched after every run, with its name, its extended attributes, and what it leads to; any token \
      that the key verifies counts, an earlier one, too. In a traced run the arguments and the environment of every process are \
      searched, too, the arguments also as the process has changed them, and the files that it makes elsewhere. A name whose \
      removal was made to fail, or that SIGKILL left, is exempt.
      """)
}

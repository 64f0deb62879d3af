package import SpecHarness

extension RequirementID {
  package static let tok1 = RequirementID("LG-TOK-1")
  package static let tok2 = RequirementID("LG-TOK-2")
  package static let tok3 = RequirementID("LG-TOK-3")
  package static let tok4 = RequirementID("LG-TOK-4")
  package static let tok5 = RequirementID("LG-TOK-5")
}

extension Catalog {
  static let tok = Area("TOK", title: "The token", [tok1, tok2, tok3, tok4, tok5])

  static let tok1 = Requirement(
    .tok1, .must, .documented,
    statement: """
      The token MUST be a JWS in compact serialization with `alg` `EdDSA`, whose signature verifies with the public set.
      """,
    sources: [
      .clause(.example9), .clause(.example11), .standard("RFC 7515 §7.1"), .standard("RFC 8037 §3.1"),
    ],
    rationale: """
      The registry has nothing but the public set to go by.
      """,
    checked: """
      The stored token must have three parts in canonical base64url, an object in each of the first two, \
      `alg` `EdDSA`, and 64 bytes of signature that libsodium and libcrypto both accept.
      """)

  static let tok2 = Requirement(
    .tok2, .must, .documented,
    statement: """
      The header of the token MUST carry the `kid` of the pair.
      """,
    sources: [.clause(.example11), .standard("RFC 7515 §4.1.4")],
    rationale: """
      The registry finds the key by it; without it every login fails there.
      """,
    checked: """
      The header's `kid` must be the string that both sets carry.
      """)

  static let tok3 = Requirement(
    .tok3, .must, .documented,
    statement: """
      `iss` and `sub` MUST be as configured; `aud` MUST be as configured, by default the host, as a string or as a list of just it.
      """,
    sources: [.clause(.example5), .clause(.example7), .standard("RFC 7519 §4.1")],
    rationale: """
      The registry compares them with what it knows; a token for everybody is good for nobody.
      """,
    checked: """
      The claims of tokens of configurations with and without `aud` are compared with the configuration; a host with a port keeps it.
      """)

  static let tok4 = Requirement(
    .tok4, .must, .documented,
    statement: """
      `exp` MUST lie the configured lifetime after the run, give or take two seconds, for durations of whole seconds \
      such as `8760h`, `1h30m`, `90s` and `1.5h`.
      """,
    sources: [.clause(.example1), .clause(.example5), .clause(.example9), .standard("RFC 7519 §4.1.4")],
    rationale: """
      The lifetime is the point of the example: a token that ends early stops a cluster, one that ends late is a risk.
      """,
    checked: """
      Runs with several durations as Go's `time.ParseDuration` reads them: decimal numbers with the units `h`, `m`, `s`, `ms` and \
      `us`, from five seconds to ten years. `exp` must lie between the start and the end of the run plus the duration, with two \
      seconds of leeway.
      """)

  static let tok5 = Requirement(
    .tok5, .must, .hardened,
    statement: """
      `iat` MUST lie within the run, give or take one second, `nbf` MUST be present and not later than `iat`, and `jti` MUST be \
      present and new in every run.
      """,
    sources: [
      .clause(.example9), .standard("RFC 7519 §4.1.5"), .standard("RFC 7519 §4.1.6"),
      .standard("RFC 7519 §4.1.7"),
    ],
    rationale: """
      Registries reject tokens from the future, and only a `jti` tells two tokens of one second apart in a log.
      """,
    checked: """
      `iat` is compared with the clock around the run, `nbf` with `iat`, and `jti`, a string, with those of all other runs. One of \
      the two times may be cut to whole seconds: `nbf` must be less than a second later. One run is made in another time zone.
      """)
}

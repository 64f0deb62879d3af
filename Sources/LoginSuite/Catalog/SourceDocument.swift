internal import SpecHarness

/// The clauses of the source document that are about `login`: the introduction's third and the whole Example.
extension Clause {
  static let intro3 = Clause(
    "I.3",
    "paragraph 1, sentence 2",
    "The files serve, as they are, as a host's `jwkPath`, from which `sync` and `login` sign tokens.",
    .covered(scope: "`login`; `sync` has no specification here"))
  static let example1 = Clause(
    "E.1",
    "paragraph 1, sentence 1",
    "A credential with `jwkPath` is signed locally; `exp` sets its lifetime.")
  static let example2 = Clause(
    "E.2",
    "paragraph 1, sentence 2",
    "Key pair and `login` together mint a single, long-lived bearer token.",
    .covered(scope: "one token for each host, valid as long as asked for"))
  static let example3 = Clause(
    "E.3",
    "step 1",
    "The pair is generated with `-o ./keys/registry`.",
    .excluded(reason: "another command", destination: "the specification of `keygen`, spec/keygen.md"))
  static let example4 = Clause(
    "E.4",
    "step 2, sentence 1",
    "The private key is referenced from a host credential with a long `exp`.")
  static let example5 = Clause(
    "E.5",
    "step 2, sentence 2",
    "`iss` and `sub` are the identity that the registry expects, `exp` is the lifetime.")
  static let example6 = Clause(
    "E.6",
    "step 2, sentence 3",
    "Without a user name, the token is stored as a bearer `registrytoken`.")
  static let example7 = Clause(
    "E.7",
    "step 2, configuration listing",
    "A configuration with `jwkPath`, `iss`, `sub`, `exp`, and an `aud` that defaults to the host.")
  static let example8 = Clause(
    "E.8",
    "step 3, sentence 1 and command",
    "`flux mirror login -f ./config.yaml`, once, mints and stores the token.")
  static let example9 = Clause(
    "E.9",
    "step 3, sentence 2",
    "`login` signs one token, valid for `exp`, and stores it in the Docker configuration, where tools find it."
  )
  static let example10 = Clause(
    "E.10",
    "step 4, sentence 1",
    "Access is granted on the side of the registry.",
    .excluded(reason: "done by the registry's operator", destination: "the registry's documentation"))
  static let example11 = Clause(
    "E.11",
    "step 4, sentence 2",
    "The registry verifies tokens with the public file and finds the key by `kid`.",
    .covered(scope: "that the token can be verified so; publishing and verifying are the registry's part"))
  static let example12 = Clause(
    "E.12",
    "closing paragraph, sentence 1",
    "`login` is run again, before the token expires, for a fresh one.")
  static let example13 = Clause(
    "E.13",
    "closing paragraph, sentence 2",
    "The private file is a secret: who holds it can mint tokens until the public key is rotated out.",
    .covered(scope: "the command's own care for the secret; rotating at the registry is the operator's part"))
}

/// The part of the source document that this specification covers.
enum SourceDocument {
  static let sections: [DocumentSection] = [
    DocumentSection("I", heading: "Introduction", [.intro3]),
    DocumentSection(
      "E", heading: "Example: mint a long-lived login token",
      [
        .example1, .example2, .example3, .example4, .example5, .example6, .example7, .example8, .example9,
        .example10, .example11, .example12, .example13,
      ]),
  ]
}

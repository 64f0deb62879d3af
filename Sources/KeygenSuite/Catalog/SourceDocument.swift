internal import SpecHarness

/// The clauses of the source document: every sentence, table row, list item and example, numbered by section and position.
extension Clause {
  static let intro1 = Clause(
    "I.1",
    "line 1",
    "Says that the page is the plugin's official documentation.",
    .excluded(reason: "a remark about the page, not about the command", destination: "nowhere"))
  static let intro2 = Clause(
    "I.2",
    "paragraph 1, sentence 1",
    "The command makes an EdDSA (Ed25519) key pair in JWK form, for registries that authenticate by JWK.")
  static let intro3 = Clause(
    "I.3",
    "paragraph 1, sentence 2",
    "The files serve, as they are, as a host's `jwkPath`, from which `sync` and `login` sign tokens.",
    .covered(
      scope: "the form of the files; field and tokens go to the specification of `login`, spec/login.md"))
  static let synopsis1 = Clause(
    "S.1",
    "synopsis line",
    "The command takes flags and nothing else.")
  static let synopsis2 = Clause(
    "S.2",
    "paragraph 1",
    "The pair is written into one directory, as two JWK sets.")
  static let synopsis3 = Clause(
    "S.3",
    "table, row `pubkey.json`",
    "The public set, to be shared or published as a JWKS; mode 0644.")
  static let synopsis4 = Clause(
    "S.4",
    "table, row `privkey.json`",
    "The private set, to be kept secret; mode 0600.")
  static let synopsis5 = Clause(
    "S.5",
    "paragraph 2, sentence 1",
    "Both files have the standard shape of a JWK set, an object with `keys`.")
  static let synopsis6 = Clause(
    "S.6",
    "paragraph 2, sentence 2",
    "Both keys carry the same UUIDv6 as `kid`, by which a signature is matched to the public set.")
  static let flags1 = Clause(
    "F.1",
    "table, column Flag",
    "The flag is spelled `-o` or `--output-dir`.")
  static let flags2 = Clause(
    "F.2",
    "table, column Default",
    "The default is `.`.")
  static let flags3 = Clause(
    "F.3",
    "table, column Description, sentence 1",
    "The flag names the directory that both files are written into.")
  static let flags4 = Clause(
    "F.4",
    "table, column Description, sentence 2",
    "A missing directory is created.")
  static let behavior1 = Clause(
    "B.1",
    "item 1",
    "A missing directory is created as `mkdir -p` does it.")
  static let behavior2 = Clause(
    "B.2",
    "item 2, sentence 1",
    "The command refuses to overwrite either file.")
  static let behavior3 = Clause(
    "B.3",
    "item 2, sentence 2",
    "To rotate, the files are deleted or another directory is named.",
    .covered(
      scope: "each run makes a new key under a new `kid`; deleting is the user's part"))
  static let behavior4 = Clause(
    "B.4",
    "item 3, sentence 1",
    "The private file is written with mode 0600.")
  static let behavior5 = Clause(
    "B.5",
    "item 3, sentence 2",
    "When the public write fails, the private file is rolled back; no partial run leaves a stray key.")
  static let behavior6 = Clause(
    "B.6",
    "example 1",
    "Without a flag, the pair is written to the working directory.")
  static let behavior7 = Clause(
    "B.7",
    "example 2",
    "With `-o`, it is written to the directory named, created if missing.")
  static let behavior8 = Clause(
    "B.8",
    "output, line 1",
    "The success line of the private set, with its path.")
  static let behavior9 = Clause(
    "B.9",
    "output, line 2",
    "The success line of the public set, with its path.")
  static let example1 = Clause(
    "E.1",
    "paragraph 1, sentence 1",
    "Contrasts locally signed tokens, whose lifetime is set by `exp`, with other credentials.",
    .excluded(reason: "about tokens", destination: "the specification of `login`, spec/login.md"))
  static let example2 = Clause(
    "E.2",
    "paragraph 1, sentence 2",
    "Says what key pair and `login` together are convenient for.",
    .excluded(reason: "a motive, not a promise", destination: "the specification of `login`, spec/login.md"))
  static let example3 = Clause(
    "E.3",
    "step 1",
    "The pair is generated with `-o ./keys/registry`.")
  static let example4 = Clause(
    "E.4",
    "step 2, sentence 1",
    "The private key is referenced from a host credential with a long `exp`.",
    .excluded(reason: "about the configuration", destination: "the specification of `login`, spec/login.md"))
  static let example5 = Clause(
    "E.5",
    "step 2, sentence 2",
    "What `iss`, `sub` and `exp` are to be set to.",
    .excluded(reason: "about the configuration", destination: "the specification of `login`, spec/login.md"))
  static let example6 = Clause(
    "E.6",
    "step 2, sentence 3",
    "Without a user name, the token is stored as a bearer `registrytoken`.",
    .excluded(
      reason: "about the stored credential", destination: "the specification of `login`, spec/login.md"))
  static let example7 = Clause(
    "E.7",
    "step 2, configuration listing",
    "A configuration with `jwkPath`, `iss`, `sub`, `aud` and `exp`.",
    .excluded(reason: "about the configuration", destination: "the specification of `login`, spec/login.md"))
  static let example8 = Clause(
    "E.8",
    "step 3, sentence 1 and command",
    "One login mints and stores the token.",
    .excluded(reason: "another command", destination: "the specification of `login`, spec/login.md"))
  static let example9 = Clause(
    "E.9",
    "step 3, sentence 2",
    "`login` signs one token, valid for `exp`, and stores it in the Docker configuration.",
    .excluded(reason: "another command", destination: "the specification of `login`, spec/login.md"))
  static let example10 = Clause(
    "E.10",
    "step 4, sentence 1",
    "Access is granted on the side of the registry.",
    .excluded(reason: "done by the registry's operator", destination: "the registry's documentation"))
  static let example11 = Clause(
    "E.11",
    "step 4, sentence 2",
    "The public file is shared or published as a JWKS, and the registry verifies by `kid`.",
    .covered(
      scope: "that the file serves as it is; publishing and verifying are the registry's part"))
  static let example12 = Clause(
    "E.12",
    "closing paragraph, sentence 1",
    "`login` is run again before the token expires.",
    .excluded(reason: "another command", destination: "the specification of `login`, spec/login.md"))
  static let example13 = Clause(
    "E.13",
    "closing paragraph, sentence 2",
    "The private file is a secret: who holds it can mint tokens until the public key is rotated out.",
    .covered(
      scope: "the command's own care for the secret; rotating at the registry is the operator's part"))
}

/// The source document of this specification.
enum SourceDocument {
  static let sections: [DocumentSection] = [
    DocumentSection("I", heading: "Introduction", [.intro1, .intro2, .intro3]),
    DocumentSection(
      "S", heading: "Synopsis", [.synopsis1, .synopsis2, .synopsis3, .synopsis4, .synopsis5, .synopsis6]),
    DocumentSection("F", heading: "Flags", [.flags1, .flags2, .flags3, .flags4]),
    DocumentSection(
      "B", heading: "Behavior",
      [
        .behavior1, .behavior2, .behavior3, .behavior4, .behavior5, .behavior6, .behavior7, .behavior8,
        .behavior9,
      ]),
    DocumentSection(
      "E", heading: "Example: mint a long-lived login token",
      [
        .example1, .example2, .example3, .example4, .example5, .example6, .example7, .example8, .example9,
        .example10, .example11, .example12, .example13,
      ]),
  ]
}

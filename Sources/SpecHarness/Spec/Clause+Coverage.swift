internal import FaultInjection

extension Clause {
  /// What the specification makes of a clause.
  public enum Treatment: Sendable, Equatable {
    /// Requirements hold what it says; the scope, if any, tells which part of it they hold.
    case covered(scope: String?)
    /// It is no promise of this command: why, and where it belongs.
    case excluded(reason: String, destination: String)
  }

  /// Where the clause stands in its section, what it says in our words, and what becomes of it.
  public struct Entry: Sendable, Equatable {
    /// The place within the section, such as `item 2, sentence 1`.
    public let position: String
    /// The meaning in a few words; the document itself is the authority.
    public let gist: String
    /// Whether requirements cover it.
    public let treatment: Treatment

    fileprivate init(_ position: String, _ gist: String, _ treatment: Treatment = .covered(scope: nil)) {
      self.position = position
      self.gist = gist
      self.treatment = treatment
    }
  }

  /// The requirements that name the clause as a source, in order.
  public var requirements: [RequirementID] {
    Catalog.requirements.filter { $0.sources.contains(.clause(self)) }.map(\.id)
  }

  /// The clause's row in the coverage table.
  public var entry: Entry {
    switch self {
    case .intro1:
      Entry(
        "line 1",
        "Says that the page is the plugin's official documentation.",
        .excluded(reason: "a remark about the page, not about the command", destination: "nowhere"))
    case .intro2:
      Entry(
        "paragraph 1, sentence 1",
        "The command makes an EdDSA (Ed25519) key pair in JWK form, for registries that authenticate by JWK.")
    case .intro3:
      Entry(
        "paragraph 1, sentence 2",
        "The files serve, as they are, as a host's `jwkPath`, from which `sync` and `login` sign tokens.",
        .covered(
          scope: "the form of the files; field and tokens go to the specification of `login`"))
    case .synopsis1:
      Entry(
        "synopsis line",
        "The command takes flags and nothing else.")
    case .synopsis2:
      Entry(
        "paragraph 1",
        "The pair is written into one directory, as two JWK sets.")
    case .synopsis3:
      Entry(
        "table, row `pubkey.json`",
        "The public set, to be shared or published as a JWKS; mode 0644.")
    case .synopsis4:
      Entry(
        "table, row `privkey.json`",
        "The private set, to be kept secret; mode 0600.")
    case .synopsis5:
      Entry(
        "paragraph 2, sentence 1",
        "Both files have the standard shape of a JWK set, an object with `keys`.")
    case .synopsis6:
      Entry(
        "paragraph 2, sentence 2",
        "Both keys carry the same UUIDv6 as `kid`, by which a signature is matched to the public set.")
    case .flags1:
      Entry(
        "table, column Flag",
        "The flag is spelled `-o` or `--output-dir`.")
    case .flags2:
      Entry(
        "table, column Default",
        "The default is `.`.")
    case .flags3:
      Entry(
        "table, column Description, sentence 1",
        "The flag names the directory that both files are written into.")
    case .flags4:
      Entry(
        "table, column Description, sentence 2",
        "A missing directory is created.")
    case .behavior1:
      Entry(
        "item 1",
        "A missing directory is created as `mkdir -p` does it.")
    case .behavior2:
      Entry(
        "item 2, sentence 1",
        "The command refuses to overwrite either file.")
    case .behavior3:
      Entry(
        "item 2, sentence 2",
        "To rotate, the files are deleted or another directory is named.",
        .covered(
          scope: "each run makes a new key under a new `kid`; deleting is the user's part"))
    case .behavior4:
      Entry(
        "item 3, sentence 1",
        "The private file is written with mode 0600.")
    case .behavior5:
      Entry(
        "item 3, sentence 2",
        "When the public write fails, the private file is rolled back; no partial run leaves a stray key.")
    case .behavior6:
      Entry(
        "example 1",
        "Without a flag, the pair is written to the working directory.")
    case .behavior7:
      Entry(
        "example 2",
        "With `-o`, it is written to the directory named, created if missing.")
    case .behavior8:
      Entry(
        "output, line 1",
        "The success line of the private set, with its path.")
    case .behavior9:
      Entry(
        "output, line 2",
        "The success line of the public set, with its path.")
    case .example1:
      Entry(
        "paragraph 1, sentence 1",
        "Contrasts locally signed tokens, whose lifetime is set by `exp`, with other credentials.",
        .excluded(reason: "about tokens", destination: "the specification of `login`"))
    case .example2:
      Entry(
        "paragraph 1, sentence 2",
        "Says what key pair and `login` together are convenient for.",
        .excluded(reason: "a motive, not a promise", destination: "the specification of `login`"))
    case .example3:
      Entry(
        "step 1",
        "The pair is generated with `-o ./keys/registry`.")
    case .example4:
      Entry(
        "step 2, sentence 1",
        "The private key is referenced from a host credential with a long `exp`.",
        .excluded(reason: "about the configuration", destination: "the specification of `login`"))
    case .example5:
      Entry(
        "step 2, sentence 2",
        "What `iss`, `sub` and `exp` are to be set to.",
        .excluded(reason: "about the configuration", destination: "the specification of `login`"))
    case .example6:
      Entry(
        "step 2, sentence 3",
        "Without a user name, the token is stored as a bearer `registrytoken`.",
        .excluded(reason: "about the stored credential", destination: "the specification of `login`"))
    case .example7:
      Entry(
        "step 2, configuration listing",
        "A configuration with `jwkPath`, `iss`, `sub`, `aud` and `exp`.",
        .excluded(reason: "about the configuration", destination: "the specification of `login`"))
    case .example8:
      Entry(
        "step 3, sentence 1 and command",
        "One login mints and stores the token.",
        .excluded(reason: "another command", destination: "the specification of `login`"))
    case .example9:
      Entry(
        "step 3, sentence 2",
        "`login` signs one token, valid for `exp`, and stores it in the Docker configuration.",
        .excluded(reason: "another command", destination: "the specification of `login`"))
    case .example10:
      Entry(
        "step 4, sentence 1",
        "Access is granted on the side of the registry.",
        .excluded(reason: "done by the registry's operator", destination: "the registry's documentation"))
    case .example11:
      Entry(
        "step 4, sentence 2",
        "The public file is shared or published as a JWKS, and the registry verifies by `kid`.",
        .covered(
          scope: "that the file serves as it is; publishing and verifying are the registry's part"))
    case .example12:
      Entry(
        "closing paragraph, sentence 1",
        "`login` is run again before the token expires.",
        .excluded(reason: "another command", destination: "the specification of `login`"))
    case .example13:
      Entry(
        "closing paragraph, sentence 2",
        "The private file is a secret: who holds it can mint tokens until the public key is rotated out.",
        .covered(
          scope: "the command's own care for the secret; rotating at the registry is the operator's part"))
    }
  }
}

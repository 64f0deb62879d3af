import LoginSuite

extension LoginMutant {
  static let commandLine: [LoginMutant] = [
    LoginMutant(
      "ignores-f", "reads ./config.yaml, whatever `-f` says", [.cli1, .conf1, .conf3],
      may: [.store1, .store3, .store9]),
    LoginMutant("cuts-path-at-blank", "cuts the configuration's path at a blank", [.cli1]),
    LoginMutant("exit-1-on-success", "exits with status 1 when all is stored", [.cli1]),
    LoginMutant("silent-refusal", "refuses without a word", [.cli1]),
    LoginMutant("refusal-on-stdout", "explains a refusal on stdout", [.cli1]),
    LoginMutant("ignores-unknown-flags", "ignores flags that it does not know", [.cli2]),
    LoginMutant("ignores-positionals", "ignores positional arguments", [.cli2]),
    LoginMutant("stores-before-usage-error", "stores, and then refuses the arguments", [.cli2]),
  ]

  static let configuration: [LoginMutant] = [
    LoginMutant("comments-refused", "knows no comments", [.conf1]),
    LoginMutant("aud-refused", "knows no `aud`", [.conf1]),
    LoginMutant("key-relative-to-cwd", "starts `jwkPath` at the working directory", [.conf1]),
    LoginMutant("only-first-host", "stores the first host's token only", [.conf2]),
    LoginMutant("key-of-first-host", "signs every token with the first host's key", [.conf2]),
    LoginMutant("claims-of-first-host", "gives every token the first host's claims", [.conf2]),
    LoginMutant("accepts-other-kind", "takes any `kind`", [.conf3]),
    LoginMutant("accepts-no-hosts", "does nothing, successfully, where there are no hosts", [.conf3, .cli1]),
    LoginMutant("exp-zero-accepted", "takes a lifetime of nothing", [.conf3]),
    LoginMutant("exp-negative-accepted", "takes a negative lifetime", [.conf3]),
    LoginMutant("exp-no-unit-is-seconds", "takes a number without a unit for seconds", [.conf3]),
    LoginMutant("exp-garbage-is-an-hour", "takes an hour where `exp` is no duration", [.conf3]),
    LoginMutant(
      "stores-one-by-one", "stores the first host's token before it looks at the second host's key",
      [.conf3, .fail6]),
    LoginMutant("missing-key-skipped", "leaves out hosts whose key is missing", [.conf3, .cli1]),
    LoginMutant("tabs-accepted", "takes a tab for blanks", [.conf3]),
    LoginMutant(
      "missing-configuration-ignored", "does nothing, successfully, without a configuration", [.conf3, .cli1]),
    LoginMutant("unknown-fields-ignored", "ignores fields that it does not know", [.conf4]),
    LoginMutant("unknown-host-fields-ignored", "ignores unknown fields of a host", [.conf4]),
    LoginMutant("duplicate-keys-ignored", "takes the last of duplicate keys", [.conf4]),
    LoginMutant("duplicate-hosts-ignored", "takes a host twice", [.conf4]),
    LoginMutant("missing-iss-accepted", "does without `iss`", [.conf4]),
    LoginMutant("missing-sub-accepted", "does without `sub`", [.conf4]),
    LoginMutant("no-confinement", "signs with keys from anywhere", [.conf5]),
    LoginMutant("confines-by-text", "looks for `..` in `jwkPath`, and at nothing else", [.conf5]),
    LoginMutant("refuses-absolute", "refuses an absolute `jwkPath`", [.conf5]),
    LoginMutant("refuses-links", "refuses a `jwkPath` that is a link", [.conf5]),
  ]

  static let token: [LoginMutant] = [
    LoginMutant("alg-ed25519", "writes `alg` Ed25519", [.tok1]),
    LoginMutant("padded", "pads base64url", [.tok1]),
    LoginMutant("standard-alphabet", "encodes in the alphabet of base64", [.tok1]),
    LoginMutant("signs-claims-only", "signs the claims without the header", [.tok1]),
    LoginMutant("four-parts", "makes a token of four parts", [.tok1]),
    LoginMutant("no-kid", "writes no `kid`", [.tok2]),
    LoginMutant("kid-of-thumbprint", "writes another `kid` than the pair's", [.tok2]),
    LoginMutant("aud-is-url", "makes a URL of the host for `aud`", [.tok3]),
    LoginMutant("aud-of-two", "adds somebody to `aud`", [.tok3]),
    LoginMutant("iss-sub-swapped", "swaps `iss` and `sub`", [.tok3]),
    LoginMutant("aud-ignored", "makes the host `aud`, whatever is configured", [.tok3]),
    LoginMutant("aud-without-port", "leaves the port out of `aud`", [.tok3]),
    LoginMutant("exp-in-milliseconds", "writes `exp` in milliseconds", [.tok4]),
    LoginMutant("exp-minutes-ignored", "ignores the minutes of a duration", [.tok4]),
    LoginMutant("exp-fraction-dropped", "drops the fraction of 1.5h", [.tok4]),
    LoginMutant("exp-at-most-a-day", "makes no token for more than a day", [.tok4]),
    LoginMutant("exp-is-text", "writes `exp` as a string", [.tok4]),
    LoginMutant("exp-missing", "writes no `exp`", [.tok4]),
    LoginMutant("no-jti", "writes no `jti`", [.tok5]),
    LoginMutant("constant-jti", "writes the same `jti` every time", [.tok5]),
    LoginMutant("no-iat", "writes no `iat`", [.tok5]),
    LoginMutant("no-nbf", "writes no `nbf`", [.tok5]),
    LoginMutant("nbf-in-future", "makes tokens valid a minute later", [.tok5]),
    LoginMutant("iat-an-hour-off", "writes an `iat` an hour ago", [.tok5]),
  ]

  static let key: [LoginMutant] = [
    LoginMutant("foreign-x-accepted", "signs with a `d` that `x` does not belong to", [.key1]),
    LoginMutant("two-keys-accepted", "takes the first of two keys", [.key1]),
    LoginMutant("public-set-accepted", "takes `x` for a private value", [.key1]),
    LoginMutant("loose-key-accepted", "signs with a key that everybody can read", [.key2]),
  ]
}

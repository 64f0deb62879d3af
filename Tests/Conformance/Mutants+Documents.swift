import KeygenSuite
import SpecHarness

extension Mutant {
  /// KG-JWKS-*: the sets and their JSON.
  static let documents: [Mutant] = [
    Mutant("keys-is-object", "`keys` is the key itself", [.jwks1]),
    Mutant("bare-key", "a key that is in no set", [.jwks1]),
    Mutant("top-level-array", "an array of keys", [.jwks1]),
    Mutant("two-keys", "the public key twice", [.jwks1]),
    Mutant("no-keys", "a public set without keys", [.jwks1]),
    Mutant("keys-misspelt", "`Keys` for `keys`", [.jwks1]),
    Mutant("byte-order-mark", "begins with a byte order mark", [.jwks2]),
    Mutant("trailing-comma", "a comma after the last member", [.jwks2]),
    Mutant("trailing-text", "a comment behind the value", [.jwks2]),
    Mutant("trailing-nul", "a NUL behind the value", [.jwks2]),
    Mutant("duplicate-member", "`alg` twice", [.jwks2]),
    Mutant("escaped-duplicate-member", "`alg` twice, once with an escaped letter", [.jwks2]),
    Mutant("duplicate-keys-member", "`keys` twice", [.jwks2]),
    Mutant("two-documents", "two values", [.jwks2]),
    Mutant("utf-16", "UTF-16", [.jwks2]),
    Mutant("latin-1", "a letter in Latin-1", [.jwks2]),
    Mutant("overlong-utf-8", "an overlong UTF-8 sequence", [.jwks2]),
    Mutant("single-quotes", "strings in single quotes", [.jwks2]),
    Mutant("comment", "a comment", [.jwks2]),
    Mutant("lone-surrogate", "half of a surrogate pair", [.jwks2]),
    Mutant("noncharacter", "U+FFFF", [.jwks2]),
    Mutant("raw-control-character", "a tab in a string", [.jwks2]),
    Mutant("leading-zero-number", "a number with leading zeros", [.jwks2]),
    // When a write fails, no one can tell this empty file from one that was cut short.
    Mutant(
      "empty-public", "an empty public file", [.jwks2], may: [.roll1, .roll2, .roll4, .roll5]),
    Mutant("truncated-public", "a public file without its end", [.jwks2]),
  ]

  /// KG-JWK-*: the members of a key.
  static let members: [Mutant] = [
    Mutant("kty-ec", "`kty` EC", [.jwk1]),
    Mutant("kty-lower-case", "`kty` okp", [.jwk1]),
    Mutant("no-kty", "no `kty`", [.jwk1]),
    Mutant("crv-lower-case", "`crv` ed25519", [.jwk1]),
    Mutant("crv-x25519", "`crv` X25519", [.jwk1]),
    Mutant("no-alg", "no `alg`", [.jwk2]),
    Mutant("alg-ed25519", "`alg` Ed25519", [.jwk2]),
    Mutant("alg-es256", "`alg` ES256", [.jwk2]),
    Mutant("alg-lower-case", "`alg` eddsa", [.jwk2]),
    Mutant("alg-missing-in-public", "`alg` in the private set only", [.jwk2, .jwk6]),
    Mutant("use-enc", "`use` enc", [.jwk3]),
    Mutant("use-array", "`use` an array", [.jwk3]),
    Mutant("use-only-in-private", "`use` in the private set only", [.jwk6]),
    Mutant("key-ops-verify-in-private", "`key_ops` verify in both sets", [.jwk3]),
    Mutant("key-ops-sign-in-public", "`key_ops` sign in both sets", [.jwk3]),
    Mutant("key-ops-string", "`key_ops` a string", [.jwk3]),
    Mutant("padded", "base64url with padding", [.jwk4]),
    Mutant("standard-alphabet", "base64 with + and /", [.jwk4]),
    Mutant("trailing-bits", "base64url whose spare bits are not zero", [.jwk4]),
    Mutant("trailing-bits-in-d", "the same in `d` only", [.jwk4]),
    Mutant("hex-values", "hexadecimal values", [.jwk4]),
    Mutant("line-broken", "base64url with a line break", [.jwk4]),
    Mutant("d-64-bytes", "`d` with the public key behind the seed", [.jwk4]),
    Mutant("d-pkcs8", "`d` with the PKCS #8 header before the seed", [.jwk4]),
    Mutant("d-empty", "an empty `d`", [.jwk4]),
    Mutant("private-without-d", "no `d`", [.jwk5]),
    // One fault, one requirement: that the private value is in a looser file, and in a second one, is the same defect.
    Mutant("public-has-d", "`d` in the public set", [.jwk5], may: [.file5, .secret2]),
    Mutant(
      "public-has-d-renamed", "`d` in the public set under another name", [.jwk5], may: [.file5, .secret2]),
    Mutant("public-has-d-hex", "the seed in the public set in hex", [.jwk5], may: [.file5, .secret2]),
    Mutant(
      "public-has-d-upper-hex", "the seed in the public set in upper-case hex", [.jwk5],
      may: [.file5, .secret2]),
    Mutant(
      "public-has-d-base64", "the seed in the public set in base64", [.jwk5], may: [.file5, .secret2]),
    Mutant(
      "public-has-d-escaped", "`d` in the public set, one letter escaped", [.jwk5], may: [.file5, .secret2]),
    Mutant(
      "public-has-d-top-level", "`d` in the public set beside `keys`", [.jwk5], may: [.file5, .secret2]),
    Mutant("public-has-k", "the private member `k` in the public set", [.jwk5]),
    Mutant("swapped-sets", "each set in the other's file", [.jwk5], may: [.file5, .secret2]),
    // Either it is the public set's `x` that is not derived, or it is another key's.
    Mutant("public-x-differs", "another key's `x` in the public set", [.jwk6, .key2], may: [.key1]),
  ]

  /// KG-KID-*: the identifier.
  static let identifiers: [Mutant] = [
    Mutant("kid-differs", "a `kid` for each set", [.kid1]),
    Mutant("kid-missing", "no `kid`", [.kid1]),
    Mutant("kid-missing-in-public", "no `kid` in the public set", [.kid1]),
    Mutant("kid-number", "`kid` a number", [.kid1]),
    Mutant("kid-v4", "a UUID of version 4", [.kid2]),
    Mutant("kid-v1", "a UUID of version 1", [.kid2]),
    Mutant("kid-v7", "a UUID of version 7", [.kid2]),
    Mutant("kid-upper-case", "upper-case digits", [.kid2]),
    Mutant("kid-wrong-variant", "variant 110", [.kid2]),
    Mutant("kid-braces", "a UUID in braces", [.kid2]),
    Mutant("kid-urn", "a UUID as a URN", [.kid2]),
    Mutant("kid-no-hyphens", "a UUID without hyphens", [.kid2]),
    Mutant("kid-thumbprint", "a thumbprint", [.kid2]),
    Mutant("kid-empty", "an empty string", [.kid2, .kid4]),
    Mutant("kid-trailing-space", "a space behind the UUID", [.kid2]),
    Mutant("kid-constant", "always the same UUID", [.kid3, .kid4]),
    Mutant("kid-unix-epoch", "time counted from 1970", [.kid3]),
    Mutant("kid-hour-off", "local time", [.kid3]),
    Mutant("kid-two-seconds-off", "a time three seconds ago", [.kid3]),
    // The field that counts fastest comes first, and wraps round every seven minutes.
    Mutant("kid-v1-field-order", "version 6 with the fields of version 1", [.kid3], may: [.kid4]),
    Mutant("kid-seconds-only", "time in whole seconds", [.kid4]),
    Mutant("kid-counts-down", "time that runs backwards within each second", [.kid4], may: [.kid3]),
    Mutant("kid-sometimes-v4", "a UUID of version 4 in one run of four", [.kid2]),
    Mutant("kid-mac-node", "the address of a network interface", [], traced: [.kid5]),
  ]

  /// KG-KEY-*: the key itself.
  static let keys: [Mutant] = [
    Mutant("x-of-another-key", "`x` of another key in both sets", [.key1, .key2]),
    Mutant("x-reversed", "`x` with its bytes reversed", [.key1, .key2]),
    Mutant("x-random", "`x` no point of the curve", [.key1, .key2]),
    Mutant("x-of-x25519", "`x` the X25519 public key", [.key1, .key2]),
    // A scalar has five bits that are always the same.
    Mutant("d-is-scalar", "`d` the scalar that the seed expands to", [.key1, .key2], may: [.key3]),
    Mutant("same-key", "always the same key", [.key3], traced: [.key4]),
    Mutant("key-from-clock", "a key from the time in seconds", [.key3], traced: [.key4]),
    Mutant("key-of-two", "one of two keys", [.key3], traced: [.key4]),
    Mutant("key-from-clock-ns", "a key from the time in nanoseconds", [], traced: [.key4]),
    Mutant("key-from-pid", "a key from the process ID", [], traced: [.key4], may: [.key3]),
    Mutant("key-64-bits", "a key from 8 bytes of entropy", [], traced: [.key4]),
    Mutant("key-fixed-byte", "a seed with one fixed byte", [.key3], traced: [.key4]),
    Mutant("key-fixed-high-bits", "a seed of 7-bit bytes", [.key3]),
    Mutant("key-repeated-half", "a seed whose halves are the same", [.key3]),
    Mutant("key-counting", "a seed whose bytes count up", [.key3]),
    Mutant("key-hex-text", "a seed of hexadecimal digits", [.key3]),
  ]

  /// KG-SECRET-*: where the private value must not be.
  ///
  /// What they write beside the pair they neither flush nor undo, and they do not mind when it fails.
  static let secrets: [Mutant] = [
    Mutant("d-on-stderr", "`d` on stderr", [.secret1]),
    Mutant("d-on-stdout", "`d` on stdout", [.secret1, .cli3]),
    Mutant("d-on-stderr-base64", "the seed on stderr in base64", [.secret1]),
    Mutant("d-on-stderr-hex", "the seed on stderr in hex", [.secret1]),
    Mutant("d-on-stderr-upper-hex", "the seed on stderr in upper-case hex", [.secret1]),
    Mutant("private-set-on-stderr", "the private set on stderr", [.secret1]),
    Mutant(
      "seed-in-temporary-directory", "the seed in a file of TMPDIR", [.file1], traced: [.secret2],
      may: careless),
    Mutant(
      "seed-in-home", "the private set in the home directory", [.file1], traced: [.secret2], may: careless),
    Mutant(
      "seed-beside", "the seed in hex beside the two files", [.file1], traced: [.secret2],
      may: careless.union([.exist6])),
    Mutant("private-set-on-failure", "the private set on stderr of a run that failed", [.secret1]),
    Mutant("seed-on-failure", "the seed in hex on stderr of a run that failed", [], traced: [.secret1]),
    Mutant("seed-in-attribute", "the seed in an extended attribute of pubkey.json", [], traced: [.secret2]),
    Mutant(
      "seed-appended-outside", "the seed at the end of an older file in /var/tmp", [], traced: [.secret2],
      may: careless),
    Mutant(
      "copy-outside-on-failure", "the private set in /var/tmp, by a run that failed only", [],
      traced: [.roll7, .secret2]),
    Mutant("seed-outside", "the seed in /var/tmp", [], traced: [.secret2], may: careless.union([.file1])),
  ]

  /// What shows in some calls, runs or keys only.
  static let rare: [Mutant] = [
    Mutant("splits-at-last-equals", "takes what follows the last `=` for the directory", [.cli1]),
    Mutant("stops-at-dashes", "looks at no argument after `--`", [.cli5]),
    Mutant("cuts-long-path", "cuts the directory after 230 bytes", [.cli1]),
    Mutant("no-parents-when-absolute", "makes no parents of an absolute path", [.dir1]),
    Mutant("clears-special-bits", "clears the sticky bit of an existing directory", [], traced: [.dir3]),
    Mutant("key-complement-half", "a seed whose halves are complements", [.key3], traced: [.key4]),
    Mutant("key-quarter-random", "a hash of 8 of 32 bytes drawn", [], traced: [.key4]),
    Mutant("key-until-zero", "a hash of the bytes drawn up to the first zero", [], traced: [.key4]),
    Mutant("d-loses-small-byte", "`d` without its first byte when that is below 4", [.jwk4]),
  ]

  private static let careless: Set<RequirementID> = [.file6, .roll4, .roll7, .roll8]
}

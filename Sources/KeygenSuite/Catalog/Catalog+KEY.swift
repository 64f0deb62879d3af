package import SpecHarness

extension RequirementID {
  package static let key1 = RequirementID("KG-KEY-1")
  package static let key2 = RequirementID("KG-KEY-2")
  package static let key3 = RequirementID("KG-KEY-3")
  package static let key4 = RequirementID("KG-KEY-4")
}

extension Catalog {
  static let key = Area(
    "KEY", title: "Key material", [key1, key2, key3, key4])

  static let key1 = Requirement(
    .key1, .must, .documented,
    statement: """
      `x` MUST be the public key that RFC 8032 derives from the seed `d`, according to both backends.
      """,
    sources: [.clause(.intro2), .standard("RFC 8032 §5.1.5"), .standard("RFC 8037 §2")],
    rationale: """
      With a foreign `x` every token is refused, or verifies for somebody else.
      """,
    checked: """
      libsodium and OpenSSL each derive the public key from `d`, for every successful run, and both \
      results must equal `x`. A disagreement between the two backends is reported as such.
      """)

  static let key2 = Requirement(
    .key2, .must, .documented,
    statement: """
      A signature made with the private set MUST verify with the public set, in both backends, either \
      way round.
      """,
    sources: [
      .clause(.synopsis6), .clause(.intro2), .clause(.intro3), .clause(.example11),
      .standard("RFC 8032 §5.1.6, §5.1.7"),
    ],
    rationale: """
      This is what the pair is for.
      """,
    checked: """
      Messages are signed with `d` by libsodium and by OpenSSL and verified with the `x` of the public \
      set by the one and by the other: four combinations, all of which must accept. A changed message \
      must be rejected, so that the check can fail.
      """)

  static let key3 = Requirement(
    .key3, .must, .documented,
    statement: """
      Every run MUST have a key of its own, and over many runs the private values MUST NOT show fixed, \
      repeated or counting bytes.
      """,
    sources: [.clause(.intro2), .clause(.behavior3), .standard("RFC 8032 §5.1.5")],
    rationale: """
      A key that can be guessed, or that two installations share, is no secret.
      """,
    checked: """
      The private values of all runs that come before all else (rule J9) must differ, and none may show a pattern by \
      itself: repeated blocks, long runs, counting bytes, few different bytes, text. Over all values \
      together no bit may stay the same and no byte may count from run to run, and ones and zeros and \
      the byte values must balance, within bounds so wide that an honest key never fails.
      """)

  static let key4 = Requirement(
    .key4, .must, .hardened,
    statement: """
      At least 32 bytes of kernel entropy MUST be drawn before the private key is written, and the key \
      MUST depend on each of 32 of them.
      """,
    sources: [
      .clause(.intro2), .clause(.example13), .standard("RFC 8032 §5.1.5"),
      .standard("RFC 4086 §6.1.1"),
    ],
    rationale: """
      A key from the clock, the process number or a fixed seed passes every statistical test and can be \
      found in minutes.
      """,
    checked: """
      In a traced run, the bytes that `getrandom` and reads of the random devices return are counted. A seeded stream is fed in their \
      place. Then other bytes are fed: for one draw after the other, for parts of it, and for single bytes, until 32 \
      bytes are found of which each changes the key by itself. A key that is the bytes of a draw as they are, or combined with \
      others that stay the same, depends on each of them. Bytes are of no use when eight different changes of all of them \
      together make no other key. How much entropy is left where bytes are combined with each other, \
      or a hash is cut short, is not measured. \
      The bytes that were found are tried with one of them, near the end of each draw, being 0, a newline and 255: those beside it must \
      still change the key, or else any 32 bytes must. A program that takes random bytes for text loses those behind such a byte, or \
      before it. Then the output directory is there already, and no directory is given: the key must be the same, or again depend on 32 \
      bytes. Last, `getrandom` fails with ENOSYS where the key is drawn, once and from then on, at the first two and the last of several \
      such draws. A run that makes a pair all the same must have drawn 32 bytes in another way, and its key must depend on what is drawn. \
      A program that asks 100,000 times and does nothing else, or asks the longer the more time it has, makes no pair. \
      The time goes on in the same way in all of these runs, and the process IDs stay the same, unless the program makes no \
      pair with them. A key that is another one at times, as threads race for the bytes, is made eight times before a byte counts. The \
      requirement is left open where the key is another one every time or after a while (a counter of the processor, \
      `/proc/sys/kernel/random/uuid`, a random device that is not read but copied from), where other bytes make no pair, and where more \
      than 96 draws or 1024 runs would be needed. Where calls cannot be traced, it is skipped.
      """)
}

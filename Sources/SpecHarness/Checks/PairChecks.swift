internal import StrictFormats

/// What one key pair says of itself, for checks that look at many runs.
package struct PairFacts: Sendable {
  /// The `kid` of the private set, when it is a string.
  package var kid: String?
  /// The `kid`, when it is a version 6 UUID.
  package var identifier: UUID6?
  /// The private value, when it is 32 bytes.
  package var seed: [UInt8]?
}

/// KG-JWKS-*, KG-JWK-*, KG-KID-1, KG-KID-2, KG-KEY-1 and KG-KEY-2: what two key files must be, whoever made them.
enum PairChecks {
  /// Judges the two files' bytes; a file that is not there is nil, and what needs it stays unjudged.
  static func judge(
    privateSet: [UInt8]?, publicSet: [UInt8]?, into judgements: inout Judgements
  ) -> PairFacts {
    let privateKey = privateSet.flatMap { KeySetChecks.judge($0, .privateSet, into: &judgements) }
    let publicKey = publicSet.flatMap { KeySetChecks.judge($0, .publicSet, into: &judgements) }
    var facts = PairFacts()
    let value = privateKey?.bytes("d")
    facts.seed = value?.count == 32 ? value : nil
    if let publicSet, let value, value.count >= 32 {
      judgeLeak(of: Array(value.prefix(32)), in: publicSet, into: &judgements)
    }
    if let privateKey, let publicKey {
      judgeSameMembers(privateKey, publicKey, into: &judgements)
      judgeSameIdentifier(privateKey, publicKey, into: &judgements)
    }
    facts.kid = (privateKey ?? publicKey)?.text("kid")
    for (key, file) in [(privateKey, KeyFile.privateSet), (publicKey, .publicSet)] {
      guard let kid = key?.text("kid") else { continue }
      let identifier = judgeIdentifier(kid, file, into: &judgements)
      facts.identifier = facts.identifier ?? identifier
    }
    KeyChecks.judge(
      seed: facts.seed, privateX: privateKey?.bytes("x"), publicX: publicKey?.bytes("x"), into: &judgements)
    return facts
  }

  /// KG-JWK-5: the private value is in the public file under no name and in no encoding.
  private static func judgeLeak(
    of seed: [UInt8], in publicSet: [UInt8], into judgements: inout Judgements
  ) {
    let search = SecretSearch(seed: seed)
    let strings = (try? StrictJSON.read(publicSet)).map(texts) ?? []
    let found = ([publicSet] + strings).lazy.compactMap { search.encoding(in: $0) }.first
    judgements.expect(
      .jwk5, found == nil, "pubkey.json holds the private value",
      expected: "no private value under any name", observed: "the value of `d` as \(found ?? "")")
  }

  /// Every text of a document with its escapes resolved, names and values alike.
  private static func texts(of value: JSONValue) -> [[UInt8]] {
    switch value {
    case .string(let text): [Array(text.utf8)]
    case .array(let elements): elements.flatMap(texts)
    case .object(let members): members.flatMap { [Array($0.name.utf8)] + texts(of: $0.value) }
    case .null, .bool, .number: []
    }
  }

  /// KG-JWK-6: what must be the same in both sets.
  private static func judgeSameMembers(
    _ privateKey: KeySetKey, _ publicKey: KeySetKey, into judgements: inout Judgements
  ) {
    for name in ["kty", "crv", "x", "alg", "use"] {
      let (first, second) = (privateKey.members[name], publicKey.members[name])
      judgements.expect(
        .jwk6, first?.serialized(pretty: false) == second?.serialized(pretty: false),
        "`\(name)` is not the same in both sets", expected: "the same in both sets, or in neither",
        observed: "private: \(shown(first, as: name)); public: \(shown(second, as: name))")
    }
  }

  /// KG-KID-1: one string in both sets.
  private static func judgeSameIdentifier(
    _ privateKey: KeySetKey, _ publicKey: KeySetKey, into judgements: inout Judgements
  ) {
    let (first, second) = (privateKey.text("kid"), publicKey.text("kid"))
    judgements.expect(
      .kid1, first != nil && first.map { Array($0.utf8) } == second.map { Array($0.utf8) },
      "the two keys do not share a `kid`", expected: "the same string `kid` in both keys",
      observed: "private: \(shown(privateKey.members["kid"], as: "kid")); "
        + "public: \(shown(publicKey.members["kid"], as: "kid"))")
  }

  /// KG-KID-2: the form of the identifier.
  private static func judgeIdentifier(
    _ kid: String, _ file: KeyFile, into judgements: inout Judgements
  ) -> UUID6? {
    do {
      let identifier = try UUID6(reading: kid)
      judgements.hold(.kid2)
      return identifier
    } catch {
      judgements.violate(
        .kid2, "the `kid` in \(file.name) is no version 6 UUID",
        expected: "a canonical lower-case UUID of version 6, variant 10 (RFC 9562)",
        observed: "\"\(printable(Array(kid.utf8.prefix(80))))\": \(error)")
      return nil
    }
  }
}

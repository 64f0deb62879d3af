internal import FaultInjection
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
  /// Judges the files that a run made.
  static func judge(_ observation: Observation, into judgements: inout Judgements) -> PairFacts {
    judge(
      privateSet: observation.keyFile(.privateSet), publicSet: observation.keyFile(.publicSet),
      into: &judgements)
  }

  /// Judges the two files; what needs one that could not be read is left open, with the reason.
  ///
  /// - Parameter names: what the files are called in a message, where they do not have their own names.
  static func judge(
    privateSet: KeyFileContent, publicSet: KeyFileContent, names: [KeyFile: String] = [:],
    into judgements: inout Judgements
  ) -> PairFacts {
    var found = Judgements()
    let facts = judge(privateSet: privateSet.known, publicSet: publicSet.known, names: names, into: &found)
    for (file, content) in [(KeyFile.privateSet, privateSet), (.publicSet, publicSet)] {
      let name = names[file] ?? file.name
      guard let reason = content.reason(name) else { continue }
      found.open(file.needingRequirements, reason)
      guard case .tooLarge(let size, let path) = content else { continue }
      found.violate(
        .jwks2, "\(name) is too large for a key set", expected: "at most \(KeyFileContent.mostBytes) bytes",
        observed: "\(size) bytes")
      if file == .publicSet, let seed = facts.seed,
        let encoding = SecretSearch(seed: seed).encoding(inFile: path)
      {
        violateLeak(as: encoding, name, into: &found)
      }
    }
    judgements.append(found)
    return facts
  }

  /// Judges the two files' bytes; a file that is not there is nil, and what needs it stays unjudged.
  static func judge(
    privateSet: [UInt8]?, publicSet: [UInt8]?, names: [KeyFile: String] = [:],
    into judgements: inout Judgements
  ) -> PairFacts {
    let privateName = names[.privateSet] ?? KeyFile.privateSet.name
    let publicName = names[.publicSet] ?? KeyFile.publicSet.name
    let privateKey = privateSet.flatMap {
      KeySetChecks.judge($0, .privateSet, name: privateName, into: &judgements)
    }
    let publicKey = publicSet.flatMap {
      KeySetChecks.judge($0, .publicSet, name: publicName, into: &judgements)
    }
    var facts = PairFacts()
    let value = privateKey?.bytes("d")
    facts.seed = value?.count == 32 ? value : nil
    // A private set that is no JSON shows its value all the same, mostly.
    let secret = (value?.count ?? 0) >= 32 ? value : privateSet.flatMap(SecretChecks.privateValue)
    if let publicSet, let secret {
      judgeLeak(of: Array(secret.prefix(32)), in: publicSet, publicName, into: &judgements)
    }
    if let privateKey, let publicKey {
      judgeSameMembers(privateKey, publicKey, into: &judgements)
      judgeSameIdentifier(privateKey, publicKey, secret, into: &judgements)
    }
    facts.kid = (privateKey ?? publicKey)?.text("kid")
    for (key, file) in [(privateKey, privateName), (publicKey, publicName)] {
      guard let kid = key?.text("kid") else { continue }
      let identifier = judgeIdentifier(kid, file, secret, into: &judgements)
      facts.identifier = facts.identifier ?? identifier
    }
    KeyChecks.judge(
      seed: facts.seed, privateX: privateKey?.bytes("x"), publicX: publicKey?.bytes("x"), into: &judgements)
    return facts
  }

  /// KG-JWK-5: the private value is in the public file under no name and in no encoding.
  private static func judgeLeak(
    of seed: [UInt8], in publicSet: [UInt8], _ name: String, into judgements: inout Judgements
  ) {
    let search = SecretSearch(seed: seed)
    let found =
      search.encoding(in: publicSet) ?? (try? StrictJSON.read(publicSet)).flatMap { encoding(search, in: $0) }
    if let found { violateLeak(as: found, name, into: &judgements) } else { judgements.hold(.jwk5) }
  }

  private static func violateLeak(as encoding: String, _ name: String, into judgements: inout Judgements) {
    judgements.violate(
      .jwk5, "\(name) holds the private value", expected: "no private value under any name",
      observed: "the value of `d` as \(encoding)")
  }

  /// The encoding in which the value stands in any text of a document, with its escapes resolved.
  private static func encoding(_ search: SecretSearch, in value: JSONValue) -> String? {
    switch value {
    // No encoding of 32 bytes is shorter than they are.
    case .string(let text): text.utf8.count < 32 ? nil : search.encoding(in: Array(text.utf8))
    case .array(let elements): elements.lazy.compactMap { encoding(search, in: $0) }.first
    case .object(let members):
      members.lazy.compactMap { encoding(search, in: .string($0.name)) ?? encoding(search, in: $0.value) }
        .first
    case .null, .bool, .number: nil
    }
  }

  /// KG-JWK-6: what must be the same in both sets.
  private static func judgeSameMembers(
    _ privateKey: KeySetKey, _ publicKey: KeySetKey, into judgements: inout Judgements
  ) {
    for name in ["kty", "crv", "x", "alg", "use"] {
      let (first, second) = (privateKey.members[name], publicKey.members[name])
      judgements.expect(
        .jwk6, first == second, "`\(name)` is not the same in both sets",
        expected: "the same in both sets, or in neither",
        observed: difference(shown(first, as: name), shown(second, as: name)))
    }
  }

  /// KG-KID-1: one string in both sets.
  private static func judgeSameIdentifier(
    _ privateKey: KeySetKey, _ publicKey: KeySetKey, _ secret: [UInt8]?, into judgements: inout Judgements
  ) {
    let (first, second) = (privateKey.text("kid"), publicKey.text("kid"))
    judgements.expect(
      .kid1, first != nil && first.map { Array($0.utf8) } == second.map { Array($0.utf8) },
      "the two keys do not share a `kid`", expected: "the same string `kid` in both keys",
      observed: difference(
        shown(privateKey.members["kid"], as: "kid", without: secret),
        shown(publicKey.members["kid"], as: "kid", without: secret)))
  }

  /// Two members that differ, also where what may be shown of them does not.
  private static func difference(_ first: String, _ second: String) -> String {
    "private: \(first); public: \(first == second ? "another" : second)"
  }

  /// KG-KID-2: the form of the identifier.
  private static func judgeIdentifier(
    _ kid: String, _ file: String, _ secret: [UInt8]?, into judgements: inout Judgements
  ) -> UUID6? {
    do {
      let identifier = try UUID6(reading: kid)
      judgements.hold(.kid2)
      return identifier
    } catch {
      judgements.violate(
        .kid2, "the `kid` in \(file) is no version 6 UUID",
        expected: "a canonical lower-case UUID of version 6, variant 10 (RFC 9562)",
        observed: "\(shown(.string(kid), as: "kid", without: secret)): \(error)")
      return nil
    }
  }
}

extension KeyFile {
  /// What cannot be told without this file.
  fileprivate var needingRequirements: [RequirementID] {
    let either: [RequirementID] = [
      .jwks1, .jwks2, .jwk1, .jwk2, .jwk3, .jwk4, .jwk5, .jwk6, .kid1, .kid2, .key2,
    ]
    return self == .publicSet ? either : either + [.key1, .key3, .secret1, .secret2]
  }
}

extension KeyFileContent {
  /// Why a file could not be judged, for what needs it.
  fileprivate func reason(_ name: String) -> String? {
    switch self {
    case .absent, .bytes: nil
    case .tooLarge(let size, _): "\(name) has \(size) bytes, which are too many to be read"
    case .unreadable(let reason): "\(name) could not be read: \(reason)"
    }
  }
}

extension Judgements {
  /// Leaves requirements open whatever held of them so far; violations stay.
  fileprivate mutating func open(_ requirements: [RequirementID], _ reason: String) {
    var kept = Judgements()
    for judgement in all {
      switch judgement.outcome {
      case .held where requirements.contains(judgement.requirement): continue
      case .held: kept.hold(judgement.requirement)
      case .violated(let violation):
        kept.violate(
          judgement.requirement, violation.message, expected: violation.expected, observed: violation.observed
        )
      case .undecided(let earlier): kept.leaveOpen(judgement.requirement, earlier)
      }
    }
    for requirement in requirements { kept.leaveOpen(requirement, reason) }
    self = kept
  }
}

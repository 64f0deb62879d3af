import Crosscheck
import StrictFormats
import Testing

@Suite("Properties of key sets, thumbprints and tokens")
struct KeySetPropertyTests {
  private static let secret = Make.bytes(count: 32)

  /// Members that mean nothing here, under names that clash with none.
  private static let extra = Make.text.and(Make.json(depth: 2)).array(mean: 3, most: 6).map { pairs in
    pairs.enumerated().map { JSONMember(name: "x-\($0.offset)-\($0.element.0)", value: $0.element.1) }
  }

  private static func shuffled<Item>(_ items: [Item], by numbers: [Int]) -> [Item] {
    var items = items
    for (index, number) in numbers.enumerated() where !items.isEmpty {
      items.swapAt(index % items.count, number % items.count)
    }
    return items
  }

  private static func members(_ maker: TokenMaker) throws -> [JSONMember] {
    try StrictJSON.read(Array(maker.jwk().utf8)).objectValue ?? []
  }

  private static func keySet(_ keys: [JSONValue]) -> [UInt8] {
    Array(JSONValue.object([JSONMember(name: "keys", value: .array(keys))]).serialized(pretty: true).utf8)
  }

  @Test("The thumbprint does not depend on member order or extra members")
  func thumbprint() {
    let order = Make.integer(0...20).array(mean: 8, most: 30)
    forAll(Make.byte.and(Self.extra).and(order), count: 100) { pair, order in
      let members = try Self.members(TokenMaker(byte: pair.0))
      let mixed = Self.shuffled(members + pair.1, by: order)
      return Thumbprint.of(.object(members)) != nil
        && Thumbprint.of(.object(members)) == Thumbprint.of(.object(mixed))
    }
  }

  @Test("The thumbprint is that of RFC 8037 A.3, and needs its three members")
  func knownThumbprint() throws {
    let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    let members = [("kty", "OKP"), ("crv", "Ed25519"), ("x", x)].map {
      JSONMember(name: $0.0, value: .string($0.1))
    }
    #expect(Thumbprint.of(.object(members)) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    for index in members.indices {
      var fewer = members
      fewer.remove(at: index)
      #expect(Thumbprint.of(.object(fewer)) == nil)
    }
  }

  @Test("Different keys have different thumbprints")
  func distinctThumbprints() {
    forAll(Make.byte.and(Make.byte), count: 50) { one, other in
      let thumbprints = try [one, other].map {
        Thumbprint.of(.object(try Self.members(TokenMaker(byte: $0))))
      }
      return (thumbprints[0] == thumbprints[1]) == (one == other)
    }
  }

  @Test("A key set is read the same in any member order and with extra members")
  func order() {
    let order = Make.integer(0...20).array(mean: 8, most: 30)
    forAll(Make.byte.and(Self.extra).and(order), count: 100) { pair, order in
      let maker = TokenMaker(byte: pair.0)
      let mixed = Self.shuffled(try Self.members(maker) + pair.1, by: order)
      let keys = try KeySet(Self.keySet([.object(mixed)])).keys
      return keys.map(\.publicKey) == [try maker.publicKey] && keys.map(\.kid) == [maker.kid]
    }
  }

  @Test("A key set with a private member anywhere is refused")
  func privateMember() {
    let name = Make.element(["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"])
    forAll(name.and(Make.json(depth: 1)).and(Make.integer(0...3)), count: 100) { pair, place in
      var keys = try (0..<4).map { JSONValue.object(try Self.members(TokenMaker(byte: UInt8($0)))) }
      keys[place] = .object((keys[place].objectValue ?? []) + [JSONMember(name: pair.0, value: pair.1)])
      return (try? KeySet(Self.keySet(keys))) == nil
    }
  }

  @Test("No JSON value makes the key-set reader trap")
  func anyValue() {
    let keys = Make.json(depth: 3).array(mean: 3, most: 6)
    forAll(keys, count: 500) { keys in
      _ = try? KeySet(Self.keySet(keys))
      return (try? KeySet(Array(JSONValue.array(keys).serialized(pretty: false).utf8))) == nil
    }
  }

  @Test("A token is accepted with the set of its key, and its claims come back as they were")
  func tokens() {
    forAll(Make.byte.and(Self.extra), count: 60) { byte, claims in
      let maker = TokenMaker(byte: byte)
      let verifier = TokenVerifier(
        keys: try KeySet(Array(maker.keySet().utf8)), audience: nil, issuer: nil, now: 0)
      let text = try verifier.verify(
        Array(maker.token(claims: JSONValue.object(claims).serialized(pretty: false)).utf8)
      ).claims
      return try StrictJSON.read(Array(text.utf8)) == .object(claims)
    }
  }

  @Test("A token is refused with the set of any other key")
  func foreignTokens() {
    forAll(Make.byte.and(Make.byte), count: 60) { one, other in
      guard one != other else { return true }
      let verifier = TokenVerifier(
        keys: try KeySet(Array(TokenMaker(byte: other).keySet().utf8)), audience: nil, issuer: nil, now: 0)
      return (try? verifier.verify(Array(TokenMaker(byte: one).token().utf8))) == nil
    }
  }

  @Test("Any one-byte change of a token is refused")
  func damagedTokens() {
    let maker = TokenMaker()
    forAll(Make.integer(0...100_000).and(Make.byte), count: 500) { place, byte in
      var token = Array(try maker.token(claims: #"{"sub":"a"}"#).utf8)
      let index = place % token.count
      guard token[index] != byte else { return true }
      token[index] = byte
      let verifier = TokenVerifier(
        keys: try KeySet(Array(maker.keySet().utf8)), audience: nil, issuer: nil, now: 0)
      return (try? verifier.verify(token)) == nil
    }
  }

  @Test("No bytes make the token parser trap, whatever stands between the dots")
  func anyToken() {
    let part = Make.one(of: [
      Make.bytes(mean: 10), Make.json(depth: 2).map { Array($0.serialized(pretty: false).utf8) },
    ])
    forAll(part.array(mean: 3, most: 5).and(Make.bool), count: 500) { parts, isEncoded in
      let texts = parts.map { isEncoded ? Array(Base64URL.encode($0).utf8) : $0 }
      _ = try? Token(Array(texts.joined(separator: [UInt8(ascii: ".")])))
      return true
    }
  }
}

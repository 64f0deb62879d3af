internal import CSodium
internal import Ed25519
internal import SodiumBackend

/// Why a private key is refused.
///
/// Nothing of the key's text is quoted.
struct KeyDefect: Error, Sendable, Hashable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// An Ed25519 private key (RFC 8037 §2) that signs tokens.
package final class SigningKey {
  /// The key's name (RFC 7517 §4.5).
  package let keyID: String
  /// The public key, 32 bytes, which belongs to the seed.
  package let publicKey: [UInt8]
  /// Which of the members `alg` and `use` the key has, as written.
  let hasAlgorithm: Bool
  let hasUse: Bool
  let seed: Seed

  fileprivate init(
    keyID: String, publicKey: [UInt8], hasAlgorithm: Bool, hasUse: Bool, seed: consuming Seed
  ) {
    self.keyID = keyID
    self.publicKey = publicKey
    self.hasAlgorithm = hasAlgorithm
    self.hasUse = hasUse
    self.seed = seed
  }
}

/// Reads private keys: a bare JWK (RFC 7517 §4), or a JWK set (§5) with exactly one key.
struct PrivateKeySet {
  private var scanner: JSONScanner

  /// Reads the one key of a text.
  ///
  /// - Parameter text: strict JSON without duplicate members.
  /// - Throws: `KeyDefect` also for a key whose `x` does not belong to `d`.
  static func read(_ text: UnsafeRawBufferPointer) throws(KeyDefect) -> SigningKey {
    var reader = PrivateKeySet(scanner: JSONScanner(text))
    return try reader.readKey()
  }

  private mutating func readKey() throws(KeyDefect) -> SigningKey {
    let root = try readDocument()
    guard let keys = try member("keys", of: root) else { return try key(root) }
    scanner.position = keys.lowerBound
    guard scanner.next == UInt8(ascii: "[") else { throw KeyDefect("\"keys\" is no array") }
    let elements = try elements(of: keys)
    guard elements.count == 1, let only = elements.first else {
      throw KeyDefect("it holds \(elements.count) keys; expected exactly one")
    }
    return try key(try object(at: only, "keys[0]"))
  }

  // MARK: Structure

  private mutating func readDocument() throws(KeyDefect) -> JSONObjectSpan {
    do throws(JSONDefect) {
      scanner.skipWhiteSpace()
      guard scanner.next == UInt8(ascii: "{") else { throw scanner.failure("'{', the start of a JWK set") }
      let root = try scanner.readObject()
      scanner.skipWhiteSpace()
      guard scanner.next == nil else { throw scanner.failure("the end of the text") }
      return root
    } catch {
      throw KeyDefect("it is no strict JSON: \(error)")
    }
  }

  private mutating func object(at place: Range<Int>, _ name: String) throws(KeyDefect) -> JSONObjectSpan {
    scanner.position = place.lowerBound
    guard scanner.next == UInt8(ascii: "{") else { throw KeyDefect("\(name) is no object") }
    do throws(JSONDefect) { return try scanner.readObject() } catch {
      throw KeyDefect("it is no strict JSON: \(error)")
    }
  }

  private mutating func elements(of array: Range<Int>) throws(KeyDefect) -> [Range<Int>] {
    scanner.position = array.lowerBound + 1
    var elements: [Range<Int>] = []
    do throws(JSONDefect) {
      while true {
        scanner.skipWhiteSpace()
        if scanner.next == UInt8(ascii: "]") { return elements }
        if scanner.next == UInt8(ascii: ",") {
          scanner.position += 1
          scanner.skipWhiteSpace()
        }
        let start = scanner.position
        try scanner.skipValue()
        elements.append(start..<scanner.position)
      }
    } catch {
      throw KeyDefect("it is no strict JSON: \(error)")
    }
  }

  /// The value of a member; two members of one name are refused.
  private func member(_ name: String, of object: JSONObjectSpan) throws(KeyDefect) -> Range<Int>? {
    let found = object.members.filter { scanner.isString($0.name, equalTo: name) }
    guard found.count <= 1 else { throw KeyDefect("the member \"\(name)\" is there twice") }
    return found.first?.value
  }

  // MARK: The key

  private mutating func key(_ object: JSONObjectSpan) throws(KeyDefect) -> SigningKey {
    guard try text("kty", of: object) == "OKP", try text("crv", of: object) == "Ed25519" else {
      throw KeyDefect("it is no Ed25519 key (\"kty\":\"OKP\", \"crv\":\"Ed25519\")")
    }
    let algorithm = try text("alg", of: object)
    guard algorithm == nil || algorithm == "EdDSA" || algorithm == "Ed25519" else {
      throw KeyDefect("\"alg\" is not EdDSA")
    }
    let use = try text("use", of: object)
    guard use == nil || use == "sig" else { throw KeyDefect("\"use\" is not sig") }
    try checkOperations(object)
    guard let secret = try member("d", of: object) else {
      throw KeyDefect("it has no \"d\": give the private set, privkey.json, not the public one")
    }
    guard let keyID = try text("kid", of: object), !keyID.isEmpty else {
      throw KeyDefect("the key has no \"kid\", by which a verifier would find its public half")
    }
    guard let point = try member("x", of: object) else { throw KeyDefect("the key has no \"x\"") }
    let publicKey = try decode(point, "x") { bytes throws(KeyDefect) in Array(bytes) }
    let seed = try decode(secret, "d") { (bytes) throws(KeyDefect) in
      guard let seed = Seed(bytes) else { throw KeyDefect("\"d\" is no canonical base64url of 32 bytes") }
      return seed
    }
    try refuseSecret(secret, in: keyID)
    let derived: [UInt8]
    do throws(Ed25519Error) { derived = try SodiumBackend().publicKey(of: seed) } catch {
      throw KeyDefect("the public key cannot be derived: \(error)")
    }
    guard derived == publicKey else { throw KeyDefect("\"x\" does not belong to \"d\"") }
    return SigningKey(
      keyID: keyID, publicKey: publicKey, hasAlgorithm: algorithm != nil, hasUse: use != nil, seed: seed)
  }

  private mutating func checkOperations(_ object: JSONObjectSpan) throws(KeyDefect) {
    guard let operations = try member("key_ops", of: object) else { return }
    guard scanner.bytes[operations.lowerBound] == UInt8(ascii: "[") else {
      throw KeyDefect("\"key_ops\" is no array")
    }
    let elements = try elements(of: operations)
    let signs = elements.contains { element in
      scanner.bytes[element.lowerBound] == UInt8(ascii: "\"") && scanner.isString(element, equalTo: "sign")
    }
    guard signs else { throw KeyDefect("\"key_ops\" does not allow to sign") }
  }

  private func text(_ name: String, of object: JSONObjectSpan) throws(KeyDefect) -> String? {
    guard let value = try member(name, of: object) else { return nil }
    guard scanner.bytes[value.lowerBound] == UInt8(ascii: "\"") else {
      throw KeyDefect("\"\(name)\" is no string")
    }
    return scanner.content(of: value).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// Decodes 32 bytes of canonical base64url, and wipes them afterwards.
  private func decode<Result: ~Copyable>(
    _ value: Range<Int>, _ name: String,
    _ use: (UnsafeRawBufferPointer) throws(KeyDefect) -> Result
  ) throws(KeyDefect) -> Result {
    guard scanner.bytes[value.lowerBound] == UInt8(ascii: "\"") else {
      throw KeyDefect("\"\(name)\" is no string")
    }
    let text = scanner.content(of: value)
    var decoded = SecretBuffer(capacity: Seed.count)
    // 43 characters are 32 bytes without padding; the library refuses other alphabets and loose bits.
    let count = text.withUnsafeBytes { text in
      decoded.append(upTo: Seed.count) { target in
        var count = 0
        let start = target.bindMemory(to: UInt8.self).baseAddress
        let source = text.bindMemory(to: CChar.self).baseAddress
        guard text.count == 43, let start,
          sodium_base642bin(
            start, Seed.count, source, text.count, nil, &count, nil,
            sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0
        else { return 0 }
        return count
      }
    }
    guard count == Seed.count else {
      throw KeyDefect("\"\(name)\" is no canonical base64url of 32 bytes")
    }
    return try decoded.withUnsafeBytes { (bytes) throws(KeyDefect) in try use(bytes) }
  }

  /// Refuses a name that would carry the private value into every token.
  private func refuseSecret(_ secret: Range<Int>, in keyID: String) throws(KeyDefect) {
    let isLeak = scanner.content(of: secret).withUnsafeBytes { secret in
      let name = Array(keyID.utf8)
      guard name.count >= secret.count else { return false }
      return (0...(name.count - secret.count)).contains { start in
        name[start..<(start + secret.count)].elementsEqual(secret)
      }
    }
    guard !isLeak else { throw KeyDefect("\"kid\" holds the private value; make a new key") }
  }
}

extension SigningKey {
  /// The public JWK set of the key, with the members that `mirror keygen` writes.
  package func publicSet() -> String {
    var buffer = SecretBuffer()
    buffer.append(#"{"keys":[{"kty":"OKP","crv":"Ed25519","#)
    if hasAlgorithm { buffer.append(#""alg":"EdDSA","#) }
    if hasUse { buffer.append(#""use":"sig","#) }
    buffer.append(#""kid":"#)
    buffer.appendJSONString(keyID)
    buffer.append(#","x":""#)
    publicKey.withUnsafeBytes { buffer.appendBase64URL($0) }
    buffer.append("\"}]}\n")
    return buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }
}

internal import StrictFormats
internal import SystemSupport

/// Why a key set cannot be used to verify tokens.
package struct KeySetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The place and what is wrong there.
  package let description: String
}

/// The Ed25519 keys of a public JWK set (RFC 7517 §5, RFC 8037 §2).
package struct KeySet: Sendable {
  /// One key.
  package struct Key: Sendable, Equatable {
    /// The key's name; a key without one cannot be asked for.
    package let kid: String?
    /// The public key, 32 bytes.
    package let publicKey: [UInt8]
    /// The thumbprint (RFC 7638), which tells keys of one name apart.
    package let thumbprint: String
  }

  /// The Ed25519 keys for signatures, in the order of the set.
  ///
  /// Keys of other types are left out (RFC 7517 §5).
  package let keys: [Key]

  /// Reads a set.
  ///
  /// - Parameter text: strict JSON.
  /// - Throws: `KeySetError` also when the set is a private one: whoever verifies must not hold, and whoever
  ///   publishes must not give away, a private key.
  package init(_ text: [UInt8]) throws(KeySetError) {
    let root: JSONValue
    do throws(JSONSyntaxError) { root = try StrictJSON.read(text) } catch {
      throw KeySetError(description: "not strict JSON: \(error)")
    }
    guard root.objectValue != nil else {
      throw KeySetError(description: "expected an object, found \(root.kind)")
    }
    guard let items = root["keys"] else {
      throw KeySetError(description: "no member \"keys\": not a JWK set")
    }
    guard let list = items.arrayValue else {
      throw KeySetError(description: "keys: expected an array, found \(items.kind)")
    }
    var keys: [Key] = []
    for (index, item) in list.enumerated() {
      if let key = try Self.key(item, place: "keys[\(index)]") { keys.append(key) }
    }
    self.keys = keys
  }

  /// The key of a name.
  ///
  /// - Throws: `KeySetError` when there is none, or more than one.
  func key(_ kid: String) throws(KeySetError) -> Key {
    let found = keys.filter { $0.kid.map { Array($0.utf8) == Array(kid.utf8) } ?? false }
    guard let key = found.first else {
      throw KeySetError(description: "no Ed25519 key of the set has the kid \(quoted(kid))")
    }
    guard found.count == 1 else {
      let thumbprints = found.prefix(5).map(\.thumbprint).joined(separator: ", ")
      throw KeySetError(
        description:
          "\(found.count) keys of the set have the kid \(quoted(kid)), with the thumbprints \(thumbprints)")
    }
    return key
  }

  private static func key(_ item: JSONValue, place: String) throws(KeySetError) -> Key? {
    guard item.objectValue != nil else {
      throw KeySetError(description: "\(place): expected an object, found \(item.kind)")
    }
    // The names of private and symmetric members in RFC 7518 §6 and RFC 8037 §2.
    for secret in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"] where item[secret] != nil {
      throw KeySetError(
        description: "\(place).\(secret): a private member; give the public set, and keep this one secret")
    }
    guard try text(item, "kty", place) == "OKP", try text(item, "crv", place) == "Ed25519" else { return nil }
    let kid = try text(item, "kid", place)
    if let use = try text(item, "use", place), use != "sig" { return nil }
    if let algorithm = try text(item, "alg", place), algorithm != "EdDSA" && algorithm != "Ed25519" {
      let shown = JWKWords.contains(algorithm, for: "alg") ? "\"\(algorithm)\"" : "the value"
      throw KeySetError(description: "\(place).alg: \(shown) does not fit an Ed25519 key")
    }
    if let operations = item["key_ops"] {
      guard let list = operations.arrayValue else {
        throw KeySetError(description: "\(place).key_ops: expected an array, found \(operations.kind)")
      }
      guard list.contains(.string("verify")) else { return nil }
    }
    guard let x = try text(item, "x", place) else {
      throw KeySetError(description: "\(place): no member \"x\"")
    }
    return Key(kid: kid, publicKey: try publicKey(x, place), thumbprint: Thumbprint.of(item) ?? "")
  }

  private static func publicKey(_ x: String, _ place: String) throws(KeySetError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(Base64URLError) { bytes = try Base64URL.decode(x) } catch {
      throw KeySetError(description: "\(place).x: not canonical base64url: \(error)")
    }
    guard bytes.count == 32 else {
      throw KeySetError(description: "\(place).x: \(bytes.count) bytes instead of 32")
    }
    return bytes
  }

  private static func text(
    _ item: JSONValue, _ name: String, _ place: String
  ) throws(KeySetError) -> String? {
    guard let value = item[name] else { return nil }
    guard let text = value.stringValue else {
      throw KeySetError(description: "\(place).\(name): expected a string, found \(value.kind)")
    }
    return text
  }
}

/// A text of a token or of an option as a JSON string: what could carry a key is left out, and long ones are cut.
func quoted(_ text: String) -> String {
  let shown = HarmlessText.of(text)
  let value = JWKWords.isUUID(text) ? text : String(shown.prefix(100))
  return JSONValue.string(value).serialized(pretty: false) + (shown.count > 100 ? "…" : "")
}

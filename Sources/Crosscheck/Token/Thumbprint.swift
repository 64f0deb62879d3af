internal import CSodium
package import StrictFormats

/// JWK thumbprints (RFC 7638).
package enum Thumbprint {
  /// The thumbprint of a public or private OKP key with the members of RFC 8037 §2.
  ///
  /// - Parameter key: a JWK; its order and all members but `crv`, `kty` and `x` make no difference.
  /// - Returns: SHA-256 in base64url; nothing when one of the three members is missing or no string.
  package static func of(_ key: JSONValue) -> String? {
    var members: [JSONMember] = []
    // RFC 7638 §3: these, in lexicographic order, without white space.
    for name in ["crv", "kty", "x"] {
      guard let text = key[name]?.stringValue else { return nil }
      members.append(JSONMember(name: name, value: .string(text)))
    }
    let text = Array(JSONValue.object(members).serialized(pretty: false).utf8)
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    _ = crypto_hash_sha256(&digest, text, UInt64(text.count))
    return Base64URL.encode(digest)
  }
}

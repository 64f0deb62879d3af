/// The registered words of JWK members, the only values of a key file that a message may quote.
///
/// RFC 7517 §4, RFC 7518 §6 and §7.1, RFC 8037 §2 and §3.1, RFC 8812, RFC 9864.
public enum JWKWords {
  private static let words: [String: Set<String>] = [
    "kty": ["okp", "ec", "rsa", "oct", "akp"],
    "crv": ["ed25519", "ed448", "x25519", "x448", "p-256", "p-384", "p-521", "secp256k1", "curve25519"],
    "alg": [
      "eddsa", "ed25519", "ed448", "none", "hs256", "hs384", "hs512", "rs256", "rs384", "rs512", "es256",
      "es384",
      "es512", "es256k", "ps256", "ps384", "ps512", "dir", "ecdh-es", "ecdh-es+a128kw", "ecdh-es+a256kw",
      "rsa1_5",
      "rsa-oaep", "rsa-oaep-256", "a128kw", "a256kw",
    ],
    "use": ["sig", "enc", "sign", "signature", "signing", "verify"],
    "key_ops": ["sign", "verify", "encrypt", "decrypt", "wrapkey", "unwrapkey", "derivekey", "derivebits"],
  ]

  /// The names of members that a message may quote (RFC 7517 §4 and §5, RFC 7518 §6).
  public static let names: [String] = [
    "keys", "kty", "crv", "x", "y", "n", "e", "d", "k", "alg", "use", "key_ops", "kid",
  ]

  /// Whether a value is a registered word for a member, or one of these in other letters.
  public static func contains(_ value: String, for name: String) -> Bool {
    // Only ASCII: other letters could become one of the words in lower case.
    value.utf8.count <= 16 && value.utf8.allSatisfy { $0 < 0x80 }
      && words[name]?.contains(value.lowercased()) == true
  }

  /// Whether a text has the form of a UUID (RFC 9562 §4), in letters of either case.
  public static func isUUID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      if [8, 13, 18, 23].contains(index) { return byte == UInt8(ascii: "-") }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"):
        return true
      default: return false
      }
    }
  }
}

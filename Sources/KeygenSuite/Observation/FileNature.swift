internal import SpecHarness
internal import StrictFormats

/// What a file is that is no key set of the expected form, in a few words; nothing of it is quoted but known words.
struct FileNature: CustomStringConvertible {
  /// Such as `a PEM file (PRIVATE KEY)`.
  let description: String

  private init(_ description: String) { self.description = description }

  /// Looks at a text that is no JSON; nothing where it is like nothing that is known.
  init?(_ bytes: [UInt8]) {
    guard let nature = Self.armour(bytes) ?? Self.binary(bytes) ?? Self.bareKey(bytes) else { return nil }
    self.init(nature)
  }

  /// Looks at a JSON text that is no set of one Ed25519 key; nothing where it is one.
  init?(_ document: JSONValue) {
    if let keys = document["keys"]?.arrayValue {
      guard let nature = Self.set(of: keys) else { return nil }
      self.init(nature)
    } else if document["kty"] != nil {
      self.init("a bare JWK with \(Self.key(document))")
    } else if document.arrayValue?.first?["kty"] != nil {
      self.init("an array of JWKs")
    } else {
      self.init("JSON")
    }
  }

  // MARK: JSON

  private static func set(of keys: [JSONValue]) -> String? {
    guard let first = keys.first else { return "a JWK set without a key" }
    if keys.count > 1 { return "a JWK set of \(keys.count) keys" }
    guard first["kty"] != nil else { return nil }
    let isExpected = first["kty"] == .string("OKP") && first["crv"] == .string("Ed25519")
    return isExpected ? nil : "a JWK set with \(key(first))"
  }

  /// The kind of a JWK (RFC 7518 §6.1, RFC 8037 §2).
  private static func key(_ key: JSONValue) -> String {
    switch key["kty"]?.stringValue {
    case "RSA": return "an RSA key"
    case "EC": return "an EC key"
    case "oct": return "a symmetric key"
    case "OKP":
      let curves = ["Ed25519", "Ed448", "X25519", "X448"]
      return curves.first { key["crv"] == .string($0) }.map { "an \($0) key" } ?? "an OKP key"
    default: return "a key of an unknown type"
    }
  }

  // MARK: Other formats

  /// Formats that say in their first line what they are (RFC 7468 and the like).
  private static func armour(_ bytes: [UInt8]) -> String? {
    let first = bytes.drop { [9, 10, 13, 32].contains($0) }
    func begins(_ text: String) -> Bool { first.starts(with: Array(text.utf8)) }
    if begins("-----BEGIN ") {
      let labels = [
        "PRIVATE KEY", "PUBLIC KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "RSA PRIVATE KEY",
        "EC PRIVATE KEY", "RSA PUBLIC KEY", "CERTIFICATE", "CERTIFICATE REQUEST", "PGP PRIVATE KEY BLOCK",
        "PGP PUBLIC KEY BLOCK", "EC PARAMETERS",
      ]
      let label = labels.first { begins("-----BEGIN \($0)-----") }
      return label.map { "a PEM file (\($0))" } ?? "a PEM file"
    }
    for type in [
      "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    ]
    where begins(type + " ") {
      return "an OpenSSH public key (\(type))"
    }
    if begins("PuTTY-User-Key-File-") { return "a PuTTY key" }
    if begins("AGE-SECRET-KEY-") || begins("# created:") { return "an age identity" }
    if begins("eyJ"), first.count(where: { $0 == UInt8(ascii: ".") }) == 2 { return "a token (JWT)" }
    return nil
  }

  private static func binary(_ bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "empty" }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) { return "a text in UTF-16" }
    guard String(validating: bytes, as: UTF8.self) == nil || bytes.contains(0) else { return nil }
    if bytes.count == 32 || bytes.count == 64 {
      return "\(bytes.count) bytes of binary data, as a bare key is"
    }
    // A SEQUENCE whose length is that of the file (X.690 §8.1).
    let isShort = bytes.count > 2 && bytes[0] == 0x30 && Int(bytes[1]) == bytes.count - 2
    let isLong =
      bytes.count > 4 && bytes[0] == 0x30 && bytes[1] == 0x82
      && Int(bytes[2]) << 8 + Int(bytes[3]) == bytes.count - 4
    return isShort || isLong ? "a key or certificate in DER" : "binary data"
  }

  /// 32 or 64 bytes as text.
  private static func bareKey(_ bytes: [UInt8]) -> String? {
    let text = bytes.filter { ![9, 10, 13, 32].contains($0) }
    let isHex = text.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
    if isHex, text.count == 64 || text.count == 128 { return "a bare key in hex" }
    let isBase64 = text.allSatisfy { byte in
      let character = Character(UnicodeScalar(byte))
      return character.isASCII && (character.isLetter || character.isNumber || "+/-_=".contains(character))
    }
    return isBase64 && [43, 44, 86, 88].contains(text.count) ? "a bare key in base64" : nil
  }
}

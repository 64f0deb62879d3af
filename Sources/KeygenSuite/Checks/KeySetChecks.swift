internal import SpecHarness
internal import StrictFormats

/// KG-JWKS-*, KG-JWK-1 to 5: what one of the two files must be by itself.
enum KeySetChecks {
  /// Judges one file's bytes; returns its key when there is one to look at.
  ///
  /// - Parameter name: what the file is called in a message; nothing stands for the name that it should have.
  static func judge(
    _ bytes: [UInt8], _ file: KeyFile, name: String? = nil, into judgements: inout Judgements
  ) -> KeySetKey? {
    let name = name ?? file.name
    let document: JSONValue
    do {
      document = try StrictJSON.read(bytes)
      judgements.hold(.jwks2)
    } catch {
      judgements.violate(
        .jwks2, FileNature(bytes).map { "\(name) is \($0), not strict JSON" } ?? "\(name) is not strict JSON",
        expected: "\(error.expected) at \(error.place)", observed: error.found)
      return nil
    }
    guard let members = judgeSet(document, name, into: &judgements) else { return nil }
    let key = KeySetKey(members: members)
    judgeNames(key, name, into: &judgements)
    judgeUse(key, file, name, into: &judgements)
    judgeValues(key, file, name, into: &judgements)
    return key
  }

  /// KG-JWKS-1: the set and its one key.
  private static func judgeSet(
    _ document: JSONValue, _ name: String, into judgements: inout Judgements
  ) -> JSONValue? {
    let expected = "an object whose `keys` is an array of exactly one key"
    guard case .object = document, let keys = document["keys"]?.arrayValue else {
      judgements.violate(
        .jwks1, FileNature(document).map { "\(name) is \($0), no JWK set" } ?? "\(name) is no JWK set",
        expected: expected, observed: shape(of: document))
      return nil
    }
    judgements.expect(
      .jwks1, keys.count == 1, "\(name) holds \(keys.count) keys", expected: expected,
      observed: "\(keys.count) elements in `keys`")
    guard let key = keys.first else { return nil }
    guard case .object = key else {
      judgements.violate(
        .jwks1, "the element of `keys` in \(name) is no key", expected: expected,
        observed: "`keys` holds \(shape(of: key))")
      return nil
    }
    return key
  }

  /// KG-JWK-1 and KG-JWK-2: the names of key type, curve and algorithm.
  private static func judgeNames(_ key: KeySetKey, _ file: String, into judgements: inout Judgements) {
    for (requirement, member, value) in [
      (RequirementID.jwk1, "kty", "OKP"), (.jwk1, "crv", "Ed25519"), (.jwk2, "alg", "EdDSA"),
    ] {
      judgements.expect(
        requirement, key.text(member).map { Array($0.utf8) } == Array(value.utf8),
        "`\(member)` in \(file) is not \(value)", expected: "\"\(member)\": \"\(value)\"",
        observed: shown(key.members[member], as: member))
    }
  }

  /// KG-JWK-3: `use` and `key_ops`, where they are.
  private static func judgeUse(
    _ key: KeySetKey, _ file: KeyFile, _ name: String, into judgements: inout Judgements
  ) {
    if let use = key.members["use"] {
      judgements.expect(
        .jwk3, use.stringValue == "sig", "`use` in \(name) is not sig",
        expected: "\"use\": \"sig\", or no `use`", observed: shown(use, as: "use"))
    }
    if let operations = key.members["key_ops"] {
      let needed = file == .privateSet ? "sign" : "verify"
      let names = operations.arrayValue?.map(\.stringValue) ?? []
      let isList = operations.arrayValue != nil && !names.contains(nil) && Set(names).count == names.count
      judgements.expect(
        .jwk3, isList && names.contains(needed) && (file == .privateSet || !names.contains("sign")),
        "`key_ops` in \(name) does not fit",
        expected: "an array of different strings with \"\(needed)\""
          + (file == .privateSet ? "" : " and without \"sign\"") + ", or no `key_ops`",
        observed: shown(operations, as: "key_ops"))
    }
    if key.members["use"] == nil, key.members["key_ops"] == nil {
      judgements.hold(.jwk3)
    }
  }

  /// KG-JWK-4 and KG-JWK-5: the values, and that the private one is where it belongs.
  private static func judgeValues(
    _ key: KeySetKey, _ file: KeyFile, _ name: String, into judgements: inout Judgements
  ) {
    judgeEncoding("x", of: key, name, into: &judgements)
    switch file {
    case .privateSet:
      if judgements.expect(
        .jwk5, key.members["d"] != nil, "\(name) holds no private value", expected: "a member `d`",
        observed: "no member `d`")
      {
        judgeEncoding("d", of: key, name, into: &judgements)
      }
    case .publicSet:
      // RFC 7518 §6.2.2, §6.3.2 and §6.4.1, RFC 8037 §2: every private member there is.
      let found = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].filter { key.members[$0] != nil }
      judgements.expect(
        .jwk5, found.isEmpty, "\(name) holds a private member", expected: "no private member",
        observed: "the members \(found.joined(separator: ", ")) (values not shown)")
    }
  }

  /// KG-JWK-4: 32 bytes in canonical unpadded base64url.
  private static func judgeEncoding(
    _ name: String, of key: KeySetKey, _ file: String, into judgements: inout Judgements
  ) {
    let expected = "32 bytes in canonical unpadded base64url (43 characters)"
    let message = "`\(name)` in \(file) is not 32 bytes in base64url"
    guard let text = key.text(name) else {
      let observed = key.members[name].map(shape) ?? "no member `\(name)`"
      return judgements.violate(.jwk4, message, expected: expected, observed: observed)
    }
    do {
      let bytes = try Base64URL.decode(text)
      judgements.expect(
        .jwk4, bytes.count == 32, message, expected: expected, observed: "\(bytes.count) bytes")
    } catch {
      judgements.violate(
        .jwk4, message, expected: expected, observed: "\(error), in a string of \(text.utf8.count) bytes")
    }
  }
}

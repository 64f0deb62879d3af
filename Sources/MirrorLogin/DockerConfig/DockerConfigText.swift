internal import YAML

/// The text of a Docker `config.json`, taken apart as far as login reads and edits it.
///
/// The places are of the bytes that it was read from.
struct DockerConfigText {
  let root: JSONObjectSpan
  let auths: JSONObjectSpan?
  let credHelpers: JSONObjectSpan?
  /// The places of the three members' values, of whatever kind they are.
  let authsValue: Range<Int>?
  let credHelpersValue: Range<Int>?
  let credsStoreValue: Range<Int>?

  /// Takes a text apart.
  ///
  /// - Returns: nothing for a text of white space only, which Docker takes for an empty configuration.
  /// - Throws: `LoginError` where it is not exactly one JSON object (RFC 8259), or one of the three members is there
  ///   twice or no object.
  static func read(
    _ bytes: UnsafeRawBufferPointer, path: String
  ) throws(LoginError) -> DockerConfigText? {
    guard !bytes.allSatisfy(JSONScanner.isWhiteSpace) else { return nil }
    var auths: JSONObjectSpan?
    var credHelpers: JSONObjectSpan?
    let root: JSONObjectSpan
    var scanner = JSONScanner(bytes)
    do throws(JSONDefect) {
      scanner.skipWhiteSpace()
      root = try scanner.readObject { (scanner, name) throws(JSONDefect) in
        guard scanner.next == UInt8(ascii: "{") else { return false }
        if scanner.isString(name, equalTo: "auths") {
          auths = try scanner.readObject()
        } else if scanner.isString(name, equalTo: "credHelpers") {
          credHelpers = try scanner.readObject()
        } else {
          return false
        }
        return true
      }
      scanner.skipWhiteSpace()
      guard scanner.next == nil else { throw scanner.failure("the end of the text") }
    } catch {
      throw LoginError(
        "\(path) is damaged and left as it is: \(error); mend it, or move it away")
    }
    let text = DockerConfigText(
      root: root, auths: auths, credHelpers: credHelpers,
      authsValue: try value("auths", root, scanner, path),
      credHelpersValue: try value("credHelpers", root, scanner, path),
      credsStoreValue: try value("credsStore", root, scanner, path))
    for (name, value, object) in [
      ("auths", text.authsValue, auths), ("credHelpers", text.credHelpersValue, credHelpers),
    ] {
      guard let value, object == nil, !isNull(value, bytes) else { continue }
      throw LoginError("\(path) is left as it is: its member \"\(name)\" is no object")
    }
    return text
  }

  static func isNull(_ value: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes[value.lowerBound] == UInt8(ascii: "n")
  }

  private static func value(
    _ name: String, _ object: JSONObjectSpan, _ scanner: JSONScanner, _ path: String
  ) throws(LoginError) -> Range<Int>? {
    var found: Range<Int>?
    for member in object.members where scanner.isString(member.name, equalTo: name) {
      guard found == nil else {
        throw LoginError("\(path) is left as it is: its member \"\(name)\" is there twice; remove one")
      }
      found = member.value
    }
    return found
  }

  // MARK: Helpers

  /// The credential helper that Docker would ask about a host.
  func helper(
    for host: String, _ bytes: UnsafeRawBufferPointer, path: String
  ) throws(LoginError) -> String? {
    let scanner = JSONScanner(bytes)
    var value: Range<Int>?
    if let credHelpers { value = try Self.value(host, credHelpers, scanner, path) }
    guard let value = value ?? credsStoreValue, bytes[value.lowerBound] == UInt8(ascii: "\"") else {
      return nil
    }
    let name = scanner.content(of: value).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    guard !name.isEmpty else { return nil }
    guard !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 <= 0x20 || $0 == 0x7F }) else {
      throw LoginError(
        "\(path) names the credential helper \"\(printable(name))\", which is no program's name")
    }
    return name
  }
}

package import StrictFormats

/// Why a token is refused.
package struct TokenError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The part of the token and what is wrong with it.
  package let description: String
}

/// A JWT in compact serialization (RFC 7515 §7.1, RFC 7519), parsed but not verified.
package struct Token: Sendable {
  /// The most bytes that a token may have: 1 MiB.
  package static let mostBytes = 1 << 20

  /// The `kid` of the header, by which the key is found.
  package let kid: String
  /// The claims, not to be believed before the signature is verified.
  package let claims: JSONValue
  /// What is signed: the first two parts with the dot between them.
  package let signedBytes: [UInt8]
  /// The signature, 64 bytes if right.
  package let signature: [UInt8]

  /// Parses a token and pins its algorithm to EdDSA.
  ///
  /// - Throws: `TokenError` for any form but the canonical one, for `alg` other than `EdDSA` (RFC 8037 §3.1), for
  ///   `crit` and `b64`, and for a header without `kid`.
  package init(_ text: [UInt8]) throws(TokenError) {
    guard text.count <= Self.mostBytes else {
      throw TokenError(description: "\(text.count) bytes are more than a token may have (\(Self.mostBytes))")
    }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw TokenError(description: "expected three parts between two dots, found \(parts.count)")
    }
    let header = try Self.object(parts[0], "header")
    try Self.checkHeader(header)
    guard let kid = header["kid"] else { throw TokenError(description: "header: no member \"kid\"") }
    guard let name = kid.stringValue else {
      throw TokenError(description: "header.kid: expected a string, found \(kid.kind)")
    }
    self.kid = name
    claims = try Self.object(parts[1], "claims")
    signedBytes = Array(text[..<parts[1].endIndex])
    signature = try Self.decode(parts[2], "signature")
    guard signature.count == 64 else {
      throw TokenError(description: "signature: \(signature.count) bytes instead of 64")
    }
  }

  private static func checkHeader(_ header: JSONValue) throws(TokenError) {
    guard let algorithm = header["alg"] else { throw TokenError(description: "header: no member \"alg\"") }
    guard let name = algorithm.stringValue else {
      throw TokenError(description: "header.alg: expected a string, found \(algorithm.kind)")
    }
    guard name == "EdDSA" else {
      throw TokenError(description: "header.alg: only \"EdDSA\" is accepted, found \(quoted(name))")
    }
    // Extensions that must be understood; none is (RFC 7515 §4.1.11, RFC 7797 §6).
    for name in ["crit", "b64"] where header[name] != nil {
      throw TokenError(description: "header.\(name): not supported, so the token is refused")
    }
    if let type = header["typ"], type.stringValue == nil {
      throw TokenError(description: "header.typ: expected a string, found \(type.kind)")
    }
  }

  private static func object(_ part: ArraySlice<UInt8>, _ name: String) throws(TokenError) -> JSONValue {
    let text = try decode(part, name)
    let value: JSONValue
    do throws(JSONSyntaxError) { value = try StrictJSON.read(text) } catch {
      throw TokenError(description: "\(name): not strict JSON: \(error)")
    }
    guard value.objectValue != nil else {
      throw TokenError(description: "\(name): expected an object, found \(value.kind)")
    }
    return value
  }

  private static func decode(_ part: ArraySlice<UInt8>, _ name: String) throws(TokenError) -> [UInt8] {
    do throws(Base64URLError) {
      return try Base64URL.decode(String(decoding: part, as: UTF8.self))
    } catch {
      throw TokenError(description: "\(name): not canonical base64url: \(error)")
    }
  }
}

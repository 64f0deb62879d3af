internal import Ed25519
internal import OpenSSLBackend
internal import SodiumBackend
internal import StrictFormats
internal import SystemSupport

/// A token taken apart, as far as it can be: each part is looked at by itself.
struct CompactToken {
  let text: [UInt8]
  let header: JSONValue?
  let claims: JSONValue?
  private let signature: [UInt8]?
  private let signed: [UInt8]
  /// Why it is no JWS in compact serialization; nothing when it is one.
  let flaw: String?

  init(_ text: [UInt8]) {
    self.text = text
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    func object(_ index: Int) -> JSONValue? {
      guard parts.indices.contains(index),
        let bytes = try? Base64URL.decode(String(decoding: parts[index], as: UTF8.self)),
        let value = try? StrictJSON.read(bytes), value.objectValue != nil
      else { return nil }
      return value
    }
    header = object(0)
    claims = object(1)
    signature = parts.count == 3 ? try? Base64URL.decode(String(decoding: parts[2], as: UTF8.self)) : nil
    signed = parts.count == 3 ? Array(text[..<parts[1].endIndex]) : []
    flaw =
      parts.count != 3
      ? "\(parts.count) parts instead of three"
      : header == nil
        ? "the header is no JSON object in canonical base64url"
        : claims == nil
          ? "the claims are no JSON object in canonical base64url"
          : signature?.count != 64 ? "the signature is not 64 bytes in canonical base64url" : nil
  }

  /// Which of the two libraries do not accept the signature.
  func rejections(by publicKey: [UInt8]) -> [String] {
    guard let signature, signature.count == 64 else { return ["nobody was asked"] }
    return ([SodiumBackend(), OpenSSLBackend()] as [any Ed25519Backend]).compactMap { backend in
      let accepts = (try? backend.verify(signature, of: signed, by: publicKey)) ?? false
      return accepts ? nil : backend.name
    }
  }

  /// Whether it is a token at all, made with one of some keys.
  func isSigned(byOneOf keys: [KeyMaterial]) -> Bool {
    flaw == nil && keys.contains { rejections(by: $0.publicKey).isEmpty }
  }
}

/// Finds tokens in any text, whatever it says of them.
enum TokenSearch {
  /// The encoding in which a token that one of the keys has signed stands in some bytes.
  static func encoding(in bytes: [UInt8], keys: [KeyMaterial]) -> String? {
    if holdsToken(bytes, keys) { return "as it is" }
    if bytes.contains(10), holdsToken(bytes.filter { $0 != 10 && $0 != 13 }, keys) {
      return "in several lines"
    }
    // Short texts hold no encoded token: the signature alone has 64 bytes.
    for run in bytes.split(whereSeparator: { !isLetter($0) }) where run.count >= 200 {
      let text = String(decoding: run, as: UTF8.self)
      if let decoded = SystemSupport.bytes(hex: text), holdsToken(decoded, keys) { return "in hex" }
      let letters = run.map {
        $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
      }
      for dropped in 0..<3 {
        let cut = letters.prefix(letters.count - dropped)
        guard let decoded = try? Base64URL.decode(String(decoding: cut, as: UTF8.self)) else { continue }
        if holdsToken(decoded, keys) { return "in base64" }
      }
    }
    return nil
  }

  private static func holdsToken(_ bytes: [UInt8], _ keys: [KeyMaterial]) -> Bool {
    guard bytes.contains(run: Array("eyJ".utf8)) else { return false }
    return bytes.split {
      !isLetter($0) && $0 != UInt8(ascii: ".") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
    }
    .contains { run in
      var text = Array(run)
      while text.last == UInt8(ascii: ".") { text.removeLast() }
      return text.count >= 150 && CompactToken(text).isSigned(byOneOf: keys)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}

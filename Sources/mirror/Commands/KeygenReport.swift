internal import MirrorReference

/// What `mirror keygen` prints on success.
struct KeygenReport {
  let keyID: String
  let thumbprint: String
  let paths: WrittenKeyPair

  init(pair: borrowing KeyPair, paths: WrittenKeyPair) {
    keyID = pair.keyID.text
    thumbprint = pair.thumbprint()
    self.paths = paths
  }

  func text(in format: KeygenRequest.Format) -> String {
    switch format {
    case .text:
      """
      ✔ private key set written to: \(paths.privateSet)
      ✔ public key set written to: \(paths.publicSet)

      """
    case .json:
      """
      {
        "kid": "\(keyID)",
        "thumbprint": "\(thumbprint)",
        "privateKeySet": \(Self.quoted(paths.privateSet)),
        "publicKeySet": \(Self.quoted(paths.publicSet))
      }

      """
    }
  }

  /// A JSON string (RFC 8259 §7).
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

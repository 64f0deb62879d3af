/// What a run of ASCII letters and digits looks like when a person or a program wrote it as a word.
enum PlainWord {
  private static let known: Set<String> = [
    "eddsa", "ed25519", "ed448", "x25519", "x448", "x509", "x86", "aarch64", "amd64", "sha256", "sha512",
    "base64",
    "base64url", "utf8", "utf16", "utf32", "pkcs8", "rfc7517", "rfc8037", "rfc9562", "jwk", "jwks",
    "libed25519",
    "uuid4", "uuid6", "python3", "openjdk17", "es256", "hs256", "rs256", "secp256k1", "oauth2", "i18n", "e2e",
  ]

  /// Whether a token is a word, a number of at most ten digits, an identifier of several words, or one that is known.
  static func matches(_ token: String) -> Bool {
    if known.contains(token.lowercased()) { return true }
    let bytes = Array(token.utf8)
    if bytes.allSatisfy(isDigit) { return bytes.count <= 10 }
    if isDayAndHour(bytes) { return true }
    let tail = bytes.reversed().prefix(while: isDigit).count
    let letters = bytes.dropLast(tail)
    return tail <= 3 && letters.allSatisfy { !isDigit($0) } && isIdentifier(letters)
  }

  /// Letters that change between small and capital as words written in one do: four letters a word or more.
  private static func isIdentifier(_ letters: ArraySlice<UInt8>) -> Bool {
    var lengths: [Int] = []
    var length = 0
    for index in letters.indices {
      let isCapital = isUpper(letters[index])
      let follows = index > letters.startIndex
      let startsAfterSmall = follows && isCapital && !isUpper(letters[index - 1])
      let startsAfterCapitals =
        follows && isCapital && index + 1 < letters.endIndex && !isUpper(letters[index + 1]) && length > 1
      if startsAfterSmall || startsAfterCapitals {
        lengths.append(length)
        length = 0
      }
      length += 1
    }
    lengths.append(length)
    return lengths.count == 1
      ? letters.count <= 24 : letters.count >= 4 * lengths.count && lengths.allSatisfy { $0 <= 14 }
  }

  /// The part of a time between its hyphens and its colons (RFC 3339).
  private static func isDayAndHour(_ bytes: [UInt8]) -> Bool {
    bytes.count == 5 && bytes[2] == UInt8(ascii: "T") && isDigit(bytes[0]) && isDigit(bytes[1])
      && isDigit(bytes[3])
      && isDigit(bytes[4])
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isUpper(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
  }
}

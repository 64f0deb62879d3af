internal import Ed25519
internal import Glibc
internal import YAML

/// Makes the tokens of a configuration's hosts.
package struct TokenSource {
  private let directory: ConfinedDirectory
  /// Whether a private key that group or others can read is put up with.
  private let allowsLooseKey: Bool
  /// Whether libcrypto must accept each signature.
  private let isVerified: Bool
  private let now: Int64
  // Hosts may share a key: it is read and checked once.
  private var keys: [(path: String, key: SigningKey)] = []

  /// - Parameter now: in seconds since 1970.
  package init(directory: ConfinedDirectory, allowsLooseKey: Bool, isVerified: Bool, now: Int64) {
    self.directory = directory
    self.allowsLooseKey = allowsLooseKey
    self.isVerified = isVerified
    self.now = now
  }

  /// Makes the token of a credential.
  ///
  /// - Parameter lifetime: in seconds; without one, the configured lifetime.
  /// - Throws: `LoginError` with the place in the configuration; nothing of a key or token is in it.
  package mutating func token(
    for credential: HostCredential, lifetime: Int64? = nil
  ) throws(LoginError) -> Token {
    let place = credential.place
    switch credential.source {
    case .keyFile(let path, let claims):
      return try sign(claims, with: try key(at: path, place), lifetime, place)
    case .keyText(let text, let claims):
      var copy = SecretBuffer()
      copy.append(text)
      let key = try copy.withUnsafeBytes { (bytes) throws(LoginError) in try read(bytes, "the key", place) }
      return try sign(claims, with: key, lifetime, place)
    case .text(let text):
      return try given(place, "the token", credential.username) { $0.append(text) }
    case .variable(let name):
      guard let value = getenv(name) else {
        throw LoginError("\(place): the environment variable \(printable(name)) is not set")
      }
      return try given(place, "the token", credential.username) {
        $0.append(UnsafeRawBufferPointer(start: value, count: strlen(value)))
      }
    case .file(let path):
      let content = try directory.read(try directory.open(path, place: place), name: path, place: place)
      return try given(place, directory.path(of: path), credential.username) { (raw: inout SecretBuffer) in
        raw.append(content)
      }
    case .cloudIdentity(let field, let provider):
      throw LoginError(
        "\(place): \(field) \"\(printable(provider))\" needs a cloud identity, which mirror does not ask for; "
          + "use jwkPath, jwkValue, value, fromPath or fromEnv")
    }
  }

  // MARK: Signed here

  private mutating func key(at path: String, _ place: String) throws(LoginError) -> SigningKey {
    // The one before is the likeliest.
    if let known = keys.last(where: { $0.path == path }) { return known.key }
    let shown = directory.path(of: path)
    let file = try directory.open(path, place: place)
    guard allowsLooseKey || file.status.st_mode & 0o077 == 0 else {
      close(file.descriptor)
      throw LoginError(
        "\(place): \(shown) has mode 0\(String(file.status.st_mode & 0o7777, radix: 8)), and others than its "
          + "owner may use the private key; run: chmod 600 \(shown)  (--allow-loose-key takes it as it is)")
    }
    let text = try directory.read(file, name: path, place: place)
    let key = try text.withUnsafeBytes { (bytes) throws(LoginError) in try read(bytes, shown, place) }
    keys.append((path, key))
    return key
  }

  private func read(
    _ text: UnsafeRawBufferPointer, _ name: String, _ place: String
  ) throws(LoginError) -> SigningKey {
    do throws(KeyDefect) { return try PrivateKeySet.read(text) } catch {
      throw LoginError("\(place): \(name) is refused: \(error.reason)")
    }
  }

  private func sign(
    _ claims: SignedClaims, with key: SigningKey, _ lifetime: Int64?, _ place: String
  ) throws(LoginError) -> Token {
    do throws(Ed25519Error) {
      let claims = try Claims(claims, lifetime: lifetime ?? claims.lifetime, now: now)
      return try TokenSigner.sign(claims, with: key, isVerified: isVerified)
    } catch {
      throw LoginError("\(place): the token cannot be signed: \(error)")
    }
  }

  // MARK: Given

  /// A token that somebody else has issued, without the white space around it.
  private func given(
    _ place: String, _ name: String, _ username: String?, _ fill: (inout SecretBuffer) -> Void
  ) throws(LoginError) -> Token {
    var raw = SecretBuffer()
    fill(&raw)
    var trimmed = SecretBuffer(capacity: raw.count)
    raw.withUnsafeBytes { bytes in
      let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
      let end = bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? bytes.endIndex
      trimmed.append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }
    let (isEmpty, isPrintable) = trimmed.withUnsafeBytes { bytes in
      // A password may hold blanks, a bearer token none.
      let lowest: UInt8 = username == nil ? 0x21 : 0x20
      let isText = String(validating: bytes, as: UTF8.self) != nil
      return (bytes.isEmpty, isText && bytes.allSatisfy { $0 >= lowest && $0 != 0x7F })
    }
    guard !isEmpty else { throw LoginError("\(place): \(name) is empty") }
    guard isPrintable else {
      throw LoginError(
        "\(place): \(name) holds what no token may: white space, a control character, or no UTF-8")
    }
    return Token(trimmed, claims: nil)
  }
}

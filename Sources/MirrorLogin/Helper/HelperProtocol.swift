internal import Glibc

/// Docker's credential helper protocol, answered by minting a token at each `get`.
package struct HelperProtocol {
  /// How long a minted token lives, in seconds.
  package static let lifetime: Int64 = 60
  /// What Docker takes for "no credential for this host", to the letter.
  package static let notFound = "credentials not found in native keychain"
  /// Longer inputs are no hosts, in bytes.
  private static let inputLimit = 1 << 16

  private let loaded: LoadedConfig

  package init(_ loaded: LoadedConfig) { self.loaded = loaded }

  /// The answer to `get`: a fresh pair for a host.
  ///
  /// - Parameters:
  ///   - server: the host as a client names it, perhaps with a scheme and a path.
  ///   - now: in seconds since 1970.
  /// - Returns: nothing when the configuration has no pair for the host.
  package func get(
    _ server: String, allowsLooseKey: Bool, now: Int64
  ) throws(LoginError) -> SecretBuffer? {
    let host = Self.host(of: server)
    guard let entry = loaded.config.hosts.first(where: { $0.host == host || $0.host == server }),
      let credential = entry.credential, let username = credential.username
    else { return nil }
    // Not verified by the second library: nothing is kept, and a wrong token is refused at once.
    var source = TokenSource(
      directory: loaded.directory, allowsLooseKey: allowsLooseKey, isVerified: false, now: now)
    let token = try source.token(for: credential, lifetime: Self.lifetime)
    var answer = SecretBuffer(capacity: 2048)
    answer.append(#"{"ServerURL":"#)
    answer.appendJSONString(server)
    answer.append(#","Username":"#)
    answer.appendJSONString(username)
    answer.append(#","Secret":"#)
    token.bytes.withUnsafeBytes { answer.appendJSONString($0) }
    answer.append("}\n")
    return answer
  }

  /// The answer to `list`: the hosts that it has pairs for, with their user names.
  package func list() -> SecretBuffer {
    var answer = SecretBuffer()
    var isFirst = true
    answer.append("{")
    for entry in loaded.config.hosts {
      guard let username = entry.credential?.username else { continue }
      if !isFirst { answer.append(",") }
      isFirst = false
      answer.appendJSONString(entry.host)
      answer.append(":")
      answer.appendJSONString(username)
    }
    answer.append("}\n")
    return answer
  }

  /// Reads the host that a client asks about from standard input.
  package static func readServer() throws(LoginError) -> String {
    let input: SecretBuffer
    do throws(ReadFailure) { input = try readAll(STDIN_FILENO, limit: inputLimit, expected: 256) } catch {
      throw LoginError("cannot read standard input: \(error.reason)", kind: error.kind)
    }
    let line = input.withUnsafeBytes { bytes in
      String(decoding: bytes.drop { $0 <= 0x20 }.prefix { $0 > 0x20 }, as: UTF8.self)
    }
    guard !line.isEmpty else { throw LoginError("no host is named on standard input") }
    return line
  }

  /// The host of a server's address, with its port: without scheme and path.
  static func host(of server: String) -> String {
    var rest = Substring(server)
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
    return String(rest.prefix { $0 != "/" })
  }
}

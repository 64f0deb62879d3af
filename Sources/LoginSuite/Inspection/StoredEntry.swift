internal import Crosscheck
internal import Glibc
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// What a Docker configuration holds for one host.
struct StoredEntry: CustomStringConvertible {
  private enum Content {
    case bearer(CompactToken)
    /// A user and, as the password, a token.
    case pair(CompactToken)
    case other(String)
    case nothing
  }

  /// The host, safe to be shown.
  private let host: String
  private let content: Content

  /// The entries below `auths`, in the order of the file.
  static func all(of document: JSONValue) -> [StoredEntry] {
    (document["auths"]?.objectValue ?? []).map { StoredEntry($0.name, $0.value) }
  }

  private init(_ host: String, _ entry: JSONValue) {
    self.host = HarmlessText.of(String(host.prefix(255)))
    if let text = entry["registrytoken"]?.stringValue {
      content = .bearer(CompactToken(Array(text.utf8)))
    } else if let token = Self.password(entry).flatMap({ Self.compact($0) }) {
      content = .pair(token)
    } else if entry["auth"] != nil || entry["password"] != nil {
      content = .other("a user and a password")
    } else if entry["identitytoken"] != nil {
      content = .other("an identity token")
    } else {
      content = .nothing
    }
  }

  /// The token, where the entry holds one that a `login` may have made.
  var token: CompactToken? {
    switch content {
    case .bearer(let token), .pair(let token): token
    case .other, .nothing: nil
    }
  }

  /// Whether whoever reads the entry can use it.
  var isSecret: Bool { if case .nothing = content { false } else { true } }

  var description: String {
    switch content {
    case .bearer(let token): "a token for \(host)\(Self.end(of: token))"
    case .pair(let token): "a user and a token for \(host)\(Self.end(of: token))"
    case .other(let what): "\(what) for \(host)"
    case .nothing: "nothing for \(host) itself"
    }
  }

  /// Judges the token by itself, and by the keys of public sets where there are any.
  func judge(by keys: [KeySet.Key], into judgements: inout Judgements) {
    guard let token else { return }
    token.judge(for: host, by: keys, into: &judgements)
  }

  private static func end(of token: CompactToken) -> String {
    guard let seconds = token.seconds("exp") else { return "" }
    let words = seconds > Double(time(nil)) ? "that is valid until" : "that expired at"
    return " \(words) \(Timestamp.text(Int64(max(-9e15, min(9e15, seconds)))))"
  }

  /// The password of an entry, as `auth` or in a member of its own.
  private static func password(_ entry: JSONValue) -> [UInt8]? {
    if let text = entry["auth"]?.stringValue {
      let letters = text.replacing("+", with: "-").replacing("/", with: "_")
      let end = letters.lastIndex { $0 != "=" }.map { letters.index(after: $0) } ?? letters.startIndex
      guard let pair = try? Base64URL.decode(String(letters[..<end])),
        let colon = pair.firstIndex(of: UInt8(ascii: ":"))
      else { return nil }
      return Array(pair[(colon + 1)...])
    }
    return entry["password"]?.stringValue.map { Array($0.utf8) }
  }

  /// Other passwords than tokens are nobody's business here.
  private static func compact(_ text: [UInt8]) -> CompactToken? {
    let token = CompactToken(text)
    return token.header == nil ? nil : token
  }
}

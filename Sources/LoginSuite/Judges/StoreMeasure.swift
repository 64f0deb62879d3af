internal import StrictFormats
internal import SystemSupport

/// What a run without a fault leaves in `config.json`: the measure for "new and complete" (rule J3).
package struct StoreMeasure: Sendable {
  private let rest: JSONValue?
  private let hosts: [String]
  private let kind: CredentialSuite.Kind
  private let hasToken: Bool
  /// New names that the run leaves.
  let usual: Set<String>

  init(_ content: [UInt8]?, hosts: [String], kind: CredentialSuite.Kind, usual: Set<String>) {
    let stored = content.flatMap { StoredConfiguration($0) }
    rest = stored?.without(hosts)
    hasToken = hosts.allSatisfy { stored?.token($0) != nil }
    self.hosts = hosts
    self.kind = kind
    self.usual = usual
  }

  /// Why some content is not new and complete; nothing when it is.
  ///
  /// - Parameter setting: of the run that is to have made it.
  func flaw(of content: [UInt8], _ setting: Setting) -> String? {
    guard let stored = StoredConfiguration(content) else {
      return StoredConfiguration.flaw(of: content) ?? "no JSON object"
    }
    if let rest {
      let lost = JSONComparison.losses(from: rest, to: stored.without(hosts))
      if !lost.isEmpty { return "a configuration without \(list(lost, limit: 3))" }
    }
    for host in hosts {
      guard let entry = stored.entry(host) else { return "a configuration without the entry of \(host)" }
      if kind == .store {
        let secret = SecretForms(Array(setting.secret.utf8), name: "the secret")
        if secret.encoding(in: Array(entry.serialized(pretty: false).utf8)) == nil {
          return "an entry of \(host) without the secret"
        }
      } else if hasToken {
        guard let token = stored.token(host), !token.isEmpty else {
          return "an entry of \(host) without a token"
        }
      }
    }
    return nil
  }
}

/// What `config.json` held at a moment, compared with what it may hold.
enum StoreState: Equatable {
  case old
  case new
  case other(String)

  /// - Parameters:
  ///   - content: nil when there was no file.
  ///   - old: what was there before the run.
  init(_ content: [UInt8]?, old: [UInt8]?, _ measure: StoreMeasure, _ setting: Setting) {
    if content == old {
      self = .old
    } else if let content {
      self = measure.flaw(of: content, setting).map { .other($0) } ?? .new
    } else {
      self = .other("missing")
    }
  }

  var isOther: Bool { if case .other = self { true } else { false } }
}

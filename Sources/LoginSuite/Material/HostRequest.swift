/// What a configuration asks for one host.
package struct HostRequest: Sendable, Equatable {
  var host: String
  var key: KeyMaterial
  /// The field `jwkPath`.
  var keyPath = "./keys/registry/privkey.json"
  var issuer: String? = "https://my-issuer.example"
  var subject: String? = "ci-pusher"
  var audience: String?
  /// The field `exp`.
  var lifetime = "8760h"
  /// The same in seconds.
  var seconds: Int64 = 8760 * 3600
  /// Further lines of the credential, and of the host.
  var credentialLines: [String] = []
  var hostLines: [String] = []

  init(_ host: String, _ key: KeyMaterial) {
    self.host = host
    self.key = key
  }

  func with(_ change: (inout HostRequest) -> Void) -> HostRequest {
    var copy = self
    change(&copy)
    return copy
  }

  /// The host as an item of the list `hosts`, in block style.
  var yaml: String {
    var lines = ["  - host: \(host)"] + hostLines.map { "    " + $0 }
    lines.append("    credential:")
    var fields = ["jwkPath: \(keyPath)"]
    if let issuer { fields.append("iss: \(issuer)") }
    if let subject { fields.append("sub: \(subject)") }
    if let audience { fields.append("aud: \(audience)") }
    fields.append("exp: \(lifetime)")
    lines += (fields + credentialLines).map { "      " + $0 }
    return lines.map { $0 + "\n" }.joined()
  }
}

/// The text of a configuration.
enum ConfigurationText {
  static let apiVersion = "mirror.plugin.fluxcd.io/v1beta1"

  /// A configuration of some hosts.
  ///
  /// - Parameter topLines: further lines before `hosts`.
  static func of(
    _ hosts: [HostRequest], kind: String = "Config", topLines: [String] = []
  ) -> String {
    "apiVersion: \(apiVersion)\nkind: \(kind)\n" + topLines.map { $0 + "\n" }.joined() + "hosts:\n"
      + hosts.map(\.yaml).joined()
  }

  /// The listing of the document, word for word.
  ///
  /// - Parameter withAudience: whether the line of `aud` is no comment.
  static func document(withAudience: Bool = false) -> String {
    """
    # config.yaml
    apiVersion: mirror.plugin.fluxcd.io/v1beta1
    kind: Config
    hosts:
      - host: registry.example.com
        credential:
          jwkPath: ./keys/registry/privkey.json
          iss: https://my-issuer.example
          sub: ci-pusher
          \(withAudience ? "" : "# ")aud: registry.example.com   # optional, defaults to the host
          exp: 8760h                     # ~1 year

    """
  }
}

/// What is to become of one host in the Docker configuration.
package struct CredentialEntry {
  /// What is stored.
  package enum Value {
    /// `registrytoken`: a bearer token.
    case bearer(Token)
    /// `auth`: base64 of `username:token`.
    case pair(username: String, Token)
    /// Nothing: a credential helper holds it, and what the file held for the host goes.
    case helper
  }

  package let host: String
  package let value: Value
  /// The credential helper that `credHelpers` is to name for the host, if any.
  package let helper: String?

  package init(host: String, value: Value, helper: String? = nil) {
    self.host = host
    self.value = value
    self.helper = helper
  }
}

extension CredentialEntry {
  /// The members of an entry of `auths` that hold credentials; the new one replaces them all.
  static let credentialMembers = ["auth", "username", "password", "identitytoken", "registrytoken"]

  /// The member that is stored.
  var member: String? {
    switch value {
    case .bearer: "registrytoken"
    case .pair: "auth"
    case .helper: nil
    }
  }

  /// Appends the JSON value of that member.
  func appendValue(to buffer: inout SecretBuffer) {
    switch value {
    case .bearer(let token): token.bytes.withUnsafeBytes { buffer.appendJSONString($0) }
    case .pair(let username, let token):
      var pair = SecretBuffer()
      pair.append(username)
      pair.append(UInt8(ascii: ":"))
      pair.append(token.bytes)
      buffer.append(UInt8(ascii: "\""))
      pair.withUnsafeBytes { buffer.appendBase64($0) }
      buffer.append(UInt8(ascii: "\""))
    case .helper: break
    }
  }
}

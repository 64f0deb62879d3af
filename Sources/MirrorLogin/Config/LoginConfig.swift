/// What a configuration file says about registry hosts.
package struct LoginConfig: Sendable, Equatable {
  /// In the order of the file; never empty.
  package let hosts: [HostEntry]
}

/// One registry host and the credential for it.
package struct HostEntry: Sendable, Equatable {
  /// The host, with a port where it has one, as the Docker configuration names it.
  package let host: String
  /// Nothing where the entry only settles how to talk to the host.
  package let credential: HostCredential?
  /// Where the entry is, such as `config.yaml:7: hosts[1]`.
  package let place: String
}

/// Where a host's credential comes from, and how it is presented.
package struct HostCredential: Sendable, Equatable {
  /// The one source of the token.
  package enum Source: Sendable, Equatable {
    /// A private key in a file, by which a token is signed.
    case keyFile(String, SignedClaims)
    /// A private key in the configuration itself.
    case keyText(String, SignedClaims)
    /// A token in the configuration itself.
    case text(String)
    /// A token in a file.
    case file(String)
    /// A token in an environment variable.
    case variable(String)
    /// A cloud's identity, which this program does not ask for.
    case cloudIdentity(field: String, provider: String)
  }

  package let source: Source
  /// With a user name the token is the password of a pair; without, a bearer token.
  package let username: String?
  /// Where the source is given, such as `config.yaml:9: hosts[1].credential.jwkPath`.
  package let place: String
}

/// The claims that a configuration settles (RFC 7519 §4.1).
package struct SignedClaims: Sendable, Equatable {
  package let issuer: String
  package let subject: String
  /// Never empty.
  package let audiences: [String]
  /// In seconds, at least 1.
  package let lifetime: Int64
}

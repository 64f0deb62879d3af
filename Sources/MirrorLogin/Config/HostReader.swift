internal import YAML

/// Reads one entry of `hosts`.
struct HostReader {
  private static let hostFields = ["host", "credential", "tls", "maxChunkSize", "provider"]
  private static let sources = ["jwkPath", "jwkValue", "value", "fromPath", "fromEnv", "provider"]
  private static let registries = ["ecr", "acr", "gar"]

  let fields: FieldReader
  let version: ConfigReader.Version

  func entry() throws(LoginError) -> HostEntry {
    // v1beta2 has the user name in the credential only.
    try fields.refuseUnknown(version == .v1beta1 ? Self.hostFields + ["username"] : Self.hostFields)
    let host = try host()
    let credential = try credential(host)
    let provider = try fields.string("provider").flatMap { $0 == "generic" ? nil : $0 }
    if let provider {
      guard Self.registries.contains(provider) else {
        throw fields.failure(
          "provider", "expected generic, ecr, acr or gar, found \"\(printable(provider))\"")
      }
      guard credential == nil else {
        throw fields.failure("provider", "excludes a credential; remove one of them")
      }
      let source = HostCredential.Source.cloudIdentity(field: "provider", provider: provider)
      return HostEntry(
        host: host,
        credential: HostCredential(source: source, username: nil, place: fields.place(of: "provider")),
        place: fields.place(of: "host"))
    }
    try checkTransport(isOnly: credential == nil)
    return HostEntry(host: host, credential: credential, place: fields.place(of: "host"))
  }

  private func host() throws(LoginError) -> String {
    guard let host = try fields.string("host") else { throw fields.failure("host", "is missing") }
    let isHost = host.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F].contains(byte)
    }
    guard isHost else {
      let hint = host.contains("/") ? "; leave out the scheme and the path" : ""
      throw fields.failure(
        "host",
        "expected a host such as registry.example.com or localhost:5000, found \"\(printable(host))\"\(hint)")
    }
    return host
  }

  /// Checks what login ignores: how to talk to the host.
  private func checkTransport(isOnly: Bool) throws(LoginError) {
    let tls = fields.node("tls")
    if let tls, case .mapping = tls.content {
    } else if let tls {
      throw fields.failure("tls", "expected a mapping, found \(tls.kind)")
    }
    let chunk = fields.node("maxChunkSize")
    if let chunk {
      guard case .scalar(let text, true) = chunk.content, UInt32(text) != nil else {
        throw fields.failure("maxChunkSize", "expected a whole number of KiB")
      }
    }
    if isOnly, tls == nil, chunk == nil {
      throw fields.failure("credential", "is missing; a host needs a credential, tls or maxChunkSize")
    }
    if isOnly, version == .v1beta1, fields.node("username") != nil {
      throw fields.failure("username", "belongs to a credential, and there is none")
    }
  }

  // MARK: Credential

  private func credential(_ host: String) throws(LoginError) -> HostCredential? {
    guard let node = fields.node("credential") else { return nil }
    let own = try FieldReader(node, path: fields.path(of: "credential"), file: fields.file)
    let names = version == .v1beta1 ? ClaimNames.v1beta1 : ClaimNames.v1beta2
    var known = Self.sources + names.all + ["username"]
    if version == .v1beta2 { known += ["type", "envelope"] }
    try own.refuseUnknown(known)
    if version == .v1beta2 { try checkType(own) }
    let given = Self.sources.filter { own.node($0) != nil }
    guard given.count == 1, let name = given.first, let text = try own.string(name) else {
      let found = given.isEmpty ? "none" : given.joined(separator: " and ")
      let place = given.last ?? "credential"
      let reason =
        "expected exactly one of \(Self.sources.joined(separator: ", ")), found \(found)"
      throw given.isEmpty ? fields.failure(place, reason) : own.failure(place, reason)
    }
    let source = try source(name, text, own, names, host)
    return HostCredential(source: source, username: try username(own), place: own.place(of: name))
  }

  private func checkType(_ own: FieldReader) throws(LoginError) {
    guard let type = try own.string("type") else {
      throw own.failure("type", "is missing; set it to jwt")
    }
    guard type == "jwt" else { throw own.failure("type", "expected \"jwt\", found \"\(printable(type))\"") }
    if own.node("envelope") != nil {
      throw own.failure("envelope", "is not supported: the token is stored as it is")
    }
  }

  private func username(_ own: FieldReader) throws(LoginError) -> String? {
    let beside = version == .v1beta1 ? try fields.string("username") : nil
    let inside = try own.string("username")
    if beside != nil, inside != nil {
      throw own.failure("username", "is given beside the host, too; remove one of them")
    }
    guard let username = beside ?? inside else { return nil }
    let reader = inside == nil ? fields : own
    guard !username.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw reader.failure("username", "holds a control character")
    }
    // RFC 7617 §2: the first colon ends the user name.
    guard !username.utf8.contains(UInt8(ascii: ":")) else {
      throw reader.failure("username", "must not hold a colon")
    }
    return username
  }

  private func source(
    _ name: String, _ text: String, _ own: FieldReader, _ names: ClaimNames, _ host: String
  ) throws(LoginError) -> HostCredential.Source {
    switch name {
    case "jwkPath": return .keyFile(text, try claims(own, names, host))
    case "jwkValue": return .keyText(text, try claims(own, names, host))
    case "provider": return .cloudIdentity(field: "credential.provider", provider: text)
    default: break
    }
    for claim in names.all where own.node(claim) != nil {
      throw own.failure(claim, "goes with jwkPath or jwkValue only: the token of \(name) is stored as it is")
    }
    switch name {
    case "value":
      guard isOneLine(text) else { throw own.failure(name, "holds white space or a control character") }
      return .text(text)
    case "fromPath": return .file(text)
    default: return .variable(text)
    }
  }

  private func claims(
    _ own: FieldReader, _ names: ClaimNames, _ host: String
  ) throws(LoginError) -> SignedClaims {
    guard let issuer = try own.string(names.issuer) else {
      throw own.failure(names.issuer, "is missing; jwkPath and jwkValue need it")
    }
    guard let subject = try own.string(names.subject) else {
      throw own.failure(names.subject, "is missing; jwkPath and jwkValue need it")
    }
    let audiences =
      switch version {
      case .v1beta1: try own.string(names.audience).map { [$0] }
      case .v1beta2: try own.strings(names.audience)
      }
    if audiences?.isEmpty == true { throw own.failure(names.audience, "names nobody") }
    return SignedClaims(
      issuer: issuer, subject: subject, audiences: audiences ?? [host], lifetime: try lifetime(own, names))
  }

  /// The lifetime in whole seconds: registries refuse an `exp` with a fraction.
  private func lifetime(_ own: FieldReader, _ names: ClaimNames) throws(LoginError) -> Int64 {
    guard let node = own.node(names.lifetime) else { return 60 }
    guard case .scalar(let text, _) = node.content, node.kind != "null" else {
      throw own.failure(names.lifetime, "expected a duration such as 8760h, 1h30m or 90s, found \(node.kind)")
    }
    guard let duration = GoDuration(text) else {
      throw own.failure(
        names.lifetime,
        "\"\(printable(text))\" is no duration; expected numbers with units, such as 8760h, 1h30m or 90s")
    }
    guard duration.nanoseconds > 0 else {
      throw own.failure(names.lifetime, "\"\(printable(text))\" is no positive duration")
    }
    return duration.secondsRoundedUp
  }
}

/// What the claims are called in a version of the configuration.
private struct ClaimNames {
  static let v1beta1 = ClaimNames(issuer: "iss", subject: "sub", audience: "aud", lifetime: "exp")
  static let v1beta2 = ClaimNames(
    issuer: "issuer", subject: "subject", audience: "audiences", lifetime: "expiration")

  let issuer: String
  let subject: String
  let audience: String
  let lifetime: String

  var all: [String] { [issuer, subject, audience, lifetime] }
}

/// Whether a token is one that a client can send: no white space, no control character.
func isOneLine(_ token: String) -> Bool { !token.utf8.contains { $0 <= 0x20 || $0 == 0x7F } }

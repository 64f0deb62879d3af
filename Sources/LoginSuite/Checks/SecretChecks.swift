internal import FaultInjection
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// LG-SEC-1 and LG-SEC-2: where the token and the private value must not be.
enum SecretChecks {
  /// What a run must keep to itself: what was known before it, and the tokens that it stored.
  static func secrets(_ setting: Setting, _ stored: StoredConfiguration?) -> [SecretForms] {
    guard setting.suite.kind == .login else { return setting.secrets }
    let tokens = setting.hosts.compactMap { stored?.token($0.host) }.filter { $0.utf8.count >= 32 }
    return setting.secrets + tokens.map { SecretForms(Array($0.utf8), name: "the token") }
  }

  /// Judges both streams and every file of the sandbox.
  ///
  /// - Parameters:
  ///   - stored: what the run left.
  ///   - moment: the fault, if the run met one.
  ///   - isExempt: whether a path is no matter of the judgement.
  static func judge(
    _ observation: Observation, _ setting: Setting, _ stored: StoredConfiguration?, moment: String? = nil,
    judgesFiles: Bool = true, isExempt: (String) -> Bool = { _ in false }, into judgements: inout Judgements
  ) {
    let secrets = secrets(setting, stored)
    for (name, bytes) in [
      ("standard output", observation.result.standardOutput),
      ("standard error", observation.result.standardError),
    ] {
      let found = find(secrets, setting.keys, in: bytes)
      judgements.expect(
        .sec1, found == nil, "\(found?.name ?? "") is on \(name)", moment: moment,
        expected: "neither the token nor the private value on standard output or standard error",
        observed: "\(found?.name ?? "") \(found?.encoding ?? "") in \(bytes.count) bytes of \(name)")
    }
    guard judgesFiles else { return }
    let leak = leak(observation, setting, secrets, isExempt)
    judgements.expect(
      .sec2, leak == nil, "\(leak?.name ?? "") is in another file", moment: moment,
      expected: "the token in config.json and the private value in the private set only",
      observed: "\(leak?.name ?? "") \(leak?.encoding ?? "") in \(leak?.path ?? "")")
  }

  /// A secret that stands in some bytes.
  static func find(
    _ secrets: [SecretForms], _ keys: [KeyMaterial], in bytes: [UInt8]
  ) -> (name: String, encoding: String)? {
    if bytes.count < 16 { return nil }
    for secret in secrets {
      if let encoding = secret.encoding(in: bytes) { return (secret.name, encoding) }
    }
    if keys.isEmpty { return nil }
    return TokenSearch.encoding(in: bytes, keys: keys).map { ("a token", $0) }
  }

  private static func leak(
    _ observation: Observation, _ setting: Setting, _ secrets: [SecretForms], _ isExempt: (String) -> Bool
  ) -> (name: String, encoding: String, path: String)? {
    let configPaths = Self.configPaths(observation, setting)
    for (path, entry) in observation.after.entries.sorted(by: { $0.key < $1.key }) where !isExempt(path) {
      // What the suite itself has put there is as it was.
      if let before = observation.before[path], before.isUntouched(since: entry) { continue }
      if let found = find(secrets, setting.keys, in: entry.attributes) {
        return (found.name, found.encoding, "an extended attribute of \(path)")
      }
      let name = path.split(separator: "/").last.map { Array($0.utf8) } ?? []
      if let found = find(secrets, setting.keys, in: name) {
        return (found.name, found.encoding, "a name in \(path.dropLast(name.count))")
      }
      if case .symbolicLink(let target) = entry.kind,
        let found = find(secrets, setting.keys, in: Array(target.utf8))
      {
        return (found.name, found.encoding, "what the link \(path) leads to")
      }
      guard let content = entry.content, !content.isEmpty else { continue }
      let own = configPaths.contains(path) ? secrets.filter { $0.name == "the private value" } : secrets
      let keys = configPaths.contains(path) ? [] : setting.keys
      if let found = find(own, keys, in: content) { return (found.name, found.encoding, path) }
    }
    return nil
  }

  /// `config.json` of either Docker configuration directory, and what it leads to.
  private static func configPaths(_ observation: Observation, _ setting: Setting) -> Set<String> {
    // In which of the two directories it belongs, is LG-STORE-1's.
    var paths = Set([Place.environment, .home].map { $0.directory + "/" + Setting.configName })
    let root = observation.sandbox.root + "/"
    if let target = FileSystem.resolve(observation.sandbox.path(setting.configPath)), target.hasPrefix(root) {
      paths.insert(String(target.dropFirst(root.count)))
    }
    return paths
  }
}

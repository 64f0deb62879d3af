internal import Glibc
internal import MirrorReference
internal import YAML

/// Makes the tokens of a configuration's hosts and stores them.
package struct Login: Sendable {
  /// What is asked for beside the configuration.
  package struct Options: Sendable, Equatable {
    /// The hosts to log in to; all where it is empty.
    package var hosts: [String] = []
    /// Whether pairs are stored in the file although a credential helper is configured.
    package var isPlaintext = false
    /// Whether the credential helper of this program is entered instead of a token.
    package var entersHelper = false
    /// Whether everything is done but storing.
    package var isDryRun = false
    /// Whether a private key that others can read is put up with.
    package var allowsLooseKey = false

    package init() {}
  }

  /// The name of this program's own credential helper.
  package static let ownHelper = "mirror"

  private let options: Options
  private let store: DockerConfigStore

  package init(options: Options, store: DockerConfigStore) {
    self.options = options
    self.store = store
  }

  /// Prepares everything: no host is stored when one is refused.
  ///
  /// - Parameter now: in seconds since 1970.
  /// - Throws: `LoginError`; nothing is changed then.
  package func prepare(_ loaded: LoadedConfig, now: Int64) throws(LoginError) -> PreparedLogin {
    let chosen = try chosen(loaded.config)
    let helpers = try store.helpers(for: chosen.map(\.host), calls: KernelCalls())
    var source = TokenSource(
      directory: loaded.directory, allowsLooseKey: options.allowsLooseKey, isVerified: true, now: now)
    var steps: [LoginStep] = []
    for (entry, helper) in zip(chosen, helpers) {
      guard let credential = entry.credential else {
        steps.append(LoginStep(host: entry.host, action: .skip("there is no credential to store")))
        continue
      }
      // Signed also where nothing is stored: what could not be signed later is refused now.
      let token = try source.token(for: credential)
      steps.append(LoginStep(host: entry.host, action: action(credential, token, helper)))
    }
    return PreparedLogin(steps: steps, path: store.path)
  }

  private func action(_ credential: HostCredential, _ token: Token, _ helper: String?) -> LoginStep.Action {
    guard let username = credential.username else {
      // Helpers know pairs only.
      return options.entersHelper
        ? .skip("without a username no credential helper can serve it")
        : .store(.bearer(token))
    }
    if options.entersHelper { return .enterHelper(token.claims) }
    guard !options.isPlaintext, let helper else { return .store(.pair(username: username, token)) }
    if helper == Self.ownHelper { return .skip("the credential helper \"\(helper)\" mints its tokens") }
    return .delegate(HelperProgram(helper), username: username, token)
  }

  private func chosen(_ config: LoginConfig) throws(LoginError) -> [HostEntry] {
    guard !options.hosts.isEmpty else { return config.hosts }
    for host in options.hosts where !config.hosts.contains(where: { $0.host == host }) {
      let known = config.hosts.prefix(20).map(\.host)
      let near = Suggestion.nearest(to: host, among: known).map { "; did you mean \($0)?" }
      throw LoginError(
        "--host \(printable(host)): the configuration names no such host"
          + (near ?? "; it names \(known.joined(separator: ", "))"))
    }
    return config.hosts.filter { options.hosts.contains($0.host) }
  }

  /// Stores what has been prepared.
  ///
  /// - Parameter calls: the system calls of the file's transaction.
  package func run(_ login: PreparedLogin, calls: some StoreCalls) throws(LoginError) {
    let entries = login.steps.compactMap(\.entry)
    guard !entries.isEmpty else { return }
    try store.store(entries, calls: calls)
  }

  /// Hands the credentials that belong to helpers to them.
  package func callHelpers(_ login: PreparedLogin) throws(LoginError) {
    for step in login.steps {
      guard case .delegate(let helper, let username, let token) = step.action else { continue }
      try helper.store(host: step.host, username: username, token: token)
    }
  }
}

/// What is to be done for one host.
package struct LoginStep {
  package enum Action {
    /// Nothing, and why.
    case skip(String)
    /// The file holds the credential.
    case store(CredentialEntry.Value)
    /// A credential helper holds it.
    case delegate(HelperProgram, username: String, Token)
    /// This program's credential helper mints it when it is asked for.
    case enterHelper(Claims?)
  }

  package let host: String
  package let action: Action

  /// What becomes of the host in the Docker configuration.
  var entry: CredentialEntry? {
    switch action {
    case .skip: nil
    case .store(let value): CredentialEntry(host: host, value: value)
    case .delegate: CredentialEntry(host: host, value: .helper)
    case .enterHelper: CredentialEntry(host: host, value: .helper, helper: Login.ownHelper)
    }
  }

  /// The claims of the token that is stored, where they are known.
  package var claims: Claims? {
    switch action {
    case .skip: nil
    case .store(.bearer(let token)), .store(.pair(_, let token)), .delegate(_, _, let token): token.claims
    case .store(.helper): nil
    case .enterHelper: nil
    }
  }
}

/// Everything that a login is going to do.
package struct PreparedLogin {
  /// In the order of the configuration.
  package let steps: [LoginStep]
  /// The Docker configuration, as the user would write it.
  package let path: String
}

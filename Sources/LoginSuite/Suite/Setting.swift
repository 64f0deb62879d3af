package import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// How the Docker configuration directory is named to a run.
enum Place: Sendable, Equatable {
  /// By DOCKER_CONFIG (and REGISTRY_AUTH_FILE).
  case environment
  /// By HOME alone.
  case home

  /// Relative to the sandbox's root.
  var directory: String { self == .environment ? "elsewhere/docker" : "home/.docker" }
}

/// One run: what is asked for, where the files are, and how the command is called.
struct Setting: Sendable {
  static let configName = "config.json"

  var suite: CredentialSuite
  /// For the suite `login`.
  var hosts: [HostRequest] = []
  /// For the suite `store`.
  var host = ""
  var secret = ""
  /// The configuration's path relative to the sandbox's root, and how it is given.
  var configuration = "work/config.yaml"
  var configurationArgument: String?
  /// Its text, where it is not made of the hosts.
  var configurationText: String?
  /// Relative to the sandbox's root.
  var workingDirectory = "work"
  var place = Place.environment
  /// The file that `config.json` leads to, relative to the sandbox's root, where it is a link.
  var watchedPath: String?
  /// Further variables, as `NAME=value`.
  var environment: [String] = []
  var leading: [String] = []
  var trailing: [String] = []
  var umask: UInt32 = 0o022
  var fileSizeLimit: Int64?
  var openFilesLimit: Int64?
  var obeysPermissions = false

  init(_ suite: CredentialSuite, _ change: (inout Setting) throws(CaseFailure) -> Void = { _ in })
    throws(CaseFailure)
  {
    self.suite = suite
    switch suite.kind {
    case .login: hosts = [HostRequest(suite.hosts[0], try KeyMaterial(1))]
    case .store:
      host = suite.hosts[0]
      secret = suite.secret(1)
    }
    try change(&self)
  }

  /// The Docker configuration directory, relative to the sandbox's root.
  var directory: String { place.directory }
  var configPath: String { directory + "/" + Self.configName }

  /// The names of all hosts that the run stores something for.
  var hostNames: [String] { suite.kind == .login ? hosts.map(\.host) : [host] }

  /// The same run for another host of the suite.
  ///
  /// - Parameter number: from 0.
  func forHost(_ number: Int) throws(CaseFailure) -> Setting {
    var copy = self
    let name = suite.hosts[number % suite.hosts.count]
    switch suite.kind {
    case .login:
      let key = try KeyMaterial(100 + UInt64(number))
      copy.hosts = [HostRequest(name, key).with { $0.keyPath = "./keys/\(number)/privkey.json" }]
      copy.configuration = "work/config-\(number).yaml"
    case .store:
      copy.host = name
      copy.secret = suite.secret(100 + number)
    }
    return copy
  }

  // MARK: Files

  /// Writes the configuration and the keys.
  func place(in sandbox: Sandbox) throws(FileSystem.Failure) {
    guard suite.kind == .login else { return }
    for request in hosts {
      let path = Self.directoryPart(of: configuration) + "/" + Self.tidy(request.keyPath)
      // A path that leads elsewhere is the business of the case.
      guard !path.contains("..") && !request.keyPath.hasPrefix("/") else { continue }
      try Self.makeDirectories(path, in: sandbox)
      if FileSystem.exists(sandbox.path(path)) { continue }
      try FileSystem.write(sandbox.path(path), request.key.privateSet, mode: 0o600)
      let publicPath = Self.directoryPart(of: path) + "/pubkey.json"
      if !FileSystem.exists(sandbox.path(publicPath)) {
        try FileSystem.write(sandbox.path(publicPath), request.key.publicSet, mode: 0o644)
      }
    }
    try Self.makeDirectories(configuration, in: sandbox)
    let text = configurationText ?? ConfigurationText.of(hosts)
    if !FileSystem.exists(sandbox.path(configuration)) {
      try FileSystem.write(sandbox.path(configuration), Array(text.utf8))
    }
  }

  /// Makes the directories on the way to a path.
  static func makeDirectories(_ path: String, in sandbox: Sandbox) throws(FileSystem.Failure) {
    for directory in ancestors(of: path).sorted() where !FileSystem.exists(sandbox.path(directory)) {
      try FileSystem.makeDirectory(sandbox.path(directory))
    }
  }

  private static func directoryPart(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  private static func tidy(_ path: String) -> String {
    path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }

  // MARK: The call

  func invocation(in sandbox: Sandbox) -> Invocation {
    var invocation = Invocation(directory: directory)
    invocation.files = [WatchedFile(.config, at: sandbox.path(watchedPath ?? configPath), .replaced)]
    if place == .environment {
      invocation.environment = ["DOCKER_CONFIG=\(sandbox.path(directory))"]
      if suite.kind == .store {
        invocation.environment.append("REGISTRY_AUTH_FILE=\(sandbox.path(configPath))")
      }
    }
    invocation.environment += environment
    switch suite.kind {
    case .login:
      let given =
        configurationArgument ?? "./" + String(configuration.split(separator: "/").last ?? "config.yaml")
      invocation.arguments = leading + ["-f", given] + trailing
    case .store:
      invocation.input = Array((secret + "\n").utf8)
      invocation.replacements = [
        "{config}": sandbox.path(configPath), "{host}": host, "{user}": CredentialSuite.user,
      ]
    }
    invocation.workingDirectory = sandbox.path(workingDirectory)
    invocation.umask = umask
    invocation.fileSizeLimit = fileSizeLimit
    invocation.openFilesLimit = openFilesLimit
    invocation.obeysPermissions = obeysPermissions
    return invocation
  }

  // MARK: Secrets

  /// What must be nowhere but where it belongs, as far as it is known before the run.
  var secrets: [SecretForms] {
    switch suite.kind {
    case .login: hosts.map { SecretForms($0.key.seed, name: "the private value") }
    case .store: [SecretForms(Array(secret.utf8), name: "the secret")]
    }
  }

  var keys: [KeyMaterial] { hosts.map(\.key) }
}

extension FileLabel {
  package static let config = FileLabel("config")
}

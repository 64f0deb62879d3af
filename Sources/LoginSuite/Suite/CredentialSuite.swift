package import FaultInjection
package import SpecHarness
internal import SystemSupport

/// The suites for programs that store a registry credential: `spec/login.md`.
package struct CredentialSuite: ConformanceSuite {
  /// Which of the two suites.
  package enum Kind: String, Sendable {
    /// For a `login` with `-f FILE`: keys, tokens and the store.
    case login
    /// For any program that stores a credential: the store alone.
    case store
  }

  package typealias Baseline = CredentialBaseline
  package typealias Sample = TokenFacts
  package typealias Scenario = CredentialScenario
  package typealias Measure = StoreMeasure

  package let kind: Kind
  /// The hosts that runs log in to; the first one is that of a usual run.
  package let hosts: [String]
  /// The words that choose the suite in a command.
  let words: [String]
  private let seed: UInt64

  /// The name that a pair is stored with.
  static let user = "robot"

  private static let usualHosts = [
    "registry.example.com", "second.example.com", "third.example.com:5443", "fourth.example.com",
    "fifth.example.com",
    "sixth.example.com",
  ]

  /// - Parameters:
  ///   - hosts: for the suite `store`, where the command asks a registry; none for names that lead nowhere.
  package init(_ kind: Kind, hosts: [String] = [], seed: UInt64 = 1) {
    self.kind = kind
    self.seed = seed
    words = ["--suite", kind.rawValue] + hosts.flatMap { ["--host", $0] }
    self.hosts = hosts.isEmpty ? Self.usualHosts : hosts
  }

  /// The secret of the suite `store`, a different one for each number.
  func secret(_ number: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    var random = SplitMix64(seed: SplitMix64.mix(seed, UInt64(number) &+ 0x5ec7e7))
    return String(decoding: (0..<40).map { _ in alphabet[Int(random.next() % 62)] }, as: UTF8.self)
  }

  package var specification: Specification { kind == .login ? .login : .store }

  package var libraries: [String] { kind == .login ? TokenChecks.libraries : [] }

  /// The very first run finds its configuration, too.
  package func invocation(in sandbox: Sandbox, _ baseline: CredentialBaseline) -> Invocation {
    guard let setting = try? Setting(self) else { return Invocation(directory: "elsewhere") }
    try? setting.place(in: sandbox)
    return setting.invocation(in: sandbox)
  }

  package func isComplete(_ observation: Observation) -> Bool {
    let content = observation.after[observation.directory + "/" + Setting.configName]?.content
    return content.flatMap { StoredConfiguration($0) }?.entry(hosts[0]) != nil
  }

  package func baseline(_ context: CaseContext) throws(CaseFailure) -> CredentialBaseline {
    try Probe.baseline(context)
  }

  package var baselineCases: [TestCase] { StoreCases.baseline(self) }

  package func cases(seed: UInt64) -> [TestCase] {
    let common =
      StoreCases.all(self) + ModeCases.all(self) + LinkCases.all(self) + DamageCases.all(self)
      + RaceCases.all(self)
      + LimitCases.all(self) + UntouchedCases.all(self)
    return kind == .store
      ? common
      : CLICases.all(self) + ConfigurationCases.all(self) + TokenCases.all(self) + KeyCases.all(self) + common
  }

  package var traceCases: [TestCase] {
    ThirdRunCase.all(self) + InterleavingCase.all(self) + TraceCases.all(self) + BeginningCases.all(self)
  }

  package var pool: SamplePool<TokenFacts>? {
    kind == .login ? SamplePool(TokenFacts.caseName, [.tok5], judge: TokenFacts.judge) : nil
  }
}

package typealias TestCase = SpecHarness.TestCase<CredentialSuite>
package typealias Experiment = SpecHarness.Experiment<CredentialSuite>
package typealias CaseContext = SpecHarness.CaseContext<CredentialSuite>
typealias FaultCase = SpecHarness.FaultCase<CredentialScenario>
typealias CleanRun = SpecHarness.CleanRun<CredentialSuite>
typealias FaultedRun = SpecHarness.FaultedRun<CredentialSuite>

extension Experiment {
  var suite: CredentialSuite { context.suite }

  /// A setting for the place that the subject stores in.
  func setting(_ change: (inout Setting) throws(CaseFailure) -> Void = { _ in }) throws(CaseFailure)
    -> Setting
  {
    var setting = try Setting(suite)
    setting.place = baseline.place
    try change(&setting)
    return setting
  }

  /// Makes a sandbox with the files of a setting.
  ///
  /// - Parameters:
  ///   - old: the content of `config.json`; none is made without it.
  ///   - makesDirectory: whether its directory is there even so.
  mutating func stage(
    _ setting: Setting, old: [UInt8]?, mode: UInt32 = 0o600, makesDirectory: Bool = true
  ) throws(CaseFailure) -> Sandbox {
    let sandbox = try makeSandbox(
      with: makesDirectory || old != nil ? setting.directory : nil, keeping: [Setting.configName])
    try make { () throws(FileSystem.Failure) in
      if makesDirectory || old != nil { try FileSystem.setMode(sandbox.path(setting.directory), 0o700) }
      try setting.place(in: sandbox)
      if let old {
        try FileSystem.write(sandbox.path(setting.configPath), old, mode: mode)
        try FileSystem.setModified(sandbox.path(setting.configPath), seconds: 1_600_000_000)
      }
    }
    return sandbox
  }

  mutating func run(_ setting: Setting, in sandbox: Sandbox) throws(CaseFailure) -> Observation {
    try run(setting.invocation(in: sandbox), in: sandbox)
  }
}

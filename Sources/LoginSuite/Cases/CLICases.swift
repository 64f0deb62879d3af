internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-CLI-1 and 2: the configuration's path as people write it, and arguments that must be refused.
enum CLICases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    paths.map { path($0, suite) } + WrongArguments.all.map { argument($0, suite) }
  }

  /// Where the configuration is, where the command works, and how the file is given; `/` stands for its absolute path.
  private static let paths: [(name: String, configuration: String, directory: String, argument: String)] = [
    ("relative", "work/config.yaml", "work", "config.yaml"),
    ("dot-slash", "work/config.yaml", "work", "./config.yaml"),
    ("absolute", "work/config.yaml", "work", "/"),
    ("other-directory", "elsewhere/settings/login.yml", "work", "../elsewhere/settings/login.yml"),
    ("blank", "work/my config.yaml", "work", "./my config.yaml"),
    (
      "non-ascii", "work/\u{43a}\u{43e}\u{43d}\u{444}\u{438}\u{433}.yaml", "work",
      "./\u{43a}\u{43e}\u{43d}\u{444}\u{438}\u{433}.yaml"
    ),
  ]

  private static func path(
    _ path: (name: String, configuration: String, directory: String, argument: String),
    _ suite: CredentialSuite
  ) -> TestCase {
    TestCase("cli/path/\(path.name)", SuccessChecks.judged(suite)) { experiment throws(CaseFailure) in
      var setting = try experiment.setting { $0.configuration = path.configuration }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      // Where a relative `jwkPath` starts is LG-CONF-1's.
      if !FileSystem.exists(sandbox.path("work/keys")) {
        let key = setting.hosts[0].key.privateSet
        try experiment.make { () throws(FileSystem.Failure) in
          try Setting.makeDirectories("work/keys/registry/privkey.json", in: sandbox)
          try FileSystem.write(sandbox.path("work/keys/registry/privkey.json"), key, mode: 0o600)
        }
      }
      setting.configurationArgument = path.argument == "/" ? sandbox.path(path.configuration) : path.argument
      let observation = try experiment.run(setting, in: sandbox)
      SuccessChecks.judge(
        observation, setting, old: DockerConfigText.rich, shows: .cli1,
        "`-f FILE` with a path given as \(path.name)",
        &experiment)
    }
  }

  private static func argument(_ argument: WrongArguments, _ suite: CredentialSuite) -> TestCase {
    TestCase("refuse/\(argument.name)", [.cli2, .cli1, .sec1, .sec2]) { experiment throws(CaseFailure) in
      let extra = (argument.leading + argument.trailing).joined(separator: " ")
      let setting = try experiment.setting {
        $0.leading = argument.leading
        $0.trailing = argument.trailing
      }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      let observation = try experiment.run(setting, in: sandbox)
      RefusalChecks.judge(
        observation, setting, .cli2, reason: "the argument `\(extra)` is not known",
        into: &experiment.judgements)
    }
  }
}

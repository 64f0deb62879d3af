internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-5: what may be opened by whom.
enum ModeCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    [UInt32(0o000), 0o022, 0o077].map { fresh($0, suite) }
      + [UInt32(0o600), 0o640, 0o644].map { existing($0, suite) }
  }

  private static func fresh(_ umask: UInt32, _ suite: CredentialSuite) -> TestCase {
    TestCase("mode/new-\(octal(umask).dropFirst())", [.store5]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting { $0.umask = umask }
      let sandbox = try experiment.stage(setting, old: nil, makesDirectory: false)
      let observation = try experiment.run(setting, in: sandbox)
      guard observation.ending.isSuccess, let file = observation.after[setting.configPath] else {
        return experiment.judgements.markUndecided(
          .store5, "no config.json was made under umask \(octal(umask))")
      }
      experiment.judgements.expect(
        .store5, file.mode == 0o600, "a new config.json has another mode than 0600",
        expected: "mode 0600 under umask \(octal(umask))",
        observed: "mode \(octal(file.mode))")
      guard let directory = observation.after[setting.directory] else { return }
      experiment.judgements.expect(
        .store5, directory.mode & 0o7777 & ~0o700 == 0,
        "a new Docker configuration directory is open to others",
        expected: "mode 0700 at most under umask \(octal(umask))", observed: "mode \(octal(directory.mode))")
    }
  }

  private static func existing(_ mode: UInt32, _ suite: CredentialSuite) -> TestCase {
    TestCase("mode/existing-\(octal(mode).dropFirst())", [.store5]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting { $0.umask = 0 }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich, mode: mode)
      let observation = try experiment.run(setting, in: sandbox)
      // One that must not write a read-only file may refuse.
      guard let file = observation.after[setting.configPath], file.content != DockerConfigText.rich else {
        return experiment.judgements.markUndecided(
          .store5, "a config.json with mode \(octal(mode)) was not changed")
      }
      experiment.judgements.expect(
        .store5, file.mode & ~mode == 0, "the mode of an existing config.json became looser",
        expected: "no more than mode \(octal(mode)), as before", observed: "mode \(octal(file.mode))")
    }
  }
}

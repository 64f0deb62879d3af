internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-5: what may be opened by whom.
enum ModeCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    [UInt32(0o000), 0o022, 0o077].map { fresh($0, suite) }
      + (suite.kind == .login ? [fresh(0o000, at: .home, suite)] : [])
      + [UInt32(0o600), 0o640, 0o644, 0o400].map { existing($0, suite) }
      + [link(isDangling: false, suite), link(isDangling: true, suite)]
  }

  /// - Parameter place: where the directory is to be; none for where the subject is known to store.
  private static func fresh(_ umask: UInt32, at place: Place? = nil, _ suite: CredentialSuite) -> TestCase {
    TestCase(
      "mode/new\(place == .home ? "-in-home" : "")-\(octal(umask).dropFirst())", [.store5]
    ) { experiment throws(CaseFailure) in
      let setting = try experiment.setting {
        $0.umask = umask
        if let place { $0.place = place }
      }
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
      if mode & 0o200 == 0, observation.ending.isRefusal,
        observation.after[setting.configPath]?.mode == mode
      {
        return experiment.judgements.hold(.store5)
      }
      guard let file = observation.after[setting.configPath], file.content != DockerConfigText.rich else {
        return experiment.judgements.markUndecided(
          .store5, "a config.json with mode \(octal(mode)) was not changed")
      }
      experiment.judgements.expect(
        .store5, file.mode & ~mode == 0, "the mode of an existing config.json became looser",
        expected: "no more than mode \(octal(mode)), as before", observed: "mode \(octal(file.mode))")
    }
  }

  /// Through a link, where the file's mode is not that of the name.
  private static func link(isDangling: Bool, _ suite: CredentialSuite) -> TestCase {
    TestCase("mode/\(isDangling ? "new-" : "")target-of-a-link", [.store5]) {
      experiment throws(CaseFailure) in
      let setting = try experiment.setting { $0.umask = 0 }
      let sandbox = try experiment.stage(setting, old: nil)
      let parent = setting.directory.split(separator: "/").dropLast().joined(separator: "/")
      let real = parent + "/settings/real.json"
      try experiment.make { () throws(FileSystem.Failure) in
        try Setting.makeDirectories(real, in: sandbox)
        if !isDangling { try FileSystem.write(sandbox.path(real), DockerConfigText.rich, mode: 0o600) }
        try FileSystem.makeLink(sandbox.path(setting.configPath), to: "../settings/real.json")
      }
      let observation = try experiment.run(setting, in: sandbox)
      // Whether a link is followed is LG-STORE-6's.
      guard let file = observation.after[real], file.content != DockerConfigText.rich else {
        return experiment.judgements.markUndecided(.store5, "the target of a link was not changed")
      }
      experiment.judgements.expect(
        .store5, isDangling ? file.mode == 0o600 : file.mode & ~0o600 == 0,
        isDangling
          ? "a new config.json that a link leads to has another mode than 0600"
          : "the mode of an existing config.json that a link leads to became looser",
        expected: isDangling ? "mode 0600 under umask 0000" : "no more than mode 0600, as before",
        observed: "mode \(octal(file.mode))")
    }
  }
}

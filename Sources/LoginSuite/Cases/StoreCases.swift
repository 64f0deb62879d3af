internal import FaultInjection
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// LG-STORE-1 to 4: where the token goes, and what becomes of everything else.
enum StoreCases {
  /// The cases that are always run first.
  static func baseline(_ suite: CredentialSuite) -> [TestCase] {
    [usual(suite), bare(suite), missingFile(suite), secondRun(suite)]
  }

  static func all(_ suite: CredentialSuite) -> [TestCase] {
    baseline(suite) + [missingDirectory(suite), ownEntry(suite), compact(suite)]
      + DockerConfigText.unusual(for: suite.hosts[0]).map {
        on("store/\($0.name)", $0.text, $0.what, .store3, suite)
      }
      + (suite.kind == .login
        ? [place(.environment, suite), place(.home, suite), missingHomeDirectory(suite)]
        : [place(.environment, suite)])
  }

  private static func usual(_ suite: CredentialSuite) -> TestCase {
    on("store/usual", DockerConfigText.rich, "a login beside other entries", .cli1, suite)
  }

  private static func bare(_ suite: CredentialSuite) -> TestCase {
    on("store/no-auths", DockerConfigText.bare, "a login into an object without members", .store2, suite)
  }

  private static func missingFile(_ suite: CredentialSuite) -> TestCase {
    on("store/missing-file", nil, "a login without a config.json", .store2, suite)
  }

  /// All on one line, without an entry.
  private static func compact(_ suite: CredentialSuite) -> TestCase {
    on(
      "store/compact",
      Array("{\"detachKeys\":\"ctrl-e,e\",\"auths\":{},\"serial\":1152921504606846977,\"ratio\":2.50}".utf8),
      "a login into a config.json on one line", .store3, suite)
  }

  private static func on(
    _ name: String, _ old: [UInt8]?, _ what: String, _ shows: RequirementID, _ suite: CredentialSuite
  ) -> TestCase {
    TestCase(name, SuccessChecks.judged(suite) + [shows]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting()
      let sandbox = try experiment.stage(setting, old: old)
      SuccessChecks.judge(
        try experiment.run(setting, in: sandbox), setting, old: old, shows: shows, what, &experiment)
    }
  }

  private static func missingDirectory(_ suite: CredentialSuite) -> TestCase {
    TestCase("store/missing-directory", SuccessChecks.judged(suite) + [.store2]) {
      experiment throws(CaseFailure) in
      let setting = try experiment.setting()
      let sandbox = try experiment.stage(setting, old: nil, makesDirectory: false)
      SuccessChecks.judge(
        try experiment.run(setting, in: sandbox), setting, old: nil, shows: .store2,
        "a login without a Docker configuration directory", &experiment)
    }
  }

  /// Without DOCKER_CONFIG and without ~/.docker.
  private static func missingHomeDirectory(_ suite: CredentialSuite) -> TestCase {
    TestCase("store/missing-home-directory", SuccessChecks.judged(suite) + [.store2]) {
      experiment throws(CaseFailure) in
      let setting = try experiment.setting { $0.place = .home }
      // Who knows no ~/.docker at all violates LG-STORE-1.
      let usual = try experiment.stage(setting, old: DockerConfigText.rich)
      let there = SuccessChecks.content(try experiment.run(setting, in: usual), setting)
        .flatMap { StoredConfiguration($0) }
      guard SuccessChecks.holds(there, setting.hostNames[0], setting) else { return }
      let sandbox = try experiment.stage(setting, old: nil, makesDirectory: false)
      SuccessChecks.judge(
        try experiment.run(setting, in: sandbox), setting, old: nil, shows: .store2,
        "a login without ~/.docker", &experiment)
    }
  }

  /// An older entry of the host is there already.
  private static func ownEntry(_ suite: CredentialSuite) -> TestCase {
    let older = "b2xkZXI.b2xkZXI.b2xkZXI"
    let member = suite.kind == .login ? "\"registrytoken\": \"\(older)\"" : "\"auth\": \"b2xkOm9sZA==\""
    let old = Array(
      """
      {"auths": {"first.example": {"auth": "bWU6c2VjcmV0"}, "\(suite.hosts[0])": {\(member)}, \
      "last.example": {"auth": "eW91OnNlY3JldA=="}}, "detachKeys": "ctrl-e,e"}

      """.utf8)
    return TestCase("store/own-entry", SuccessChecks.judged(suite)) { experiment throws(CaseFailure) in
      let setting = try experiment.setting()
      let sandbox = try experiment.stage(setting, old: old)
      let observation = try experiment.run(setting, in: sandbox)
      let stored = SuccessChecks.content(observation, setting).flatMap { StoredConfiguration($0) }
      if observation.ending.isSuccess, stored?.token(suite.hosts[0]) == older {
        guard experiment.baseline.succeeds else {
          return experiment.judgements.markUndecided(.store3, "no run of the subject succeeds")
        }
        return experiment.judgements.violate(
          .store3, "a run does not replace the token of its host", expected: "a new token",
          observed: "the older one")
      }
      SuccessChecks.judge(
        observation, setting, old: old, shows: .store3, "a login over an older entry of the host", &experiment
      )
    }
  }

  /// A second run adds another host's entry, and a third one replaces that of the first host alone.
  private static func secondRun(_ suite: CredentialSuite) -> TestCase {
    TestCase("store/second-run", SuccessChecks.judged(suite)) { experiment throws(CaseFailure) in
      let first = try experiment.setting()
      let sandbox = try experiment.stage(first, old: DockerConfigText.rich)
      guard
        SuccessChecks.judge(
          try experiment.run(first, in: sandbox), first, old: DockerConfigText.rich, shows: .cli1,
          "a first login", &experiment),
        suite.hosts.count > 1
      else { return }
      let second = try first.forHost(1)
      try experiment.make { () throws(FileSystem.Failure) in try second.place(in: sandbox) }
      let before = FileSystem.read(sandbox.path(first.configPath), limit: Snapshot.contentLimit)
      guard
        SuccessChecks.judge(
          try experiment.run(second, in: sandbox), second, old: before, shows: .store3,
          "a second login, for another host,",
          &experiment)
      else { return }
      let between = FileSystem.read(sandbox.path(first.configPath), limit: Snapshot.contentLimit)
      var third = first
      third.secret = suite.secret(2)
      SuccessChecks.judge(
        try experiment.run(third, in: sandbox), third, old: between, shows: .store3,
        "a third login, for the first host again,", &experiment)
      // One that kept the old token has it judged in another case.
      let tokens = [between, FileSystem.read(sandbox.path(first.configPath), limit: Snapshot.contentLimit)]
        .map {
          $0.flatMap { StoredConfiguration($0) }?.token(suite.hosts[0])
        }
      if suite.kind == .login, tokens[0] == tokens[1], !experiment.samples.isEmpty {
        experiment.samples.removeLast()
      }
    }
  }

  // MARK: LG-STORE-1

  private static func place(_ place: Place, _ suite: CredentialSuite) -> TestCase {
    TestCase("store/place-\(place == .environment ? "environment" : "home")", SuccessChecks.judged(suite)) {
      experiment throws(CaseFailure) in
      let setting = try experiment.setting { $0.place = place }
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      SuccessChecks.judge(
        try experiment.run(setting, in: sandbox), setting, old: DockerConfigText.rich, shows: .store1,
        place == .environment
          ? "a Docker configuration directory named by DOCKER_CONFIG" : "~/.docker without DOCKER_CONFIG",
        &experiment)
    }
  }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-CONF-5: keys inside and outside of the configuration's directory.
enum ConfinementCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    outside.map { leaving($0, suite) } + inside.map { staying($0, suite) }
  }

  private typealias Preparation = @Sendable (Sandbox) throws(FileSystem.Failure) -> Void

  private struct Way: Sendable {
    let name: String
    let phrase: String
    let path: String
    /// Where the key lies.
    var key = "elsewhere/keys/privkey.json"
    let prepare: @Sendable (Sandbox) throws(FileSystem.Failure) -> Void
  }

  /// The key lies in `elsewhere/keys` or in `work/keys/inner`; the configuration in `work`.
  private static let outside: [Way] = [
    Way(name: "parent", phrase: "by `..`", path: "../elsewhere/keys/privkey.json") {
      _ throws(FileSystem.Failure) in
    },
    Way(
      name: "parent-in-the-middle", phrase: "by `..` in the middle",
      path: "./keys/../../elsewhere/keys/privkey.json"
    ) {
      _ throws(FileSystem.Failure) in
    },
    Way(name: "link", phrase: "through a link to the key", path: "./keys/link.json") {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.makeLink(sandbox.path("work/keys/link.json"), to: "../../elsewhere/keys/privkey.json")
    },
    Way(name: "absolute-link", phrase: "through an absolute link to the key", path: "./keys/link.json") {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.makeLink(
        sandbox.path("work/keys/link.json"), to: sandbox.path("elsewhere/keys/privkey.json"))
    },
    Way(name: "directory-link", phrase: "through a link to its directory", path: "./keys/link/privkey.json") {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.makeLink(sandbox.path("work/keys/link"), to: "../../elsewhere/keys")
    },
    // A directory whose name begins with that of the configuration's own.
    Way(
      name: "longer-name", phrase: "to a directory beside it with a longer name",
      path: "../work-evil/privkey.json", key: "work-evil/privkey.json"
    ) { _ throws(FileSystem.Failure) in },
    Way(
      name: "link-to-longer-name", phrase: "through a link to a directory beside it with a longer name",
      path: "./keys/link.json", key: "work-evil/privkey.json"
    ) {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.makeLink(sandbox.path("work/keys/link.json"), to: "../../work-evil/privkey.json")
    },
  ]

  private static let inside: [Way] = [
    Way(name: "absolute", phrase: "by its absolute path", path: "/") { _ throws(FileSystem.Failure) in },
    Way(
      name: "parent-that-stays", phrase: "by `..` that stays inside",
      path: "./keys/inner/../inner/privkey.json"
    ) {
      _ throws(FileSystem.Failure) in
    },
    Way(name: "link-that-stays", phrase: "through a link that stays inside", path: "./keys/link.json") {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.makeLink(sandbox.path("work/keys/link.json"), to: "inner/privkey.json")
    },
    Way(
      name: "directory-link-that-stays", phrase: "through a directory's link that stays inside",
      path: "./keys/link/privkey.json"
    ) {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.makeLink(sandbox.path("work/keys/link"), to: "inner")
    },
  ]

  /// Makes the sandbox with the key where it belongs.
  private static func stage(
    _ way: Way, key: String, _ experiment: inout Experiment
  ) throws(CaseFailure) -> (Sandbox, Setting) {
    var setting = try experiment.setting()
    setting.configurationText = ""
    // The key is put where the way leads, not where the path seems to.
    setting.hosts[0].keyPath = "/"
    let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
    setting.hosts[0].keyPath = way.path == "/" ? sandbox.path(key) : way.path
    setting.configurationText = nil
    let text = ConfigurationText.of(setting.hosts)
    let material = setting.hosts[0].key
    try experiment.make { () throws(FileSystem.Failure) in
      try Setting.makeDirectories("work/keys/inner/.", in: sandbox)
      try Setting.makeDirectories(key, in: sandbox)
      try FileSystem.write(sandbox.path(key), material.privateSet, mode: 0o600)
      try FileSystem.remove(sandbox.path(setting.configuration))
      try FileSystem.write(sandbox.path(setting.configuration), Array(text.utf8))
      try way.prepare(sandbox)
    }
    return (sandbox, setting)
  }

  private static func leaving(_ way: Way, _ suite: CredentialSuite) -> TestCase {
    TestCase("config/outside-by-\(way.name)", [.conf5, .cli1, .sec1, .sec2]) {
      experiment throws(CaseFailure) in
      let (sandbox, setting) = try stage(way, key: way.key, &experiment)
      RefusalChecks.judge(
        try experiment.run(setting, in: sandbox), setting, .conf5,
        reason: "`jwkPath` leaves the configuration's directory \(way.phrase)", into: &experiment.judgements)
    }
  }

  private static func staying(_ way: Way, _ suite: CredentialSuite) -> TestCase {
    TestCase("config/inside-by-\(way.name)", SuccessChecks.judged(suite) + [.conf5]) {
      experiment throws(CaseFailure) in
      let (sandbox, setting) = try stage(way, key: "work/keys/inner/privkey.json", &experiment)
      SuccessChecks.judge(
        try experiment.run(setting, in: sandbox), setting, old: DockerConfigText.rich, shows: .conf5,
        "a key inside the configuration's directory, reached \(way.phrase),", &experiment)
    }
  }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-KEY-1 and 2: private sets that no token should be made with.
enum KeyCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    [
      refusal("foreign-x", "`x` belongs to another key") { (key, other) in
        key.with(publicKey: other.publicKey).privateSet
      },
      refusal("public-set", "it is a public set") { (key, _) in key.publicSet },
      refusal("two-keys", "the set holds two keys") { (key, other) in
        KeyMaterial.set([key, other], isPrivate: true)
      },
    ] + [UInt32(0o640), 0o604, 0o644].map(loose)
  }

  private static func refusal(
    _ name: String, _ reason: String, _ set: @escaping @Sendable (KeyMaterial, KeyMaterial) -> [UInt8]
  ) -> TestCase {
    TestCase("key/\(name)", [.key1, .cli1, .sec1, .sec2]) { experiment throws(CaseFailure) in
      let other = try KeyMaterial(4)
      let setting = try experiment.setting()
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      let path = sandbox.path("work/keys/registry/privkey.json")
      try experiment.make { () throws(FileSystem.Failure) in
        try FileSystem.remove(path)
        try FileSystem.write(path, set(setting.hosts[0].key, other), mode: 0o600)
      }
      RefusalChecks.judge(
        try experiment.run(setting, in: sandbox), setting, .key1, reason: "\(reason)",
        into: &experiment.judgements)
    }
  }

  private static func loose(_ mode: UInt32) -> TestCase {
    TestCase("key/mode-\(octal(mode).dropFirst())", [.key2, .cli1, .sec1, .sec2]) {
      experiment throws(CaseFailure) in
      let setting = try experiment.setting()
      let sandbox = try experiment.stage(setting, old: DockerConfigText.rich)
      try experiment.make { () throws(FileSystem.Failure) in
        try FileSystem.setMode(sandbox.path("work/keys/registry/privkey.json"), mode)
      }
      RefusalChecks.judge(
        try experiment.run(setting, in: sandbox), setting, .key2,
        reason: "the private set has mode \(octal(mode))",
        into: &experiment.judgements)
    }
  }
}

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
      refusal("second-key-public", "the set holds a second key, a public one") { (key, other) in
        KeyMaterial.set([key], public: [other])
      },
    ]
      + changedBytes.map { place, index, bits in
        refusal("x-changed-at-\(place)", "a bit of `x` at its \(place) is another one than `d` gives") {
          (key, _) in
          key.with(
            publicKey: key.publicKey.enumerated().map { $0.offset == index ? $0.element ^ bits : $0.element }
          )
          .privateSet
        }
      } + [UInt32(0o640), 0o604, 0o644].map(loose)
  }

  /// The last one is the sign of the point.
  private static let changedBytes: [(place: String, index: Int, bits: UInt8)] = [
    ("start", 0, 1), ("middle", 16, 1), ("end", 31, 0x80),
  ]

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

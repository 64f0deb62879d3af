internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-7: a `config.json` that cannot be read.
enum DamageCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    DockerConfigText.damaged.map { name, text in
      TestCase("damage/\(name)", [.store7, .cli1, .sec1, .sec2]) { experiment throws(CaseFailure) in
        let setting = try experiment.setting()
        let sandbox = try experiment.stage(setting, old: Array(text.utf8))
        RefusalChecks.judge(
          try experiment.run(setting, in: sandbox), setting, .store7,
          reason: "config.json is damaged (\(name))",
          into: &experiment.judgements)
      }
    }
  }
}

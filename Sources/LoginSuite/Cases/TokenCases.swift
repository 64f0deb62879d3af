internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-TOK-3 and 4: claims of different configurations.
enum TokenCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    durations.map { duration($0.text, $0.seconds, suite) } + [
      timeZone(suite),
      claims("audience", suite, shows: .conf1) { $0.audience = "somebody.example" },
      claims("host-with-port", suite) { $0.host = "registry.example.com:5443" },
      claims("words", suite) {
        $0.issuer = "https://issuer.example/realms/a-b_c"
        $0.subject = "system:serviceaccount:flux-system:source-controller"
      },
    ]
  }

  private static let durations: [(text: String, seconds: Int64)] = [
    ("1h30m", 5400), ("90s", 90), ("1.5h", 5400), ("1h0m30s", 3630), ("720h", 720 * 3600), ("15m", 900),
    ("60000ms", 60), ("0.5m", 30), ("87600h", 87_600 * 3600),
  ]

  private static func duration(_ text: String, _ seconds: Int64, _ suite: CredentialSuite) -> TestCase {
    TestCase("token/exp-\(text)", SuccessChecks.judged(suite)) { experiment throws(CaseFailure) in
      let setting = try experiment.setting {
        $0.hosts[0].lifetime = text
        $0.hosts[0].seconds = seconds
      }
      try judge(setting, shows: .tok4, "`exp: \(text)`", &experiment)
    }
  }

  /// Seconds since 1970 are the same in every zone.
  private static func timeZone(_ suite: CredentialSuite) -> TestCase {
    TestCase("token/time-zone", SuccessChecks.judged(suite)) { experiment throws(CaseFailure) in
      let setting = try experiment.setting { $0.environment = ["TZ=XXX-5:30"] }
      try judge(setting, shows: .cli1, "a run in another time zone", &experiment)
    }
  }

  private static func claims(
    _ name: String, _ suite: CredentialSuite, shows: RequirementID = .tok3,
    _ change: @escaping @Sendable (inout HostRequest) -> Void
  ) -> TestCase {
    TestCase("token/\(name)", SuccessChecks.judged(suite) + [shows]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting { change(&$0.hosts[0]) }
      try judge(setting, shows: shows, "a configuration with another \(name)", &experiment)
    }
  }

  private static func judge(
    _ setting: Setting, shows: RequirementID, _ what: String, _ experiment: inout Experiment
  ) throws(CaseFailure) {
    let sandbox = try experiment.stage(setting, old: DockerConfigText.bare)
    let observation = try experiment.run(setting, in: sandbox)
    // Its own requirement is judged by what the token says.
    SuccessChecks.judge(observation, setting, old: DockerConfigText.bare, shows: shows, what, &experiment)
  }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-6: a `config.json` that is a symlink.
enum LinkCases {
  static func all(_ suite: CredentialSuite) -> [TestCase] {
    [
      link("relative", "a relative link", { _ in "../settings/real.json" }, suite),
      link("absolute", "an absolute link", { $0.path("elsewhere/settings/real.json") }, suite),
      link("chain", "a link to a link", { _ in "../settings/link.json" }, suite),
      link(
        "dangling", "a link whose target is missing", { _ in "../settings/real.json" }, suite,
        isDangling: true),
    ]
  }

  private static func link(
    _ name: String, _ phrase: String, _ target: @escaping @Sendable (Sandbox) -> String,
    _ suite: CredentialSuite,
    isDangling: Bool = false
  ) -> TestCase {
    TestCase("link/\(name)", [.store6]) { experiment throws(CaseFailure) in
      let setting = try experiment.setting()
      guard experiment.baseline.succeeds else {
        return experiment.judgements.markUndecided(.store6, "no run of the subject succeeds")
      }
      let sandbox = try experiment.stage(setting, old: nil)
      // Beside the Docker configuration directory, wherever that is.
      let parent = setting.directory.split(separator: "/").dropLast().joined(separator: "/")
      let real = parent + "/settings/real.json"
      var leads = target(sandbox)
      if leads.hasPrefix("/") { leads = sandbox.path(real) }
      try experiment.make { () throws(FileSystem.Failure) in
        try Setting.makeDirectories(real, in: sandbox)
        if !isDangling { try FileSystem.write(sandbox.path(real), DockerConfigText.rich, mode: 0o600) }
        if name == "chain" {
          try FileSystem.makeLink(sandbox.path(parent + "/settings/link.json"), to: "real.json")
        }
        try FileSystem.makeLink(sandbox.path(setting.configPath), to: leads)
      }
      let observation = try experiment.run(setting, in: sandbox)
      let entry = observation.after[setting.configPath]
      let isLink = entry?.kind == .symbolicLink(target: leads)
      let linkIsLink =
        name != "chain"
        || observation.after[parent + "/settings/link.json"]?.kind == .symbolicLink(target: "real.json")
      experiment.judgements.expect(
        .store6, isLink && linkIsLink, "config.json is \(phrase), and was replaced",
        expected: "the link stays, and its target is updated",
        observed: "\(observation.summary); config.json: \(entry.map { "\($0)" } ?? "gone")")
      guard isLink, linkIsLink else { return }
      let stored = observation.after[real]?.content.flatMap { StoredConfiguration($0) }
      experiment.judgements.expect(
        .store6, observation.ending.isSuccess && stored?.entry(setting.hostNames[0]) != nil,
        "config.json is \(phrase), and its target was not updated", expected: "the token in the target",
        observed:
          "\(observation.summary); the target is \(observation.after[real].map { "\($0)" } ?? "missing")")
    }
  }
}

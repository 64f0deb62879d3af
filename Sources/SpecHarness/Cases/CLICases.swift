internal import FaultInjection
internal import SystemSupport

/// KG-CLI-1: every documented way to choose the directory, with paths as people write them.
enum CLICases {
  static func all() -> [TestCase] {
    InvocationForm.allCases.map(form) + paths.map(path)
  }

  /// A form works when both files turn up where it says, in a directory that is there or in one that is not yet.
  private static func form(_ form: InvocationForm) -> TestCase {
    TestCase("cli/\(form.rawValue)", [.cli1, .cli3], successes: true) { experiment throws(CaseFailure) in
      let setting = Setting { $0.form = form }
      var observation = try experiment.run(setting, in: experiment.makeSandbox(madeBeforehand: true))
      if !placed(observation), form != .defaultDirectory, observation.madeElsewhere.isEmpty {
        observation = try experiment.run(setting, in: experiment.makeSandbox(madeBeforehand: false))
      }
      judge(observation, "`\(form.usage)`", into: &experiment)
    }
  }

  /// Directories given in unusual but ordinary ways, and where they lead.
  private static let paths: [(name: String, directory: String, argument: String?)] = [
    ("absolute", "work/keys", "/"),
    ("dot-slash", "work/keys", "./keys"),
    ("trailing-slash", "work/keys", "keys/"),
    ("parent-component", "work/keys", "../work/keys"),
    ("outside", "elsewhere/keys", "../elsewhere/keys"),
    ("space", "work/my keys", nil),
    ("non-ascii", "work/\u{43a}\u{43b}\u{44e}\u{447}\u{438} \u{e9}", nil),
    ("percent", "work/100%sure %d", nil),
    ("equals", "work/a=b", nil),
    ("long", "work/" + String(repeating: "long-name-", count: 24), nil),
    ("shell-characters", "work/a*b?$HOME'\"&;x", nil),
  ]

  private static func path(_ path: (name: String, directory: String, argument: String?)) -> TestCase {
    TestCase("cli/path/\(path.name)", [.cli1, .cli3], successes: true) { experiment throws(CaseFailure) in
      guard experiment.baseline.works, experiment.baseline.form != .defaultDirectory else {
        return experiment.judgements.leaveOpen(.cli1, "no form that takes a directory works")
      }
      let sandbox = try experiment.makeSandbox(path.directory)
      let setting = Setting {
        $0.directory = path.directory
        if path.directory.contains("=") { $0.form = .longFlagWithEquals }
        $0.directoryArgument = path.argument == "/" ? sandbox.path(path.directory) : path.argument
      }
      let observation = try experiment.run(setting, in: sandbox)
      judge(observation, "a directory given as \(path.name)", into: &experiment)
    }
  }

  private static func placed(_ observation: Observation) -> Bool {
    observation.made(.privateSet) || observation.made(.publicSet)
  }

  private static func judge(_ observation: Observation, _ what: String, into experiment: inout Experiment) {
    if observation.ending == .flooded, observation.result.standardOutput.count > 1 << 16 {
      return experiment.judgements.violate(
        .cli3, "standard output has no end", expected: "two lines", observed: observation.summary)
    }
    let elsewhere = observation.madeElsewhere
    experiment.judgements.expect(
      .cli1, placed(observation) && elsewhere.isEmpty,
      elsewhere.isEmpty ? "\(what) does not work" : "\(what) does not choose the directory",
      expected: "the two files in \(observation.directory)",
      observed: elsewhere.isEmpty ? "\(observation.summary); nothing there" : "wrote \(list(elsewhere))")
    if placed(observation) { experiment.judgeSuccess(observation) }
  }
}

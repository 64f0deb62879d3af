internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// KG-CLI-2, KG-CLI-4, KG-CLI-5: arguments that must be refused, and plain failures.
enum RefusalCases {
  static func all() -> [TestCase] { arguments.map(argument) + failures }

  private static let arguments =
    WrongArguments.all + [
      WrongArguments("positional-after-dashes", trailing: ["--", "no-such-argument"])
    ]

  private static func argument(_ argument: WrongArguments) -> TestCase {
    TestCase("refuse/\(argument.name)", [.cli5, .cli2, .cli4]) { experiment throws(CaseFailure) in
      let extra = (argument.leading + argument.trailing).joined(separator: " ")
      // A flag that the subject takes for a directory shows as a directory of that name, so look everywhere.
      let setting = Setting {
        $0.leading = argument.leading
        $0.trailing = argument.trailing
      }
      let observation = try experiment.run(setting, in: experiment.makeSandbox())
      RefusalChecks.judge(
        observation, .cli5, writing: .cli5, reason: "the argument `\(extra)` is not known",
        into: &experiment.judgements)
    }
  }

  /// Failures that have nothing to do with the two files.
  private static let failures: [TestCase] = [
    failure("directory-is-a-file", "the output directory is a regular file") {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.write(sandbox.path("work/keys"), Array("not a directory\n".utf8))
    },
    failure("parent-is-a-file", "a parent of the output directory is a regular file", "work/file/keys") {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.write(sandbox.path("work/file"), Array("not a directory\n".utf8))
    },
    failure("parent-is-read-only", "the parent of the output directory is read-only", "work/locked/keys") {
      sandbox throws(FileSystem.Failure) in
      try FileSystem.makeDirectory(sandbox.path("work/locked"), mode: 0o555)
    },
  ]

  private static func failure(
    _ name: String, _ reason: String, _ directory: String = Setting.directory,
    prepare: @escaping @Sendable (Sandbox) throws(FileSystem.Failure) -> Void
  ) -> TestCase {
    TestCase("refuse/\(name)", [.cli2, .cli4]) { experiment throws(CaseFailure) in
      guard experiment.baseline.form != .defaultDirectory else {
        return experiment.judgements.markUndecided(.cli2, "the subject takes no directory argument")
      }
      let sandbox = try experiment.makeSandbox(madeBeforehand: false)
      try experiment.make { () throws(FileSystem.Failure) in try prepare(sandbox) }
      let setting = Setting {
        $0.directory = directory
        $0.obeysPermissions = true
      }
      let observation = try experiment.run(setting, in: sandbox)
      guard !observation.madePair else {
        return experiment.judgements.markUndecided(.cli2, "the subject got round it: \(reason)")
      }
      experiment.judgements.expect(
        .cli2, observation.ending.isRefusal, "a failure does not show in the exit status",
        expected: "an exit status other than 0", observed: "\(observation.ending), although \(reason)")
      RefusalChecks.judgeMessage(observation, reason: reason, into: &experiment.judgements)
    }
  }
}

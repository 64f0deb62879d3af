internal import FaultInjection
internal import SystemSupport

/// KG-DIR-1 to 3: the output directory, made or used, and what else is in it.
enum DirectoryCases {
  /// Shows what becomes of other content.
  static let withOtherContent = existing(
    "dir/other-content", "an existing directory with other content", prepare: Bystanders.place)

  static func all() -> [TestCase] {
    [
      existing("dir/existing", "an existing, empty directory") { _, _ throws(FileSystem.Failure) in },
      withOtherContent,
      missing("dir/missing", "work/keys", "a missing directory"),
      missing("dir/missing-parents", "work/a/b c/keys", "a missing directory with missing parents"),
      missing(
        "dir/missing-absolute", "elsewhere/a/b/keys",
        "a missing directory with missing parents, given as absolute",
        isAbsolute: true),
    ] + [UInt32(0o000), 0o022, 0o027, 0o077, 0o300].map(modes) + [keepsMode]
  }

  private static func existing(
    _ name: String, _ what: String,
    prepare: @escaping @Sendable (Sandbox, String) throws(FileSystem.Failure) -> Void
  ) -> TestCase {
    TestCase(name, [.dir1, .dir2], successes: true) { experiment throws(CaseFailure) in
      let sandbox = try experiment.makeSandbox(madeBeforehand: true)
      try experiment.make { () throws(FileSystem.Failure) in try prepare(sandbox, "work/keys") }
      let observation = try experiment.run(in: sandbox)
      judge(observation, what, into: &experiment)
    }
  }

  private static func missing(_ name: String, _ directory: String, _ what: String, isAbsolute: Bool = false)
    -> TestCase
  {
    TestCase(name, [.dir1], successes: true) { experiment throws(CaseFailure) in
      guard experiment.baseline.form != .defaultDirectory else {
        return experiment.judgements.leaveOpen(.dir1, "the subject takes no directory argument")
      }
      let sandbox = try experiment.makeSandbox(directory, madeBeforehand: false)
      let setting = Setting {
        $0.directory = directory
        if isAbsolute { $0.directoryArgument = sandbox.path(directory) }
      }
      let observation = try experiment.run(setting, in: sandbox)
      judge(observation, what, into: &experiment)
    }
  }

  private static func judge(_ observation: Observation, _ what: String, into experiment: inout Experiment) {
    guard experiment.baseline.works else {
      return experiment.judgements.leaveOpen(.dir1, "the subject makes no key pair in any directory")
    }
    let placed = observation.made(.privateSet) || observation.made(.publicSet)
    experiment.judgements.expect(
      .dir1, placed, "\(what) does not work", expected: "the two files in \(observation.directory)",
      observed: observation.madeElsewhere.isEmpty
        ? "\(observation.summary); nothing there" : "wrote \(list(observation.madeElsewhere))")
    experiment.judgeSuccess(observation)
  }

  /// KG-DIR-3: what mkdir(2) would give, and no more.
  private static func modes(_ umask: UInt32) -> TestCase {
    TestCase("dir/mode-\(octal(umask).dropFirst())", [.dir3]) { experiment throws(CaseFailure) in
      guard experiment.baseline.works, experiment.baseline.form != .defaultDirectory,
        !experiment.baseline.needsDirectory
      else { return experiment.judgements.leaveOpen(.dir3, "the subject makes no directories") }
      let directory = "work/parent/keys"
      let sandbox = try experiment.makeSandbox(madeBeforehand: false)
      let observation = try experiment.run(
        Setting {
          $0.directory = directory
          $0.umask = umask
        }, in: sandbox)
      for path in ["work/parent", directory] {
        guard let entry = observation.after[path] else { continue }
        // mkdir -p gives the owner of a parent the right to go on, whatever the umask says.
        let most = 0o777 & ~umask | (path == directory ? 0 : 0o300)
        experiment.judgements.expect(
          .dir3, entry.mode & 0o777 & ~most == 0, "a created directory is open wider than the umask allows",
          expected: "no more than mode \(octal(most)) under umask \(octal(umask))",
          observed: "\(path): mode \(octal(entry.mode))")
      }
    }
  }

  private static let keepsMode = TestCase("dir/keeps-mode", [.dir3]) { experiment throws(CaseFailure) in
    for mode in [UInt32(0o700), 0o711, 0o755, 0o777, 0o1777, 0o2755] {
      let sandbox = try experiment.makeSandbox(madeBeforehand: true)
      try experiment.make { () throws(FileSystem.Failure) in
        try FileSystem.setMode(sandbox.path("work/keys"), mode)
      }
      let observation = try experiment.run(in: sandbox)
      guard observation.ending.isSuccess else { continue }
      let now = observation.after["work/keys"]?.mode
      experiment.judgements.expect(
        .dir3, now == mode, "the mode of an existing directory was changed",
        expected: "mode \(octal(mode)), as before", observed: now.map { "mode \(octal($0))" } ?? "gone")
    }
  }
}

/// Files that have nothing to do with the command and must come through every run unharmed.
enum Bystanders {
  /// A time in the past, so that any touch shows.
  static let time = 1_600_000_000

  /// Puts them into a directory of the sandbox.
  static func place(_ sandbox: Sandbox, _ directory: String) throws(FileSystem.Failure) {
    let root = sandbox.path(directory)
    try FileSystem.makeDirectory(root + "/sub")
    let files: [(String, UInt32)] = [
      ("README.md", 0o644), ("other.json", 0o600), ("keep.tmp", 0o640), ("privkey.json.old", 0o600),
      ("pubkey.pem", 0o444), (".hidden", 0o644), ("sub/inner", 0o644), ("privkey.json.bak", 0o640),
      ("pubkey.json~", 0o600), ("notes.json", 0o644),
    ]
    try FileSystem.makeDirectory(root + "/empty-directory")
    try FileSystem.write(root + "/empty-file", [], mode: 0o640)
    try FileSystem.setModified(root + "/empty-file", seconds: time)
    for (name, mode) in files {
      try FileSystem.write(root + "/" + name, Array("bystander \(name)\n".utf8), mode: mode)
      try FileSystem.setModified(root + "/" + name, seconds: time)
    }
    try FileSystem.makeLink(root + "/link", to: "README.md")
    try FileSystem.makeLink(root + "/dangling", to: "nowhere")
  }
}

internal import FaultInjection
internal import Glibc
internal import SystemSupport

/// KG-ROLL-* by faults of the environment, which need no tracing: limits, permissions, a full file system.
enum RollbackCases {
  static func all() -> [TestCase] {
    fileSizes.map { fileSize($0) } + fileSizes.prefix(4).map { fileSize($0, isEmpty: true) }
      + [3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 24, 32, 48].map(openFiles)
      + [readOnlyDirectory] + (0...3).map(fullOfFiles) + (0...2).map(fullOfData)
  }

  private static let judged: [RequirementID] = [
    .roll1, .roll2, .roll3, .roll4, .roll5, .roll6, .roll7, .cli2, .cli4, .secret1,
  ]

  /// A step that prepares or clears away a fault.
  private typealias Step = @Sendable (Sandbox) throws(FileSystem.Failure) -> Void

  /// Runs the subject under a fault, judges what is left, and retries without the fault.
  ///
  /// - Parameters:
  ///   - mount: options of a small file system that the sandbox is made on.
  ///   - isEmpty: whether nothing else is in the directory, which must be there all the same in the end.
  private static func fault(
    _ name: String, _ fault: RollbackChecks.Fault, mount: String? = nil, isEmpty: Bool = false,
    prepare: @escaping Step = { _ throws(FileSystem.Failure) in },
    clear: @escaping Step = { _ throws(FileSystem.Failure) in },
    setting: @escaping @Sendable (Baseline) -> Setting = { _ in Setting() }
  ) -> TestCase {
    TestCase("roll/\(name)", judged) { experiment throws(CaseFailure) in
      guard experiment.baseline.succeeds else {
        return leaveOpen(fault, "no run of the subject succeeds", &experiment)
      }
      let sandbox = try experiment.makeSandbox(madeBeforehand: mount == nil)
      if let mount {
        if let obstacle = try experiment.mount(under: sandbox, options: mount) {
          return leaveOpen(fault, "no file system can be mounted here: \(obstacle)", &experiment)
        }
        try experiment.make { () throws(FileSystem.Failure) in
          try FileSystem.makeDirectory(sandbox.path("work/keys"))
        }
      }
      try experiment.make { () throws(FileSystem.Failure) in
        if !isEmpty { try Bystanders.place(sandbox, "work/keys") }
        try prepare(sandbox)
      }
      let setting = setting(experiment.baseline)
      var fault = fault
      fault.limit = setting.fileSizeLimit
      let observation = try experiment.run(setting, in: sandbox)
      guard RollbackChecks.judge(observation, fault, into: &experiment) else { return }
      try experiment.make { () throws(FileSystem.Failure) in try clear(sandbox) }
      experiment.makeRoom(in: sandbox)
      try RollbackChecks.judgeRetry(in: sandbox, after: fault.phrase, into: &experiment)
    }
  }

  private static func leaveOpen(
    _ fault: RollbackChecks.Fault, _ reason: String, _ experiment: inout Experiment
  ) {
    for requirement in fault.shows { experiment.judgements.leaveOpen(requirement, reason) }
  }

  /// Limits at which the first write fails, or the second, whichever file comes first.
  private static let fileSizes: [(name: String, size: @Sendable (Baseline) -> Int)] = [
    ("zero", { _ in 0 }),
    ("one", { _ in 1 }),
    ("thirty-two", { _ in 32 }),
    ("half-of-public", { $0.publicSize / 2 }),
    ("public-less-one", { $0.publicSize - 1 }),
    ("public", { $0.publicSize }),
    ("between", { ($0.publicSize + $0.privateSize) / 2 }),
    ("private-less-one", { $0.privateSize - 1 }),
  ]

  private static func fileSize(
    _ limit: (name: String, size: @Sendable (Baseline) -> Int), isEmpty: Bool = false
  ) -> TestCase {
    fault(
      "file-size/\(limit.name)\(isEmpty ? "-in-empty-directory" : "")",
      RollbackChecks.Fault(phrase: "files may not grow (\(limit.name))", shows: [.roll2, .roll3]),
      isEmpty: isEmpty,
      setting: { baseline in Setting { $0.fileSizeLimit = Int64(max(0, limit.size(baseline))) } })
  }

  private static func openFiles(_ count: Int) -> TestCase {
    fault(
      "open-files/\(count)",
      RollbackChecks.Fault(phrase: "no more than \(count) open files", shows: [], hampers: true),
      setting: { _ in Setting { $0.openFilesLimit = Int64(count) } })
  }

  private static let readOnlyDirectory = fault(
    "read-only-directory",
    RollbackChecks.Fault(phrase: "the directory is read-only", shows: [.roll3]),
    prepare: { sandbox throws(FileSystem.Failure) in
      try FileSystem.setMode(sandbox.path("work/keys"), 0o555)
    },
    clear: { sandbox throws(FileSystem.Failure) in
      try FileSystem.setMode(sandbox.path("work/keys"), 0o755)
    },
    setting: { _ in Setting { $0.obeysPermissions = true } })

  /// A small file system of its own in which `free` more files can be made.
  private static func fullOfFiles(_ free: Int) -> TestCase {
    full("files-\(free)", "there is room for \(free) more files", "nr_inodes=64,size=1m", free, content: [])
  }

  /// A small file system of its own in which `free` more pages of data can be written.
  private static func fullOfData(_ free: Int) -> TestCase {
    let page = [UInt8](repeating: 0x2e, count: Int(sysconf(Int32(_SC_PAGESIZE))))
    return full(
      "pages-\(free)", "there is room for \(free) more pages of data", "nr_inodes=1k,size=256k", free,
      content: page)
  }

  private static func full(
    _ name: String, _ phrase: String, _ options: String, _ free: Int, content: [UInt8]
  ) -> TestCase {
    fault(
      "full/\(name)", RollbackChecks.Fault(phrase: phrase, shows: [.roll1, .roll2, .roll3]),
      mount: "mode=0755,\(options)",
      prepare: { sandbox throws(FileSystem.Failure) in
        var made = 0
        while made < 1000, (try? FileSystem.write(filler(sandbox, made), content)) != nil { made += 1 }
        FileSystem.removeTree(filler(sandbox, made))
        for number in 0..<min(free, made) { try FileSystem.remove(filler(sandbox, number)) }
      },
      clear: { sandbox throws(FileSystem.Failure) in
        for name in FileSystem.names(in: sandbox.path("work/keys")) ?? [] where name.hasPrefix("filler-") {
          try FileSystem.remove(sandbox.path("work/keys/" + name))
        }
      })
  }

  private static func filler(_ sandbox: Sandbox, _ number: Int) -> String {
    sandbox.path("work/keys/filler-\(number)")
  }
}

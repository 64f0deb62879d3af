internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// LG-STORE-8 and 9: what runs leave that went on beside each other.
enum RaceJudge {
  /// Judges the file in the end.
  ///
  /// - Parameters:
  ///   - runs: each with how it ended.
  ///   - clean: a run without a fault or a rival on the same file: what it does not keep, no rival is blamed for.
  ///   - isNew: whether there was no file at first.
  static func judgeEntries(
    _ sandbox: Sandbox, _ runs: [(setting: Setting, result: RunResult)], _ clean: TracedRun?,
    _ moment: String,
    cleanContent: [UInt8]? = nil, isNew: Bool = false, into judgements: inout Judgements
  ) {
    guard let first = runs.first?.setting else { return }
    let path = sandbox.path(first.configPath)
    let content = FileSystem.read(path, limit: Snapshot.contentLimit)
    // Where there was none, and every run has given up, there is none.
    if isNew, !runs.contains(where: \.result.ending.isSuccess), !FileSystem.exists(path) { return }
    let flaw = content.map { StoredConfiguration.flaw(of: $0) } ?? "missing"
    let endings = runs.map { "\($0.result.ending)" }.joined(separator: ", ")
    guard
      judgements.expect(
        .store8, flaw == nil, "concurrent runs leave a config.json that is not well-formed", moment: moment,
        expected: "one complete JSON object", observed: "\(flaw ?? ""); \(endings)"),
      let stored = content.flatMap({ StoredConfiguration($0) })
    else { return }
    let hosts = runs.flatMap(\.setting.hostNames)
    // Where in the entry the token is, is LG-STORE-1's.
    var lost = runs.filter(\.result.ending.isSuccess).flatMap(\.setting.hostNames)
      .filter { stored.entry($0) == nil }.map { "the entry of \($0)" }
    let measure = cleanContent ?? clean.flatMap { SuccessChecks.content($0.observation, first) }
    if let before = measure.flatMap({ StoredConfiguration($0) }) {
      lost += JSONComparison.losses(from: before.without(hosts), to: stored.without(hosts))
    }
    judgements.expect(
      .store9, lost.isEmpty, "concurrent runs lose entries", moment: moment,
      expected: "the entries of all runs that succeeded, and all that was there before",
      observed: "lost: \(list(lost)); \(endings)")
  }
}

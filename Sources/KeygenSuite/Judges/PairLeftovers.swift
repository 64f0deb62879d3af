internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// What a failed run left behind.
struct PairLeftovers {
  /// What is left of each of the two files, when the run made it.
  enum State {
    case none
    case partial
    case complete
  }

  let privateSet: State
  let publicSet: State
  /// Files that are neither of the two.
  let unexpectedFiles: [String]
  let description: String

  /// Looks at what a run left.
  ///
  /// - Parameter limit: the length in bytes beyond which no file could grow, if there was one.
  init(_ observation: Observation, _ baseline: KeygenBaseline, limit: Int64? = nil) {
    // Where no set can be read anyway, a file as long as usual is all that can be asked for.
    let areUnreadable = !baseline.violations.isDisjoint(with: [.jwks1, .jwks2])
    func state(_ file: KeyFile) -> State {
      guard observation.made(file), let entry = observation.entry(file) else { return .none }
      let content = entry.content ?? []
      var ignored = Judgements()
      let reads = KeySetChecks.judge(content, file, into: &ignored) != nil
      // A file that ends where the limit lies was cut there, even if only its last line end is missing.
      let isCut = limit == entry.size && content.count < baseline.size(file)
      return !isCut && reads || areUnreadable && content.count >= baseline.size(file) ? .complete : .partial
    }
    privateSet = state(.privateSet)
    publicSet = state(.publicSet)
    let parents = ancestors(of: observation.path(.privateSet))
    let made = observation.changes.created.filter { !parents.contains($0) }
    let others = made.filter { path in !KeyFile.allCases.contains { observation.path($0) == path } }
    // What every success leaves beside the pair is KG-FILE-1's.
    let hasPair = privateSet == .complete && publicSet == .complete
    unexpectedFiles = others.filter { path in
      let isUsual =
        baseline.extrasElsewhere.contains(path)
        || baseline.extras.contains { path == observation.directory + "/" + $0 }
      return !(hasPair && isUsual)
    }
    description =
      made.isEmpty
      ? "nothing"
      : made.map { path in
        "\(path) (\(observation.after[path].map { "\($0)" } ?? "gone"))"
      }.joined(separator: ", ")
  }

  var isCompletePair: Bool { privateSet == .complete && publicSet == .complete }
  var isEmpty: Bool { privateSet == .none && publicSet == .none && unexpectedFiles.isEmpty }

  /// Which requirement each kind of leftovers breaks.
  ///
  /// A partial private file means that its own write failed; a complete one, that the public file's did, which comes
  /// after. A complete public file without a complete private one means that it was the private file's write.
  var verdicts: [(RequirementID, Bool, String)] {
    [
      (.roll1, privateSet == .complete, "privkey.json is left of a failed run"),
      (.roll2, publicSet == .partial, "a partial pubkey.json is left of a failed run"),
      (
        .roll3, privateSet == .partial || publicSet == .complete && privateSet != .complete,
        privateSet == .partial
          ? "a partial privkey.json is left of a failed run" : "pubkey.json is left without privkey.json"
      ),
    ]
  }
}

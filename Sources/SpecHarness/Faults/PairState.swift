internal import FaultInjection
internal import SystemSupport

/// What a run under a fault left in the output directory.
struct PairState {
  let remains: Remains
  /// A pair like that of a clean run: both files complete, correct and with their modes.
  let isCorrect: Bool
  /// A complete and correct pair, whatever its modes are.
  let isMatching: Bool
  /// Files that are neither of the two and whose removal was not made to fail, wherever they are.
  let strangers: [String]
  /// Names that the run could not remove because a fault kept it from it.
  let stuck: Set<String>
  /// What the run did not make, and removed or changed, though a run without a fault leaves it alone.
  private let touched: [String]
  let clean: CleanRun
  /// Which of the two names the run made, relative to the sandbox's root.
  private let pair: [String]
  /// Whether a run without a fault does so, too: what becomes of the rest then says nothing of the rollback.
  private let isCareless: Bool

  /// - Parameter flaws: what is wrong with the pairs of runs without a fault; a fault is not blamed for it.
  init(_ run: TracedRun, _ clean: CleanRun, _ baseline: Baseline, flaws: Set<RequirementID>) {
    let observation = run.observation
    self.clean = clean
    pair = KeyFile.allCases.filter(observation.made).map(observation.path)
    remains = Remains(observation, baseline)
    isMatching = observation.madePair && Self.flaws(observation).isSubset(of: flaws)
    isCorrect =
      isMatching
      && KeyFile.allCases.allSatisfy { observation.entry($0)?.mode == clean.modes[$0] }
    let hindered = HinderedRemovals(run, clean)
    stuck = Set(observation.changes.created.filter(hindered.covers))
    let outside = clean.leavesOutside ? [] : run.madeOutside
    strangers =
      remains.strangers.filter { path in
        // A directory that the run created may stay.
        observation.after[path]?.kind != .directory && !hindered.covers(path)
      } + outside.filter { !hindered.covers($0) }
    isCareless = !clean.touched.isEmpty
    touched = observation.touched.filter { !clean.touched.contains($0) }
  }

  /// KG-ROLL-6: what was there before is as it was.
  ///
  /// - Parameter message: what is said of a run that changed something else.
  func judgeTouched(_ message: String, into judgements: inout Judgements) {
    if touched.isEmpty, isCareless {
      return judgements.leaveOpen(.roll6, Self.carelessness)
    }
    judgements.expect(
      .roll6, touched.isEmpty, message, expected: "everything that was there is left as it was",
      observed: "removed or changed: \(list(touched))")
  }

  /// Why nothing can be said of KG-ROLL-6.
  static let carelessness = "runs without a fault change other content, too (KG-DIR-2)"

  private static func flaws(_ observation: Observation) -> Set<RequirementID> {
    var judgements = Judgements()
    _ = PairChecks.judge(observation, into: &judgements)
    return Set(RequirementID.allCases.filter { judgements.violates($0) })
  }

  /// Whether anything is left whose removal nothing kept the run from.
  var leavesMoreThanStuck: Bool { !strangers.isEmpty || !Set(pair).isSubset(of: stuck) }

  /// What is left, in words.
  var description: String {
    let outside = strangers.filter { $0.hasPrefix("/") }
    return outside.isEmpty ? remains.description : "\(remains.description), \(list(outside))"
  }

  func isLeft(_ file: KeyFile, _ observation: Observation) -> Bool {
    observation.made(file) && !stuck.contains(observation.path(file))
  }
}

internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// What a run under a fault left in the output directory, and what that says of KG-ROLL-1 to -7.
///
/// Every judge of a faulted run judges what is left here.
struct PairState {
  let run: FaultedRun
  let leftovers: PairLeftovers
  /// A pair like that of a clean run: both files complete, correct and with their modes.
  let isCorrect: Bool
  /// A complete and correct pair, whatever its modes are.
  let isMatching: Bool
  private let rest: Leftovers
  /// Which of the two names the run made, relative to the sandbox's root.
  private let pair: [String]

  /// - Parameter known: what is wrong with the pairs of runs without a fault; a fault is not blamed for it.
  init(_ run: FaultedRun, _ baseline: KeygenBaseline, known: Set<RequirementID>) {
    let observation = run.observation
    self.run = run
    pair = KeyFile.allCases.filter(observation.made).map(observation.path)
    let leftovers = PairLeftovers(observation, baseline)
    self.leftovers = leftovers
    isMatching = observation.madePair && PairMeasure.violations(observation).isSubset(of: known)
    isCorrect =
      isMatching
      && KeyFile.allCases.allSatisfy { observation.entry($0)?.mode == run.clean.measure.modes[$0] }
    let usual = Set(observation.changes.created).subtracting(leftovers.unexpectedFiles)
    rest = Leftovers(run.run, run.clean, usual: usual.contains)
  }

  var observation: Observation { run.observation }
  /// Files that are neither of the two and whose removal was not made to fail, wherever they are.
  var unexpectedFiles: [String] { rest.unexpectedFiles }
  /// Names that the run could not remove because a fault kept it from it.
  var blocked: Set<String> { rest.blocked }
  /// Whether anything is left whose removal nothing kept the run from.
  var leavesMoreThanBlocked: Bool { !unexpectedFiles.isEmpty || !Set(pair).isSubset(of: blocked) }

  /// What is left, in words.
  var description: String {
    let outside = unexpectedFiles.filter { $0.hasPrefix("/") }
    return outside.isEmpty ? leftovers.description : "\(leftovers.description), \(list(outside))"
  }

  /// Whether a file is held against the run.
  func isLeft(_ file: KeyFile) -> Bool { observation.made(file) && !blocked.contains(observation.path(file)) }

  // MARK: Judgements

  /// KG-ROLL-4: a status, a message, an end.
  func judgeReport(into judgements: inout Judgements) {
    LeftoverChecks.judgeReport(
      observation, moment: run.moment, observed: "\(observation.summary); left: \(description)",
      into: &judgements)
  }

  /// KG-ROLL-6: what was there before is as it was.
  ///
  /// - Parameter message: what is said of a run that changed something else.
  func judgeTouched(
    _ message: String = "changed what the run did not create", into judgements: inout Judgements
  ) {
    LeftoverChecks.judgeTouched(
      rest.touched, isCareless: !run.clean.touched.isEmpty, message, moment: moment, into: &judgements)
  }

  /// KG-ROLL-7: nothing but the pair is left.
  func judgeUnexpectedFiles(_ message: String, into judgements: inout Judgements) {
    LeftoverChecks.judgeUnexpectedFiles(unexpectedFiles, message, moment: moment, into: &judgements)
  }

  /// The fault and the call, as a message ends with it.
  var moment: String {
    switch run.fault.fault {
    case .signal, .kill: "\(run.fault.fault) \(run.fault.call.name)"
    case .concurrentWriter: "\(file.name) appears before \(run.fault.call.name)"
    case .error, .lost, .short, .fullAfterHalf: run.moment
    }
  }

  /// The file that a concurrent writer makes.
  var file: KeyFile { run.fault.concern == .privkey ? .privateSet : .publicSet }
}

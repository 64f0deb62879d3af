internal import FaultInjection
internal import SpecHarness
internal import SystemSupport

/// Finds out how the subject is to be called before the cases begin.
enum Probe {
  /// Tries the documented forms until one works.
  ///
  /// - Throws: `CaseFailure` when the subject cannot be started.
  static func baseline(_ context: CaseContext) throws(CaseFailure) -> KeygenBaseline {
    var best = KeygenBaseline()
    var leavesProcesses = false
    var experiment = Experiment(context, name: "probe")
    var timeOuts = 0
    for form in InvocationForm.allCases {
      for needsDirectory in form == .defaultDirectory ? [true] : [false, true] {
        let sandbox = try experiment.makeSandbox(madeBeforehand: needsDirectory)
        defer { sandbox.remove() }
        let observation = try experiment.run(Setting { $0.form = form }, in: sandbox)
        leavesProcesses = leavesProcesses || observation.result.strays > 0
        var found = baseline(observation, form, needsDirectory)
        found.leavesProcesses = leavesProcesses
        if found.succeeds {
          let second = try experiment.run(Setting { $0.form = form }, in: sandbox)
          let names = second.after.names(below: second.directory)
          found.seconds = Double(min(observation.result.elapsed, second.result.elapsed)) / 1e9
          let processorTime = min(observation.result.processorTime, second.result.processorTime)
          found.processorSeconds = Double(processorTime) / 1e9
          found.isTidy = names == KeyFile.allCases.map(\.name).sorted()
          return found
        }
        if found.works, !best.works { best = found }
        if observation.ending == .timedOut { timeOuts += 1 }
        if timeOuts == 2 {
          best.hangs = true
          return best
        }
      }
    }
    return best
  }

  private static func baseline(
    _ observation: Observation, _ form: InvocationForm, _ needsDirectory: Bool
  ) -> KeygenBaseline {
    var baseline = KeygenBaseline()
    baseline.form = form
    baseline.needsDirectory = needsDirectory
    baseline.works = KeyFile.allCases.contains { observation.made($0) }
    baseline.succeeds = observation.ending.isSuccess && observation.madePair
    baseline.printsLines = !SuccessLine.all(in: observation.result.standardOutput).isEmpty
    let parents = ancestors(of: observation.path(.privateSet))
    baseline.extrasElsewhere = Set(
      observation.changes.created.filter {
        !$0.hasPrefix(observation.directory + "/") && !parents.contains($0)
      })
    baseline.extras = observation.after.names(below: observation.directory).filter {
      KeyFile(rawValue: $0) == nil
    }
    baseline.privateSize = observation.content(.privateSet)?.count ?? 0
    baseline.publicSize = observation.content(.publicSet)?.count ?? 0
    var judgements = Judgements()
    _ = PairChecks.judge(observation, into: &judgements)
    baseline.matches = ![.kid1, .key2, .jwk6, .jwks2].contains { judgements.violates($0) }
    return baseline
  }
}

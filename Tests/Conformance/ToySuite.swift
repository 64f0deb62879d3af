import FaultInjection
import SpecHarness
import SystemSupport

extension RequirementID {
  static let (out1, out2, out3) = (Self("TOY-OUT-1"), Self("TOY-OUT-2"), Self("TOY-OUT-3"))
}

/// A whole suite, for programs that must write `out.txt` atomically into the directory that they are given.
struct ToySuite: ConformanceSuite {
  static let (old, new) = (Array("the old content\n".utf8), Array("the new content\n".utf8))
  static let (file, manual) = ("work/out.txt", [Source.standard("toy(1)")])

  // What is promised. A name is fixed for good; a statement uses the words of RFC 2119.
  static let promises = [
    Requirement(
      .out1, .must, .documented, statement: "A run MUST put the new content into `out.txt` and exit 0.",
      sources: manual, rationale: "It is what the program is for.", checked: "By a plain run."),
    Requirement(
      .out2, .must, .documented, statement: "`out.txt` MUST hold all of the old content or all of the new.",
      sources: manual, rationale: "Half a file misleads its reader.", checked: "By any fault."),
    Requirement(
      .out3, .must, .documented, statement: "A failed run MUST NOT exit 0, and MUST leave no other file.",
      sources: manual, rationale: "Nobody repairs what nobody sees.", checked: "By failures."),
  ]
  let specification = Specification(
    prefix: "TOY", version: "1.0.0", areas: [Area("OUT", title: "The file out.txt", promises)])

  // How a subject is called. Faults go into the calls that are about this directory and these files.
  func invocation(in sandbox: Sandbox, _ baseline: PlainBaseline) -> Invocation {
    var invocation = Invocation(directory: "work")
    invocation.arguments = [sandbox.work]
    invocation.files = [WatchedFile(FileLabel("out"), at: sandbox.path(Self.file), .replaced)]
    return invocation
  }

  // What success is, whatever the subject says. No fault goes into a subject that fails without one.
  func isComplete(_ run: Observation) -> Bool { run.after[Self.file]?.content == Self.new }

  // What a run finds. Each run has a sandbox of its own, so that no case depends on another.
  func makeSandbox(for _: PlainScenario, _ test: inout Experiment<Self>) throws(CaseFailure) -> Sandbox {
    let sandbox = try test.makeSandbox(with: nil)
    try test.write(Self.old, to: Self.file, in: sandbox)
    return sandbox
  }

  // The cases without a fault. Each names all that it may judge, so that `--only` finds it.
  var baselineCases: [TestCase<Self>] { [TestCase("write/plain", [.out1], runPlainly)] }

  func runPlainly(_ test: inout Experiment<Self>) throws(CaseFailure) {
    let sandbox = try makeSandbox(for: .plain, &test)
    let run = try test.run(invocation(in: sandbox, test.baseline), in: sandbox)
    test.judgements.expect(
      .out1, run.ending.isSuccess && isComplete(run), "the new content is not there",
      expected: "exit status 0 and the new content", observed: run.summary)
  }

  // What a fault may show. SIGKILL gives no time to clean up, so only a call that fails shows TOY-OUT-3.
  let tracedRequirements: Set<RequirementID> = [.out2, .out3]
  func requirements(of fault: FaultCase<PlainScenario>) -> [RequirementID] {
    fault.isFailure ? [.out2, .out3] : [.out2]
  }

  // What it showed. `Leftovers` leaves out what the fault kept the run from removing.
  func judge(_ faulted: FaultedRun<Self>, in test: inout Experiment<Self>) -> FaultGrid.Cell {
    let run = faulted.observation
    test.judgements.expect(
      .out2, isComplete(run) || run.after[Self.file]?.content == Self.old, "out.txt is a mixture",
      moment: faulted.moment, expected: "all of the old content or of the new", observed: run.summary)
    let left = Leftovers(faulted.run, faulted.clean).unexpectedFiles
    let isTrue = run.ending.isSuccess ? isComplete(run) && !faulted.ignoresLostWrite : run.ending.isRefusal
    if faulted.fault.isFailure {
      test.judgements.expect(
        .out3, isTrue && left.isEmpty, "a failure is not reported, or leaves a file", moment: faulted.moment,
        expected: "a status other than 0 and no other file", observed: "\(run.summary); left: \(list(left))")
    }
    if test.judgements.all.contains(where: \.isViolated) { return .fail }
    return run.ending.isSuccess ? .tolerated : .pass
  }
}

import KeygenSuite
import SpecHarness
import Testing

/// Programs that compare a name with the file that they made, by fstat(2) and lstat(2), before they remove it.
@Suite(
  "Careful key writers in other languages", .serialized,
  .enabled(if: tracingUnavailableReason == nil, "calls cannot be traced here"))
struct CarefulSubjectTests {
  private static let subjects: [CorrectSubject] = [
    CorrectSubject(
      name: "Python", runner: .tool(["/usr/bin/python3", "-B"], script: "careful.py"), module: "cryptography"),
    CorrectSubject(name: "Node", runner: .tool(["node"], script: "careful.mjs")),
  ]

  private static let javaOptions = ["-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]

  /// Whether a case lets every later look fail, too; one error of each call will do, for their time's sake.
  @Sendable private static func isLastingLook(_ name: String) -> Bool {
    name.contains("stat") && name.contains(":p") && name.hasSuffix("EIO for good")
  }

  private func check(_ command: [String]) throws {
    let trial = try FaultTrial(Keygen(), command, timeout: 60, select: Self.isLastingLook)
    let found = trial.violations.map { "\($0.key): \($0.value)" }.sorted()
    #expect(found.isEmpty, "\(found)")
    // The looks before the pair, those after the creations: names are taken twice.
    #expect(trial.records.count >= 4, "\(trial.records.map(\.name))")
    #expect(trial.grid.count(.unjudged) == 0)
    #expect(trial.grid.count(.fail) == 0)
  }

  @Test("A name that could not be looked at before its removal is not held against them", arguments: subjects)
  func interpreted(subject: CorrectSubject) throws {
    try check(try commandOrSkip(subject.command))
  }

  @Test("Nor against the Java virtual machine's looks")
  func java() throws {
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.tool("java")] + Self.javaOptions + [
        "-cp", try SubjectPrograms.path(.java), "Careful",
      ]
    }
    try check(command)
  }
}

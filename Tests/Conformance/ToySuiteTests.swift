import FaultInjection
import Foundation
import SpecHarness
import SystemSupport
import Testing

/// The suite of the tutorial in CONTRIBUTING.md, on a program that keeps its promises and on programs that break one each.
@Suite("The tutorial's suite", .enabled(if: tracingUnavailableReason == nil, "calls cannot be traced here"))
struct ToySuiteTests {
  /// A program for the toy suite, and what it breaks.
  struct Program: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let breaks: Set<RequirementID>

    var testDescription: String { name }
  }

  /// Writes beside the file, flushes, and renames; what fails is undone and reported.
  private static let careful = """
    import os, sys
    target = os.path.join(sys.argv[1], "out.txt")
    temporary = target + ".new"
    try:
        with open(temporary, "w") as file:
            file.write("the new content\\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as error:
        try:
            os.unlink(temporary)
        except OSError:
            pass
        sys.exit(f"toy: {error}")

    """

  private static let inPlace = """
    import os, sys
    try:
        with open(os.path.join(sys.argv[1], "out.txt"), "w") as file:
            file.write("the new content\\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        sys.exit(f"toy: {error}")

    """

  /// The careful program with one thing changed.
  private static func mutant(
    _ name: String, _ part: String, _ other: String, breaks: RequirementID
  ) -> Program {
    Program(name: name, text: careful.replacing(part, with: other), breaks: [breaks])
  }

  static let mutants = [
    Program(name: "writes in place", text: inPlace, breaks: [.out2]),
    mutant(
      "removes the old file first", "    os.replace", "    os.unlink(target)\n    os.replace", breaks: .out2),
    mutant("leaves its temporary file", "os.unlink(temporary)", "pass", breaks: .out3),
    mutant("fails in silence", #"sys.exit(f"toy: {error}")"#, "sys.exit(0)", breaks: .out3),
    mutant(
      "does not mind a failed flush", "        os.fsync(file.fileno())",
      "        try: os.fsync(file.fileno())\n        except OSError: pass", breaks: .out3),
    mutant("writes something else", "the new content", "the newest content", breaks: .out1),
    mutant(
      "reports a success as a failure", "os.replace(temporary, target)",
      "os.replace(temporary, target); sys.exit(3)", breaks: .out1),
  ]

  private func judge(_ program: String) throws -> Report {
    let workshop = try Workshop()
    let path = workshop.path("toy.py")
    try FileSystem.write(path, Array(program.utf8))
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.tool("/usr/bin/python3", "python3"), "-S", path]
    }
    let report = try SuiteRun(ToySuite(), SuiteOptions(command: command, jobs: 2)).run()
    withExtendedLifetime(workshop) {}
    return report
  }

  @Test("A careful program passes, and every kind of fault was made")
  func careful() throws {
    let report = try judge(Self.careful)
    let found = report.results.flatMap(\.findings).map { "\($0.message): \($0.observed)" }
    #expect(found.isEmpty, "\(found)")
    #expect(report.results.map(\.status) == [.pass, .pass, .pass])
    #expect(report.verdict == .conformant)
    let grid = try #require(report.grid)
    #expect(grid.count(.unjudged) == 0 && grid.count(.pass) > 20)
    for kind in ["ENOSPC once", "EIO for good", "SIGTERM before", "SIGKILL after", "short write of half"] {
      #expect(grid.columns.contains(kind), "\(grid.columns)")
    }
  }

  @Test("Breaks this and nothing else", arguments: mutants)
  func exact(mutant: Program) throws {
    #expect(mutant.text != Self.careful)
    let report = try judge(mutant.text)
    let found = report.results.flatMap(\.findings).map { "\($0.message): \($0.observed)" }
    #expect(report.violated == mutant.breaks, "\(found)")
    #expect(report.verdict == .nonconformant)
  }

  @Test("The tutorial is no longer than it says")
  func length() throws {
    let text = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ToySuite.swift"),
      encoding: .utf8)
    #expect(text.count { $0 == "\n" } <= 80)
  }
}

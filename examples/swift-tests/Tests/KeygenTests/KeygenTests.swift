import Foundation
import KeygenSuite
import SpecHarness
import Testing

// What is tested: the words of the variable KEYGEN, or `mirror keygen` with `mirror` on the path.
let words = (ProcessInfo.processInfo.environment["KEYGEN"] ?? "mirror keygen").split(separator: " ")

// Without `faults: .environment`, the program's system calls are made to fail, too, which takes longer.
let keygen = SharedRun(
  try KeygenConformance(SuiteOptions(command: words.map(String.init), faults: .environment)))

@Test(arguments: try keygen.requirements)
func conforms(to requirement: Requirement) async throws {
  for problem in try await keygen.problems(with: requirement) { Issue.record("\(problem)") }
}

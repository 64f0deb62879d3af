import Foundation
import SpecHarness
import Testing

@Suite("Key writers that are wrong in one way")
struct MutantTests {
  @Test("The manifest and the program know the same mutations")
  func sameNames() throws {
    let program = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.path(.mutant), "--list"]
    }
    let known = try SubjectPrograms.run(program).output.split(separator: "\n").map(String.init)
    #expect(Set(Mutant.all.map(\.name)) == Set(known).subtracting(["none"]))
    #expect(Set(Mutant.all.map(\.name)).count == Mutant.all.count)
  }

  @Test("Every requirement is broken by a mutant", arguments: RequirementID.allCases)
  func covered(requirement: RequirementID) {
    #expect(Mutant.all.contains { $0.breaksHardened.contains(requirement) })
    #expect(
      Mutant.all.contains { $0.breaksHardened.contains(requirement) && !$0.isHopeless },
      "only by programs that do not work at all")
  }

  @Test("Fails what it breaks and nothing else", arguments: Mutant.all)
  func exact(mutant: Mutant) throws {
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.path(.mutant), mutant.name]
    }
    let report = try judge(command, timeout: mutant.hangs ? 1.5 : 10)
    Matrix.record(mutant, report)
    check(mutant, report)
  }

  /// What the mutant leaves outside its sandboxes.
  private static let outside = "/var/tmp/.keygen-mutant-seed"

  private func check(_ mutant: Mutant, _ report: Report) {
    try? FileManager.default.removeItem(atPath: Self.outside)
    let found = report.violated
    let isTraced = report.faultMechanism == "syscall"
    // What this machine cannot show is no one's fault; a skip never reads as a pass.
    let expected = (isTraced ? mutant.breaksHardened : mutant.breaks).subtracting(report.unjudged)
    let missed = expected.subtracting(found)
    #expect(missed.isEmpty, "\(mutant.name): not found: \(missed.listed); found: \(found.listed)")
    let surplus = found.subtracting(mutant.breaksHardened).subtracting(mutant.may)
    #expect(mutant.isHopeless || surplus.isEmpty, "\(mutant.name): \(report.findings(of: surplus))")
    if !mutant.breaks.isEmpty { #expect(report.verdict == .nonconformant) }
  }
}

import SpecHarness
import Testing

@Suite("Correct key writers of another make")
struct SubjectTests {
  @Test("Conformant, without a finding", arguments: CorrectSubject.all)
  func conformant(subject: CorrectSubject) throws {
    let command = try commandOrSkip(subject.command)
    let report = try judge(command)
    let found = report.violated.subtracting(subject.waives)
    #expect(found.isEmpty, "\(report.findings(of: found))")
    #expect(report.verdict == .conformant)
  }

  @Test("At least four makes can be judged here")
  func enough() {
    let usable = CorrectSubject.all.filter { (try? $0.command()) != nil }
    #expect(usable.count >= 4, "usable: \(usable.map(\.name))")
  }
}

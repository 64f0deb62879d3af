import Foundation
import SpecHarness
import Testing

@Suite("Correct key writers of another make")
struct SubjectTests {
  @Test("Conformant, without a finding", arguments: CorrectSubject.all)
  func conformant(subject: CorrectSubject) throws {
    let command = try commandOrSkip(subject.command)
    let report = try judge(command, faults: .environment)
    let found = report.violated.subtracting(subject.waives)
    #expect(found.isEmpty, "\(report.findings(of: found))")
    #expect(report.verdict == .conformant)
  }

  private static let isThorough = ProcessInfo.processInfo.environment["MIRROR_THOROUGH"] != nil

  @Test(
    "Hardened, with every system call failed in turn",
    arguments: CorrectSubject.all.filter { !$0.isSlow || isThorough })
  func hardened(subject: CorrectSubject) throws {
    let report = try judge(
      try commandOrSkip(subject.command), profile: .hardened,
      faultShare: Self.isThorough ? 1 : subject.faultShare)
    let found = report.violated.subtracting(subject.waives)
    #expect(found.isEmpty, "\(report.findings(of: found))")
    // Without tracing, some of the profile stays open.
    #expect(
      report.verdict == .conformant || report.faultMechanism != "syscall" && report.verdict == .inconclusive)
  }

  @Test("At least four makes can be judged here")
  func enough() {
    let usable = CorrectSubject.all.filter { (try? $0.command()) != nil }
    #expect(usable.count >= 4, "usable: \(usable.map(\.name))")
  }
}

import Foundation
import LoginSuite
import SpecHarness
import Testing

@Suite("Logins that are wrong in one way")
struct LoginMutantTests {
  @Test("The manifest and the program know the same mutations")
  func sameNames() throws {
    let program = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.path(.login), "--list"]
    }
    let known = try SubjectPrograms.run(program).output.split(separator: "\n").map(String.init)
    #expect(Set(LoginMutant.all.map(\.name)) == Set(known).subtracting(LoginMutant.correct))
    #expect(Set(LoginMutant.all.map(\.name)).count == LoginMutant.all.count)
    #expect(LoginMutant.all.count >= 60)
  }

  @Test("Every requirement is broken by a mutant", arguments: Specification.login.ids)
  func covered(requirement: RequirementID) {
    #expect(LoginMutant.all.contains { $0.breaks.contains(requirement) })
  }

  @Test("Fails what it breaks and nothing else", arguments: LoginMutant.all)
  func exact(mutant: LoginMutant) throws {
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.path(.login), mutant.name]
    }
    let report = try judgeLogin(
      command, faults: mutant.needsTracing ? .auto : .environment,
      timeout: mutant.name == "hangs-on-failure" ? 1.5 : 10)
    if mutant.name == "copy-outside" {
      try? FileManager.default.removeItem(atPath: "/var/tmp/.login-mutant-copy")
    }
    let isTraced = report.faultMechanism == "syscall"
    // What this machine cannot show is no one's fault; a skip never reads as a pass.
    let expected =
      isTraced || !mutant.needsTracing ? mutant.breaks : mutant.breaks.intersection(report.violated)
    let missed = expected.subtracting(report.violated)
    #expect(missed.isEmpty, "\(mutant.name): not found: \(missed.names); found: \(report.violated.names)")
    let surplus = report.violated.subtracting(mutant.breaks).subtracting(mutant.may)
    #expect(surplus.isEmpty, "\(mutant.name): \(report.findings(of: surplus))")
    Matrix.login.record(mutant.name, report, isExact: missed.isEmpty && surplus.isEmpty)
  }
}

@Suite("Correct logins of other makes")
struct LoginSubjectTests {
  @Test("Conformant in the documented profile, without a finding", arguments: LoginSubject.all)
  func documented(subject: LoginSubject) throws {
    let report = try judgeLogin(
      try commandOrSkip(subject.command), profile: .documented, faults: .environment)
    #expect(report.violated.isEmpty, "\(report.findings(of: report.violated))")
    #expect(report.verdict == .conformant)
  }

  private static let isThorough = ProcessInfo.processInfo.environment["MIRROR_THOROUGH"] != nil

  @Test("Hardened, with system calls failed in turn", arguments: LoginSubject.all)
  func hardened(subject: LoginSubject) throws {
    let report = try judgeLogin(
      try commandOrSkip(subject.command), faultShare: Self.isThorough ? 1 : subject.faultShare)
    #expect(report.violated.isEmpty, "\(report.findings(of: report.violated))")
    // Without tracing, some of the profile stays open.
    #expect(
      report.verdict == .conformant || report.faultMechanism != "syscall" && report.verdict == .inconclusive)
  }

  @Test("A third party's is short: the documents say all that it takes")
  func short() throws {
    let text = try String(contentsOfFile: LoginSubject.script("thirdparty.py"), encoding: .utf8)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 150)
  }
}

extension Set<RequirementID> {
  /// In order, for a message.
  fileprivate var names: String { sorted().map(\.rawValue).joined(separator: " ") }
}

import Foundation
import KeygenSuite
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

  @Test("Every requirement is broken by a mutant", arguments: Specification.keygen.ids)
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
    // Only for the one that writes to it: others run at the same time.
    if mutant.name == "seed-appended-outside" {
      _ = FileManager.default.createFile(
        atPath: Self.outside("log"), contents: Data("older\n".utf8),
        attributes: [.posixPermissions: 0o600])
    }
    let report = try judge(
      command, timeout: mutant.hangs ? 1.5 : 10, profile: mutant.needsTracing ? .hardened : .documented,
      faults: mutant.needsTracing ? .auto : .environment,
      samplingSeconds: Mutant.rare.contains { $0.name == mutant.name } ? nil : 0.1,
      faultShare: mutant.faultShare)
    Matrix.keygen.record(mutant.name, report, isExact: check(mutant, report))
  }

  @Test("So do programs as people write them in a hurry", arguments: Mutant.habits)
  func habits(mutant: Mutant) throws {
    let words = mutant.name.split(separator: " ").map(String.init)
    let subject = CorrectSubject(
      name: words[0],
      runner: .tool(words[0] == "habits.py" ? ["/usr/bin/python3", "-B"] : ["sh"], script: words[0]),
      arguments: [words[1]], needs: ["openssl"], module: words[0] == "habits.py" ? "cryptography" : nil)
    let report = try judge(
      try commandOrSkip(subject.command), timeout: mutant.hangs ? 3 : 20, faults: .environment,
      samplingSeconds: 0.1)
    check(mutant, report)
  }

  /// What mutants leave outside their sandboxes.
  private static func outside(_ what: String) -> String { "/var/tmp/.keygen-mutant-\(what)-\(getuid())" }

  private static func removeOutside(_ what: String) {
    let beginning = outside(what)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/var/tmp")) ?? []
    for path in names.map({ "/var/tmp/" + $0 }) where path == beginning || path.hasPrefix(beginning + "-") {
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  private static let outsiders = [
    "seed-outside": "seed", "seed-appended-outside": "log", "copy-outside-on-failure": "copy",
  ]

  /// Whether all was found that the mutant breaks, and nothing else.
  @discardableResult
  private func check(_ mutant: Mutant, _ report: Report) -> Bool {
    // Only by the one that leaves it: others run at the same time.
    if let what = Self.outsiders[mutant.name] { Self.removeOutside(what) }
    let found = report.violated
    let isTraced = report.faultMechanism == "syscall"
    // What this machine cannot show is no one's fault; a skip never reads as a pass.
    let expected = (isTraced ? mutant.breaksHardened : mutant.breaks).subtracting(report.unjudged)
      .subtracting(hasHardwareAddress ? [] : [.kid5])
    let missed = expected.subtracting(found)
    if isTraced, mutant.needsTracing {
      let unjudged = report.unjudged.intersection(mutant.breaksHardened).subtracting([.kid5])
      #expect(unjudged.isEmpty, "\(mutant.name): not judged: \(unjudged.listed)")
    }
    #expect(missed.isEmpty, "\(mutant.name): not found: \(missed.listed); found: \(found.listed)")
    let surplus = found.subtracting(mutant.breaksHardened).subtracting(mutant.may)
    #expect(mutant.isHopeless || surplus.isEmpty, "\(mutant.name): \(report.findings(of: surplus))")
    if !mutant.breaks.isEmpty { #expect(report.verdict == .nonconformant) }
    return missed.isEmpty && (mutant.isHopeless || surplus.isEmpty)
  }
}

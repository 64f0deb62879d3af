import Foundation
import KeygenSuite
import LoginSuite
import SpecHarness
import Synchronization

/// Requirements against the mutants of a suite: who was caught by what.
///
/// Written once every mutant has been judged.
final class Matrix: Sendable {
  /// A mutant, and what a judge has to say of it.
  struct Subject: Sendable {
    let name: String
    let summary: String
    let breaks: Set<RequirementID>
  }

  private struct Verdict {
    let violated: Set<RequirementID>
    let mechanism: String
    let isExact: Bool
  }

  static let keygen = Matrix(
    "keygen", .keygen,
    Mutant.all.map { Subject(name: $0.name, summary: $0.summary, breaks: $0.breaksHardened) })
  static let login = Matrix(
    "login", .login, LoginMutant.all.map { Subject(name: $0.name, summary: $0.summary, breaks: $0.breaks) })

  private let suite: String
  private let specification: Specification
  private let subjects: [Subject]
  private let verdicts = Mutex<[String: Verdict]>([:])

  private init(_ suite: String, _ specification: Specification, _ subjects: [Subject]) {
    self.suite = suite
    self.specification = specification
    self.subjects = subjects
  }

  /// How many mutants break a requirement.
  func count(_ id: RequirementID) -> Int { subjects.count { $0.breaks.contains(id) } }

  /// Where the matrix goes: below the path in `MIRROR_MATRIX`, or below `artifacts` in the project.
  private var path: String {
    let folder =
      ProcessInfo.processInfo.environment["MIRROR_MATRIX"]
      ?? SpecFiles.root.appendingPathComponent("artifacts").path
    return "\(folder)/mutants-\(suite).md"
  }

  /// Notes the report on a mutant.
  ///
  /// - Parameter isExact: whether all that it breaks was found, and nothing else.
  func record(_ name: String, _ report: Report, isExact: Bool) {
    let complete = verdicts.withLock { verdicts in
      verdicts[name] = Verdict(
        violated: report.violated, mechanism: report.faultMechanism, isExact: isExact)
      return verdicts.count == subjects.count ? verdicts : nil
    }
    guard let complete else { return }
    let url = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text(complete).write(to: url, atomically: true, encoding: .utf8)
      print("The matrix of requirements and mutants is in \(path)")
    } catch {
      print("The matrix could not be written to \(path): \(error)")
    }
  }

  /// The score of each requirement, then who was caught by what.
  private func text(_ verdicts: [String: Verdict]) -> String {
    let mechanism = Set(verdicts.values.map(\.mechanism)).sorted().joined(separator: ", ")
    let exact = subjects.count { verdicts[$0.name]?.isExact ?? false }
    var lines = [
      "| Requirement | Mutants | Killed for exactly that |", "| --- | ---: | ---: |",
    ]
    for id in specification.ids {
      let breaking = subjects.filter { $0.breaks.contains(id) }
      let killed = breaking.count { verdicts[$0.name]?.isExact ?? false }
      lines.append("| \(id) | \(breaking.count) | \(killed) |")
    }
    lines += [
      "| all | \(subjects.count) | \(exact) |", "", "Faults by \(mechanism).", "",
      "| Mutant | What is wrong | Breaks | Found |", "| --- | --- | --- | --- |",
    ]
    for subject in subjects {
      let found = verdicts[subject.name]?.violated.listed ?? ""
      lines.append("| \(subject.name) | \(subject.summary) | \(subject.breaks.listed) | \(found) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

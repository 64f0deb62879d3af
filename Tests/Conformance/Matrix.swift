import Foundation
import KeygenSuite
import SpecHarness
import Synchronization

/// Requirements against mutants: who was caught by what.
///
/// Written once every mutant has been judged.
enum Matrix {
  private static let rows = Mutex<[String: Row]>([:])

  private struct Row {
    let violated: Set<RequirementID>
    let mechanism: String
  }

  /// Where the matrix goes: the path in `MIRROR_MATRIX`, or `artifacts/matrix.md` in the project.
  static let path =
    ProcessInfo.processInfo.environment["MIRROR_MATRIX"]
    ?? SpecFiles.root.appendingPathComponent("artifacts/matrix.md").path

  /// Notes the report on a mutant.
  static func record(_ mutant: Mutant, _ report: Report) {
    let complete = rows.withLock { rows in
      rows[mutant.name] = Row(violated: report.violated, mechanism: report.faultMechanism)
      return rows.count == Mutant.all.count ? rows : nil
    }
    guard let complete else { return }
    let url = URL(fileURLWithPath: path)
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    do {
      try text(complete).write(to: url, atomically: true, encoding: .utf8)
      print("The matrix of requirements and mutants is in \(path)")
    } catch {
      print("The matrix could not be written to \(path): \(error)")
    }
  }

  /// A table with a line for each requirement, and one with a line for each mutant.
  private static func text(_ rows: [String: Row]) -> String {
    let mechanism = Set(rows.values.map(\.mechanism)).sorted().joined(separator: ", ")
    var lines = [
      "# Requirements × mutants", "",
      "\(Mutant.all.count) mutants; faults by \(mechanism). \u{2714} caught, \u{2718} missed, + a consequence.",
      "",
      "| Requirement | Caught | Mutants |", "|---|---|---|",
    ]
    for id in Specification.keygen.ids {
      let breaking = Mutant.all.filter { $0.breaksHardened.contains(id) }
      let caught = breaking.filter { rows[$0.name]?.violated.contains(id) ?? false }
      let consequences = Mutant.all.filter {
        !$0.breaksHardened.contains(id) && rows[$0.name]?.violated.contains(id) ?? false
      }
      let names =
        breaking.map { mutant in
          (caught.contains { $0.name == mutant.name } ? "\u{2714} " : "\u{2718} ") + mutant.name
        } + consequences.map { "+ \($0.name)" }
      lines.append("| \(id) | \(caught.count)/\(breaking.count) | \(names.joined(separator: ", ")) |")
    }
    lines += ["", "| Mutant | What is wrong | Breaks | Found |", "|---|---|---|---|"]
    for mutant in Mutant.all {
      let found = rows[mutant.name]?.violated.listed ?? ""
      lines.append("| \(mutant.name) | \(mutant.summary) | \(mutant.breaksHardened.listed) | \(found) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

import KeygenSuite
import LoginSuite
import SpecHarness
import Testing

/// One letter per requirement, as in the table that outside checks are written against: D and H are the profiles, a small
/// letter stands for a SHOULD, and a point behind it for what the suite `store` judges, too.
private let fixedTable: [(area: String, letters: String)] = [
  ("CLI", "D.D"), ("CONF", "DDDHH"), ("TOK", "DDDDH"), ("KEY", "Hh"), ("STORE", "D.D.D.H.H.H.D.D.H."),
  ("FAIL", "D.D.D.H.H.H.h."), ("SEC", "D.H."),
]

private struct Row: Equatable, CustomStringConvertible {
  let id: String
  let profile: Profile
  let level: Level
  var isStored = false

  var description: String { "\(id) \(profile) \(level)" }

  static let all: [Row] = fixedTable.flatMap { area, letters in
    var rows: [Row] = []
    for letter in letters {
      if letter == "." {
        rows[rows.count - 1].isStored = true
      } else {
        rows.append(
          Row(
            id: "LG-\(area)-\(rows.count + 1)", profile: letter.uppercased() == "D" ? .documented : .hardened,
            level: letter.isUppercase ? .must : .should))
      }
    }
    return rows
  }

  static func of(_ specification: Specification) -> [Row] {
    specification.requirements.map { Row(id: $0.id.rawValue, profile: $0.profile, level: $0.level) }
  }
}

@Suite("The catalog of `login`")
struct LoginCatalogTests {
  @Test("Names, order, profiles and levels are the published ones")
  func publishedTable() {
    #expect(Row.all.count == 32)
    let plain = Row.all.map { Row(id: $0.id, profile: $0.profile, level: $0.level) }
    #expect(Row.of(.login) == plain)
  }

  @Test("`store` judges the requirements marked S, one of them as a recommendation")
  func store() {
    let expected = Row.all.filter(\.isStored).map {
      Row(id: $0.id, profile: $0.profile, level: $0.id == "LG-STORE-4" ? .should : $0.level)
    }
    #expect(Row.of(.store) == expected)
  }

  @Test(
    "The statement uses the key word of its level and no weaker or stronger one",
    arguments: Specification.login.requirements + Specification.store.requirements)
  func keyWords(requirement: Requirement) {
    #expect(requirement.statement.contains("MUST") == (requirement.level == .must))
    #expect(requirement.statement.contains("SHOULD") == (requirement.level == .should))
    #expect(!requirement.statement.contains("MAY"))
  }

  @Test(
    "The texts are complete sentences on one line, with a source", arguments: Specification.login.requirements
  )
  func texts(requirement: Requirement) {
    for text in [requirement.statement, requirement.rationale, requirement.checked] {
      #expect(text.count > 20)
      #expect(text.hasSuffix("."))
      #expect(!text.contains("\n") && !text.contains("  ") && !text.contains("|"))
    }
    #expect(Set(requirement.sources.map(\.description)).count == requirement.sources.count)
    // What a `login` owes is in the document, or follows from it for a careful one.
    let clauses = requirement.sources.filter { if case .clause = $0 { true } else { false } }
    #expect(!clauses.isEmpty)
    for case .standard(let section) in requirement.sources {
      #expect(section.hasPrefix("RFC ") || section.hasPrefix("POSIX."))
    }
  }

  @Test(
    "Every clause is covered or excluded with a reason",
    arguments: Specification.login.document.flatMap(\.clauses))
  func coverage(clause: Clause) {
    let requirements = Specification.login.requirements(from: clause)
    switch clause.treatment {
    case .covered(let scope):
      #expect(!requirements.isEmpty)
      #expect(scope != "")
    case .excluded(let reason, let destination):
      #expect(requirements.isEmpty, "excluded, and yet a source")
      #expect(!reason.isEmpty && !destination.isEmpty)
    }
  }

  @Test("What the specification of `keygen` leaves to that of `login` is covered there")
  func everyClause() {
    let covered = Specification.login.document.flatMap(\.clauses)
    for clause in Specification.keygen.document.flatMap(\.clauses) {
      guard case .excluded(_, let destination) = clause.treatment, destination.contains("`login`") else {
        continue
      }
      let own = covered.first { $0.name == clause.name }
      if case .covered? = own?.treatment { continue }
      Issue.record("\(clause.name) is covered nowhere")
    }
  }
}

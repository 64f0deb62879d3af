import KeygenSuite
import SpecHarness
import Testing

/// One row of the table that outside checks are written against, kept apart from the catalog on purpose.
private struct Row: Equatable, CustomStringConvertible {
  let id: String
  let profile: Profile
  let level: Level

  var description: String { "\(id) \(profile) \(level)" }
}

/// One letter per requirement: D and H are the profiles, a small letter stands for a SHOULD.
private let fixedTable: [(area: String, letters: String)] = [
  ("CLI", "DDDDD"), ("DIR", "DDH"), ("FILE", "DDDHHh"), ("JWKS", "DD"), ("JWK", "DDDDDD"), ("KID", "DDDDh"),
  ("KEY", "DDDH"), ("EXIST", "DDDDDD"), ("ROLL", "DDDDDDDHh"), ("SECRET", "DH"),
]

private let fixedRows: [Row] = fixedTable.flatMap { area, letters in
  letters.enumerated().map { index, letter in
    Row(
      id: "KG-\(area)-\(index + 1)", profile: letter.uppercased() == "D" ? .documented : .hardened,
      level: letter.isUppercase ? .must : .should)
  }
}

@Suite("The catalog of requirements")
struct SpecCatalogTests {
  @Test("Names, order, profiles and levels are the published ones")
  func publishedTable() {
    #expect(fixedRows.count == 48)
    #expect(
      Specification.keygen.requirements.map { Row(id: $0.id.rawValue, profile: $0.profile, level: $0.level) }
        == fixedRows)
  }

  @Test("Each name finds its own text", arguments: Specification.keygen.ids)
  func lookup(id: RequirementID) {
    #expect(Specification.keygen.requirement(id).id == id)
    let area = Specification.keygen.area(of: id)
    #expect(area.map { id.rawValue.hasPrefix("\(Specification.keygen.name(of: $0))-") } == true)
    #expect(area?.requirements.contains { $0.id == id } == true)
  }

  @Test("The areas hold every requirement once, in order")
  func areas() {
    #expect(Specification.keygen.areas.flatMap(\.requirements).map(\.id) == Specification.keygen.ids)
  }

  @Test(
    "The statement uses the key word of its level and no weaker or stronger one",
    arguments: Specification.keygen.requirements)
  func keyWords(requirement: Requirement) {
    #expect(requirement.statement.contains("MUST") == (requirement.level == .must))
    #expect(requirement.statement.contains("SHOULD") == (requirement.level == .should))
    #expect(!requirement.statement.contains("MAY"))
  }

  @Test(
    "The texts are complete sentences on one line, with a source",
    arguments: Specification.keygen.requirements)
  func texts(requirement: Requirement) {
    for text in [requirement.statement, requirement.rationale, requirement.checked] {
      #expect(text.count > 20)
      #expect(text.hasSuffix("."))
      #expect(!text.contains("\n") && !text.contains("  ") && !text.contains("|"))
    }
    #expect(!requirement.sources.isEmpty)
    #expect(Set(requirement.sources.map(\.description)).count == requirement.sources.count)
    for case .standard(let section) in requirement.sources {
      #expect(section.hasPrefix("RFC ") || section.hasPrefix("POSIX."))
    }
  }

  @Test("No two requirements say the same")
  func distinct() {
    #expect(
      Set(Specification.keygen.requirements.map(\.statement)).count == Specification.keygen.requirements.count
    )
    #expect(
      Set(Specification.keygen.requirements.map(\.checked)).count == Specification.keygen.requirements.count)
  }

  @Test(
    "Every clause of the source document is covered or excluded with a reason",
    arguments: Specification.keygen.document.flatMap(\.clauses))
  func coverage(clause: Clause) {
    let requirements = Specification.keygen.requirements(from: clause)
    switch clause.treatment {
    case .covered(let scope):
      #expect(!requirements.isEmpty)
      #expect(scope != "")
    case .excluded(let reason, let destination):
      #expect(requirements.isEmpty, "excluded, and yet a source")
      #expect(!reason.isEmpty && !destination.isEmpty)
    }
    #expect(!clause.position.isEmpty && clause.gist.hasSuffix("."))
  }

  @Test("Clauses are numbered without gaps in each section")
  func clauseNumbers() {
    #expect(Specification.keygen.document.flatMap(\.clauses).count == 35)
    for section in Specification.keygen.document {
      let expected = section.clauses.indices.map { "\(section.name).\($0 + 1)" }
      #expect(section.clauses.map(\.name) == expected)
    }
  }

  @Test("Each requirement of the documented profile rests on a clause of the document")
  func documentedRestsOnClauses() {
    for requirement in Specification.keygen.requirements where requirement.profile == .documented {
      let clauses = requirement.sources.filter { if case .clause = $0 { true } else { false } }
      #expect(!clauses.isEmpty, "\(requirement.id)")
    }
  }

  @Test("The hardened profile includes the documented one, and not the other way round")
  func profiles() {
    #expect(Profile.hardened.includes(.documented) && Profile.hardened.includes(.hardened))
    #expect(Profile.documented.includes(.documented) && !Profile.documented.includes(.hardened))
  }
}

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
      Catalog.requirements.map { Row(id: $0.id.rawValue, profile: $0.profile, level: $0.level) } == fixedRows)
  }

  @Test("Each name finds its own text", arguments: RequirementID.allCases)
  func lookup(id: RequirementID) {
    #expect(Catalog.requirement(id).id == id)
    #expect(id.rawValue.hasPrefix("KG-\(id.area.rawValue)-"))
    #expect(id.area.requirements.contains(id))
  }

  @Test("The areas hold every requirement once, in order")
  func areas() {
    #expect(Area.allCases.flatMap(\.requirements) == RequirementID.allCases)
  }

  @Test(
    "The statement uses the key word of its level and no weaker or stronger one",
    arguments: Catalog.requirements)
  func keyWords(requirement: Requirement) {
    #expect(requirement.statement.contains("MUST") == (requirement.level == .must))
    #expect(requirement.statement.contains("SHOULD") == (requirement.level == .should))
    #expect(!requirement.statement.contains("MAY"))
  }

  @Test("The texts are complete sentences on one line, with a source", arguments: Catalog.requirements)
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
    #expect(Set(Catalog.requirements.map(\.statement)).count == Catalog.requirements.count)
    #expect(Set(Catalog.requirements.map(\.checked)).count == Catalog.requirements.count)
  }

  @Test(
    "Every clause of the source document is covered or excluded with a reason", arguments: Clause.allCases)
  func coverage(clause: Clause) {
    switch clause.entry.treatment {
    case .covered(let scope):
      #expect(!clause.requirements.isEmpty)
      #expect(scope != "")
    case .excluded(let reason, let destination):
      #expect(clause.requirements.isEmpty, "excluded, and yet a source")
      #expect(!reason.isEmpty && !destination.isEmpty)
    }
    #expect(!clause.entry.position.isEmpty && clause.entry.gist.hasSuffix("."))
  }

  @Test("Clauses are numbered without gaps in each section")
  func clauseNumbers() {
    #expect(DocumentSection.allCases.flatMap(\.clauses) == Clause.allCases)
    for section in DocumentSection.allCases {
      let expected = section.clauses.indices.map { "\(section.rawValue).\($0 + 1)" }
      #expect(section.clauses.map(\.rawValue) == expected)
    }
  }

  @Test("Each requirement of the documented profile rests on a clause of the document")
  func documentedRestsOnClauses() {
    for requirement in Catalog.requirements where requirement.profile == .documented {
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

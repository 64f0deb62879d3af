import KeygenSuite
import SpecHarness
import StrictFormats
import Testing

@Suite("Printing requirements")
struct SpecTextTests {
  @Test("The text form keeps to the width and loses no word", arguments: [40, 72, 100])
  func width(columns: Int) {
    for requirement in Specification.keygen.requirements {
      let text = SpecText(.keygen).section(of: requirement, width: columns)
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for part in [
        requirement.statement, requirement.rationale, requirement.checked, requirement.id.rawValue,
      ] {
        #expect(words.contains(part))
      }
      for line in text.split(separator: "\n") {
        #expect(line.count <= columns || !line.drop { $0 == " " }.contains(" "), "\(line)")
        #expect(line.last != " ", "\(line)")
      }
    }
  }

  @Test("The rules of judging are printed with the requirements that they belong to")
  func rules() {
    for requirement in Specification.keygen.requirements {
      let text = SpecText(.keygen).section(of: requirement, width: 100)
      for rule in Specification.keygen.judgingRules {
        #expect(text.contains("\n  \(rule.id) ") == (requirement.id.rawValue.hasPrefix("KG-ROLL-")))
      }
    }
  }

  @Test("The table has a paragraph per requirement, by area, in order")
  func table() {
    let lines = SpecText(.keygen).table(width: 100).split(separator: "\n")
    let names = lines.filter { $0.hasPrefix("KG-") }.map { $0.prefix { $0 != " " } }
    #expect(names.map(String.init) == Specification.keygen.ids.map(\.rawValue))
    #expect(
      lines.filter { line in Specification.keygen.areas.contains { $0.title == line } }.count
        == Specification.keygen.areas.count)
  }

  @Test("The JSON form is strict JSON and carries every text unchanged")
  func json() throws {
    let catalog = try StrictJSON.read(Array(SpecJSON(.keygen).catalog.utf8))
    #expect(catalog["spec"]?.stringValue == Specification.keygen.version)
    let entries = try #require(catalog["requirements"]?.arrayValue)
    #expect(entries.count == Specification.keygen.requirements.count)
    for (entry, requirement) in zip(entries, Specification.keygen.requirements) {
      #expect(entry["requirement"]?.stringValue == requirement.id.rawValue)
      #expect(entry["level"]?.stringValue == requirement.level.rawValue)
      #expect(entry["profile"]?.stringValue == requirement.profile.rawValue)
      #expect(entry["statement"]?.stringValue == requirement.statement)
      #expect(entry["rationale"]?.stringValue == requirement.rationale)
      #expect(entry["checked"]?.stringValue == requirement.checked)
      #expect(try StrictJSON.read(Array(SpecJSON(.keygen).record(of: requirement).utf8)) == entry)
    }
  }
}

import KeygenSuite
import SpecHarness
import Testing

@Suite("Finding a requirement by name")
struct SpecLookupTests {
  @Test("Names are found in capitals or not", arguments: Specification.keygen.ids)
  func anyCase(id: RequirementID) {
    #expect(Specification.keygen.requirement(named: id.rawValue)?.id == id)
    #expect(Specification.keygen.requirement(named: id.rawValue.lowercased())?.id == id)
  }

  @Test(
    "Anything else is not a name",
    arguments: ["", "KG", "KG-CLI", "KG-CLI-01", "KG-CLI-1 ", "KG-CLI-6", "ＫＧ-CLI-1"])
  func unknown(text: String) {
    #expect(Specification.keygen.requirement(named: text) == nil)
  }

  @Test("A mistyped name suggests the one that was meant")
  func suggestions() {
    #expect(Specification.keygen.nearest(to: "KG-FLIE-2").first == .file2)
    #expect(Specification.keygen.nearest(to: "kg-secret1").first == .secret1)
    #expect(Specification.keygen.nearest(to: "ROLL-5").first == .roll5)
    #expect(Specification.keygen.nearest(to: "KG-CLI-9") == [.cli1, .cli2, .cli3])
    #expect(Specification.keygen.nearest(to: "KG-CLI-9", limit: 1) == [.cli1])
  }

  @Test(
    "What resembles nothing suggests nothing",
    arguments: ["", "x", "certificate", String(repeating: "K", count: 100_000)])
  func noSuggestions(text: String) {
    #expect(Specification.keygen.nearest(to: text).isEmpty)
  }
}

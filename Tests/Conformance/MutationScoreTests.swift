import Foundation
import KeygenSuite
import LoginSuite
import SpecHarness
import Testing

/// `docs/mutation-score.md`: that all of these are killed is what `MutantTests` and `LoginMutantTests` show.
@Suite("The published mutation score")
struct MutationScoreTests {
  private let lines: [Substring]

  init() throws {
    let url = SpecFiles.root.appendingPathComponent("docs/mutation-score.md")
    lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
  }

  @Test(
    "Has the mutants that there are, none of them alive",
    arguments: Specification.keygen.ids.map { ($0, true) } + Specification.login.ids.map { ($0, false) })
  func counts(requirement: RequirementID, isOfKeys: Bool) {
    let count = (isOfKeys ? Matrix.keygen : .login).count(requirement)
    #expect(count > 0)
    #expect(
      lines.filter { $0.hasPrefix("| \(requirement) |") } == ["| \(requirement) | \(count) | \(count) |"])
  }

  @Test("Names no requirement that there is not")
  func rows() {
    let known = (Specification.keygen.ids + Specification.login.ids).map(\.rawValue)
    let named = lines.filter { $0.hasPrefix("| KG-") || $0.hasPrefix("| LG-") }.map {
      String($0.split(separator: " ")[1])
    }
    #expect(named == known)
    #expect(lines.contains("| all | \(Mutant.all.count) | \(Mutant.all.count) |"))
    #expect(lines.contains("| all | \(LoginMutant.all.count) | \(LoginMutant.all.count) |"))
  }
}

import FaultInjection
import KeygenSuite
import SystemSupport
import Testing

@testable import SpecHarness

@Suite("Selecting requirements")
struct SelectionTests {
  @Test("Without patterns everything is selected")
  func whole() throws {
    let selection = try Selection(only: [], skip: [], of: .keygen)
    #expect(selection.isWhole)
    #expect(selection.requirements == Set(Specification.keygen.ids))
    // What counts is what is left, not how it was asked for.
    #expect(try Selection(only: ["KG-*"], skip: [], of: .keygen).isWhole)
    #expect(try !Selection(only: [], skip: ["KG-CLI-1"], of: .keygen).isWhole)
  }

  @Test("Globs select and leave out")
  func globs() throws {
    let area = try Selection(only: ["KG-FILE-*"], skip: [], of: .keygen)
    #expect(area.requirements == Set(Specification.keygen.ids(ofArea: "FILE")))
    #expect(!area.isWhole)
    #expect(
      try Selection(only: ["KG-KID-[12]", "KG-CLI-1"], skip: [], of: .keygen).requirements == [
        .kid1, .kid2, .cli1,
      ])
    #expect(
      try Selection(only: ["KG-KID-?"], skip: ["KG-KID-[3-5]"], of: .keygen).requirements == [.kid1, .kid2])
    #expect(
      try Selection(only: [], skip: ["*-1"], of: .keygen).requirements.isDisjoint(with: [
        .cli1, .roll1, .secret1,
      ]))
    // A name is no prefix.
    #expect(
      try Selection(only: ["KG-JWK-*"], skip: [], of: .keygen).requirements.isDisjoint(with: [.jwks1, .jwks2])
    )
  }

  @Test("Capitals do not matter, and an area or the beginning of names will do")
  func loose() throws {
    let files = Set(Specification.keygen.ids(ofArea: "FILE"))
    for pattern in ["KG-FILE", "kg-file", "File", "kg-file-*"] {
      #expect(try Selection(only: [pattern], skip: [], of: .keygen).requirements == files, "\(pattern)")
    }
    #expect(try Selection(only: ["kg-file-2"], skip: [], of: .keygen).requirements == [.file2])
    #expect(
      try Selection(only: ["KG-JWK"], skip: [], of: .keygen).requirements.isDisjoint(with: [.jwks1, .jwks2]))
  }

  @Test(
    "A pattern that matches nothing is a usage error that names it",
    arguments: [(["NOPE"], []), ([], ["KG-NONE-*"]), (["KG-CLI-1", "KG-CLI-77"], []), ([""], [])])
  func unknown(only: [String], skip: [String]) {
    let error = #expect(throws: SuiteError.self) { try Selection(only: only, skip: skip, of: .keygen) }
    guard case .usage(let text)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains("matches no requirement"))
  }

  @Test("Small letters, areas and beginnings of names will do")
  func easyPatterns() throws {
    func chosen(_ only: String...) throws -> Set<RequirementID> {
      try Selection(only: only, skip: [], of: .keygen).requirements
    }
    let files = Set(Specification.keygen.ids(ofArea: "FILE"))
    #expect(try chosen("kg-file-2") == [.file2])
    #expect(try chosen("kg-kid-[12]", "Kg-Cli-1") == [.kid1, .kid2, .cli1])
    for area in ["KG-FILE", "kg-file", "FILE", "file"] { #expect(try chosen(area) == files) }
    // An area is not the beginning of another one's name.
    #expect(try chosen("KG-JWK").isDisjoint(with: [.jwks1, .jwks2]))
    #expect(try chosen("KG-JWK").contains(.jwk1))
    #expect(try chosen("KG-SEC") == [.secret1, .secret2])
    #expect(
      try Selection(only: [], skip: ["roll"], of: .keygen).requirements.isDisjoint(
        with: Specification.keygen.ids(ofArea: "ROLL")))
  }

  @Test("Leaving everything out is a usage error")
  func empty() {
    #expect(throws: SuiteError.self) { try Selection(only: ["KG-CLI-1"], skip: ["KG-*"], of: .keygen) }
  }
}

@Suite("Quoting words for a shell")
struct SelectionQuotingTests {
  @Test("A plain word stays as it is")
  func plain() {
    for word in ["mirror", "./a/b-c_d.e", "KG-CLI-1", "umask/027", "a=b:c,d+e@f%"] {
      #expect(shellQuoted(word) == word)
    }
  }

  @Test("A shell gives every word back")
  func everything() throws {
    let workshop = try Workshop()
    var words = [
      "", " ", "'", "''", "a'b", "\"", "$HOME", "`x`", "\\", "*", "~", "#", "!", "a\nb", "\u{e9}\u{1f600}",
    ]
    words += (1...127).map { String(UnicodeScalar(UInt8($0))) }
    words.append("write#1:privkey ENOSPC once (new directory)")
    let line = words.map(shellQuoted).joined(separator: " ")
    let result = try workshop.shell("printf '%s\\0' \(line)")
    #expect(result.ending == .exited(0))
    #expect(result.standardOutput == words.flatMap { Array($0.utf8) + [0] })
  }
}

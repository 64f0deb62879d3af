import Foundation
import KeygenSuite
import SpecHarness
import Testing

@Suite("The prose of spec/keygen.md", .serialized)
struct SpecDocumentTests {
  /// Splits the document into the generated parts and the rest, by the marking lines.
  private static func parts(of document: String) -> [SpecMarkdown.Part: String] {
    var parts: [SpecMarkdown.Part: String] = [:]
    for part in SpecMarkdown.Part.allCases {
      let pieces = document.components(separatedBy: "<!-- begin \(part.rawValue) -->\n")
      guard pieces.count == 2, let end = pieces[1].range(of: "<!-- end \(part.rawValue) -->\n") else {
        continue
      }
      parts[part] = String(pieces[1][..<end.lowerBound])
    }
    return parts
  }

  @Test(
    "Writes the generated parts anew",
    .enabled(if: ProcessInfo.processInfo.environment["MIRROR_UPDATE_SPEC"] == "1", "only when asked to"))
  func regenerate() throws {
    var document = try SpecFiles.read(SpecFiles.keygen)
    for part in SpecMarkdown.Part.allCases {
      let begin = try #require(document.range(of: "<!-- begin \(part.rawValue) -->\n"))
      let end = try #require(document.range(of: "<!-- end \(part.rawValue) -->\n"))
      document.replaceSubrange(begin.upperBound..<end.lowerBound, with: SpecMarkdown(.keygen).text(of: part))
    }
    try document.write(to: SpecFiles.keygen, atomically: true, encoding: .utf8)
  }

  @Test("Each generated part is what the catalog says", arguments: SpecMarkdown.Part.allCases)
  func inStep(part: SpecMarkdown.Part) throws {
    let written = try #require(
      Self.parts(of: SpecFiles.read(SpecFiles.keygen))[part], "the marks are missing")
    let expected = SpecMarkdown(.keygen).text(of: part)
    guard written != expected else { return }
    let pairs = zip(written.components(separatedBy: "\n"), expected.components(separatedBy: "\n"))
    let different = pairs.first { $0 != $1 }
    Issue.record(
      """
      spec/keygen.md differs from the catalog; MIRROR_UPDATE_SPEC=1 swift test --filter SpecDocument writes it anew.
      written:  \(different?.0 ?? "(a different number of lines)")
      expected: \(different?.1 ?? "(a different number of lines)")
      """)
  }

  /// Reads the document as a person would, without the code that writes it.
  @Test("Read by its headings, the document has the same names, profiles, levels and statements, in order")
  func headings() throws {
    let lines = try SpecFiles.read(SpecFiles.keygen).components(separatedBy: "\n")
    let starts = lines.indices.filter { lines[$0].hasPrefix("### KG-") }
    #expect(starts.map { String(lines[$0].dropFirst(4)) } == Specification.keygen.ids.map(\.rawValue))
    for (start, requirement) in zip(starts, Specification.keygen.requirements) {
      try #require(start + 8 < lines.count)
      let facts = lines[start + 2].dropFirst().components(separatedBy: " · ")
      try #require(facts.count == 3)
      #expect(facts[0] == (requirement.profile == .hardened ? "hardened profile" : "documented profile"))
      #expect(facts[1] == (requirement.level == .should ? "SHOULD" : "MUST"))
      #expect(lines[start + 4] == "> " + requirement.statement)
      #expect(lines[start + 6] == "**Why.** " + requirement.rationale)
      #expect(lines[start + 8] == "**Checked.** " + requirement.checked)
    }
  }

  @Test("The document names the version of the catalog")
  func version() throws {
    let document = try SpecFiles.read(SpecFiles.keygen)
    #expect(document.contains("\nVersion \(Specification.keygen.version) of the specification.\n"))
  }

  @Test("Every requirement named anywhere in the document exists")
  func references() throws {
    let document = try SpecFiles.read(SpecFiles.keygen)
    let names = document.matches(of: /KG-[A-Z]+-[0-9]+/).map { String($0.output) }
    #expect(names.count > Specification.keygen.ids.count * 2)
    for name in Set(names) {
      #expect(Specification.keygen[RequirementID(name)] != nil, "\(name)")
    }
  }

  @Test("Every link to a file of the project leads somewhere")
  func links() throws {
    let document = try SpecFiles.read(SpecFiles.keygen)
    let targets = document.matches(of: /\]\(([^)#]+)\)/).map { String($0.output.1) }
    #expect(!targets.isEmpty)
    for target in targets {
      let url = SpecFiles.keygen.deletingLastPathComponent().appendingPathComponent(target)
      #expect(FileManager.default.fileExists(atPath: url.path), "\(target)")
    }
  }
}

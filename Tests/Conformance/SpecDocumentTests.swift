import Foundation
import KeygenSuite
import LoginSuite
import SpecHarness
import Testing

/// A document of `spec` and the catalog that it is written from.
private struct SpecDocument: Sendable, CustomTestStringConvertible {
  let specification: Specification
  let url: URL

  static let all = [
    SpecDocument(specification: .keygen, url: SpecFiles.keygen),
    SpecDocument(specification: .login, url: SpecFiles.login),
  ]

  var testDescription: String { "spec/\(url.lastPathComponent)" }
}

@Suite("The prose of the specifications", .serialized)
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
    .enabled(if: ProcessInfo.processInfo.environment["MIRROR_UPDATE_SPEC"] == "1", "only when asked to"),
    arguments: SpecDocument.all)
  private func regenerate(spec: SpecDocument) throws {
    var document = try SpecFiles.read(spec.url)
    for part in SpecMarkdown.Part.allCases {
      let begin = try #require(document.range(of: "<!-- begin \(part.rawValue) -->\n"))
      let end = try #require(document.range(of: "<!-- end \(part.rawValue) -->\n"))
      document.replaceSubrange(
        begin.upperBound..<end.lowerBound, with: SpecMarkdown(spec.specification).text(of: part))
    }
    try document.write(to: spec.url, atomically: true, encoding: .utf8)
  }

  @Test(
    "Each generated part is what the catalog says", arguments: SpecDocument.all, SpecMarkdown.Part.allCases)
  private func inStep(spec: SpecDocument, part: SpecMarkdown.Part) throws {
    let written = try #require(
      Self.parts(of: SpecFiles.read(spec.url))[part], "the marks are missing")
    let expected = SpecMarkdown(spec.specification).text(of: part)
    guard written != expected else { return }
    let pairs = zip(written.components(separatedBy: "\n"), expected.components(separatedBy: "\n"))
    let different = pairs.first { $0 != $1 }
    Issue.record(
      """
      \(spec.testDescription) differs from the catalog; MIRROR_UPDATE_SPEC=1 swift test --filter SpecDocument writes it anew.
      written:  \(different?.0 ?? "(a different number of lines)")
      expected: \(different?.1 ?? "(a different number of lines)")
      """)
  }

  /// Reads the document as a person would, without the code that writes it.
  @Test(
    "Read by its headings, the document has the same names, profiles, levels and statements, in order",
    arguments: SpecDocument.all)
  private func headings(spec: SpecDocument) throws {
    let lines = try SpecFiles.read(spec.url).components(separatedBy: "\n")
    let starts = lines.indices.filter { lines[$0].hasPrefix("### \(spec.specification.prefix)-") }
    #expect(starts.map { String(lines[$0].dropFirst(4)) } == spec.specification.ids.map(\.rawValue))
    for (start, requirement) in zip(starts, spec.specification.requirements) {
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

  @Test("The document names the version of the catalog", arguments: SpecDocument.all)
  private func version(spec: SpecDocument) throws {
    let document = try SpecFiles.read(spec.url)
    #expect(document.contains("\nVersion \(spec.specification.version) of the specification.\n"))
  }

  @Test("Every requirement named anywhere in the document exists", arguments: SpecDocument.all)
  private func references(spec: SpecDocument) throws {
    let document = try SpecFiles.read(spec.url)
    let names = document.matches(of: /\b[A-Z]{2}-[A-Z]+-[0-9]+/).map { String($0.output) }
    #expect(names.count > spec.specification.ids.count * 2)
    for name in Set(names) {
      #expect(spec.specification[RequirementID(name)] != nil, "\(name)")
    }
  }

  @Test("Every link to a file of the project leads somewhere", arguments: SpecDocument.all)
  private func links(spec: SpecDocument) throws {
    let document = try SpecFiles.read(spec.url)
    let targets = document.matches(of: /\]\(([^)#]+)\)/).map { String($0.output.1) }
    #expect(!targets.isEmpty)
    for target in targets {
      let url = spec.url.deletingLastPathComponent().appendingPathComponent(target)
      #expect(FileManager.default.fileExists(atPath: url.path), "\(target)")
    }
  }
}

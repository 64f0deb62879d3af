import Crosscheck
import FaultInjection
import Foundation
import KeygenSuite
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@testable import Reports

@Suite("Report formats")
struct ReportFormatTests {
  private let workshop: Workshop
  private let hostile = MadeDocument.hostileDocument()

  init() throws { workshop = try Workshop() }

  private func file(_ name: String, _ document: ReportDocument, _ format: ReportFormat) throws -> String {
    try FileSystem.write(workshop.path(name), Array(MadeDocument.rendered(document, as: format).utf8))
    return workshop.path(name)
  }

  // MARK: All of them

  @Test("No format lets a subject's text act on a terminal or hide", arguments: ReportFormat.allCases)
  func terminal(format: ReportFormat) {
    let text = MadeDocument.rendered(hostile, as: format)
    for scalar in text.unicodeScalars where scalar != "\n" {
      let category = scalar.properties.generalCategory
      // JSON holds the texts as they are, with escapes; RFC 8259 §7 wants them for controls below space only.
      if format == .json {
        #expect(scalar.value >= 0x20)
      } else {
        #expect(
          ![.control, .format, .lineSeparator, .paragraphSeparator].contains(category),
          "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test(
    "Every format but JSON is a table of texts that say what judged, what was judged, and how",
    arguments: ReportFormat.allCases)
  func says(format: ReportFormat) {
    var document = MadeDocument.document([MadeReport.result(.roll4, .fail, findings: 2)])
    document.end = .stopped
    document.isPartial = true
    let text = MadeDocument.rendered(document, as: format)
    #expect(text.contains("KG-ROLL-4"))
    #expect(text.contains("nonconformant") || text.contains("Nonconformant"))
    #expect(text.contains("keygen"))
    if format != .text { #expect(text.contains("stopped"), "it does not say that it is partial") }
    if ![.text, .github].contains(format) {
      for fact in ["tmpfs", "abab", "6.1.0", "2026-11-25T00:00:00Z", "libsodium 1.0.18"] {
        #expect(text.contains(fact), "\(fact)")
      }
    }
  }

  // MARK: JUnit

  @Test("JUnit has a test case for each requirement; what was expected is skipped, a warning passes")
  func junit() throws {
    let text = MadeDocument.rendered(hostile, as: .junit)
    #expect(text.components(separatedBy: "<testcase ").count - 1 == Specification.keygen.ids.count)
    #expect(text.components(separatedBy: "<failure ").count - 1 == 1)
    #expect(text.contains("failures=\"1\" errors=\"0\" skipped=\"2\""))
    #expect(text.contains("<skipped message=\"expected: known failure:"))
    #expect(!text.contains("<script") && !text.contains("]]>"))
  }

  @Test(
    "JUnit is valid by the schema of Jenkins and GitLab",
    .enabled(if: Tool.isThere("xmllint"), "needs xmllint"))
  func junitSchema() throws {
    let schema = SpecFiles.root.path + "/Tests/Reports/junit.xsd"
    for (index, document) in [MadeDocument.document(), hostile].enumerated() {
      let path = try file("\(index).xml", document, .junit)
      let result = try workshop.run(["xmllint", "--noout", "--schema", schema, path])
      #expect(result.ending == .exited(0), "\(result.errors)")
    }
  }

  // MARK: TAP

  @Test("TAP has nothing but tests, comments and blocks of YAML")
  func tap() {
    let lines = MadeDocument.rendered(hostile, as: .tap).split(separator: "\n")
    #expect(lines[0] == "TAP version 14")
    #expect(lines[1] == "1..\(Specification.keygen.ids.count)")
    var number = 0
    for line in lines.dropFirst(2) where !line.hasPrefix("# ") && !line.hasPrefix("  ") {
      number += 1
      #expect(line.hasPrefix("ok \(number) - KG-") || line.hasPrefix("not ok \(number) - KG-"), "\(line)")
    }
    #expect(number == Specification.keygen.ids.count)
    #expect(lines.count { $0.hasPrefix("not ok") && !$0.contains(" # TODO ") } == 1)
    #expect(lines.count { $0.contains(" # TODO a warning") } == 1)
    #expect(lines.count { $0.contains(" # TODO known failure: ") } == 1)
    #expect(lines.count { $0.contains(" # SKIP ") } == 1)
    #expect(lines.count { $0 == "  ---" } == 3 && lines.count { $0 == "  ..." } == 3)
  }

  @Test("prove counts what failed", .enabled(if: Tool.isThere("prove"), "needs Perl's prove"))
  func prove() throws {
    for (name, document, status) in [
      ("bad", hostile, 1),
      ("good", MadeDocument.document([MadeReport.result(.file6, .warn, findings: 1)]), 0),
    ] as [(String, ReportDocument, Int32)] {
      let text = MadeDocument.rendered(document, as: .tap)
      // Test::Harness before 3.45 knows no later version than 13, which differs in subtests only.
      let old = text.replacing("TAP version 14", with: "TAP version 13")
      try FileSystem.write(workshop.path(name + ".tap"), Array(old.utf8))
      let result = try workshop.run(["prove", "-v", "--exec", "cat", workshop.path(name + ".tap")])
      #expect(result.ending == .exited(status), "\(result.output.suffix(2000))\(result.errors)")
      #expect(!result.output.contains("Parse errors"), "\(result.output.suffix(2000))")
      if status == 1 {
        #expect(result.output.contains("Failed 1/\(Specification.keygen.ids.count) subtests"))
      }
    }
  }

  @Test("The YAML of TAP says what was found", .enabled(if: Tool.hasPython("yaml"), "needs Python's yaml"))
  func yaml() throws {
    let path = try file("report.tap", hostile, .tap)
    let script = """
      import re, sys, yaml
      text, hostile = (open(path, encoding="utf-8", newline="").read() for path in sys.argv[1:])
      for block in re.findall(r"^  ---\\n(.*?)^  \\.\\.\\.$", text, re.S | re.M):
          finding = yaml.safe_load(block)["findings"][0]
          print([finding[name] == hostile for name in ("expected", "observed")], len(finding["cases"]))
      """
    try FileSystem.write(workshop.path("hostile"), Array(MadeDocument.hostile.utf8))
    let result = try workshop.run(["python3", "-c", script, path, workshop.path("hostile")])
    #expect(result.ending == .exited(0), "\(result.errors)")
    #expect(result.lines == Array(repeating: "[True, True] 2", count: 3))
  }

  // MARK: Markdown and GitHub

  @Test("Markdown keeps its tables, and text from outside is code")
  func markdown() {
    let text = MadeDocument.rendered(hostile, as: .markdown)
    var columns: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        columns = nil
        continue
      }
      let bars = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(columns == nil || columns == bars, "\(line)")
      columns = bars
    }
    #expect(MarkdownText.code("a `` b`") == "``` a `` b` ```")
    #expect(MarkdownText.code("a|b", inTable: true) == "`a\\|b`")
    #expect(MarkdownText.code("\n") == "`\\u{a}`")
  }

  @Test("Markdown fits a job summary, and says what it leaves out")
  func markdownLimit() {
    var document = hostile
    let long = String(repeating: "x|", count: 20_000)
    for index in document.results.indices {
      document.results[index].status = .fail
      document.results[index].findings = hostile.results.first { $0.status == .fail }?.findings ?? []
      for number in document.results[index].findings.indices {
        document.results[index].findings[number].observed = long
      }
      document.results[index].kinds = document.results[index].findings.map {
        .init(message: $0.kind, cases: [$0.caseName])
      }
    }
    let text = MadeDocument.rendered(document, as: .markdown)
    #expect(text.utf8.count < 1 << 20)
    #expect(text.contains("requirements with findings left out here: a job summary may have 1 MiB."))
    document.subject.command = [String(repeating: "y", count: 2 << 20)]
    #expect(MadeDocument.rendered(document, as: .markdown).utf8.count < 1 << 20)
  }

  @Test("GitHub gets a command a line, and no line of a subject's making")
  func github() {
    let lines = MadeDocument.rendered(hostile, as: .github).split(separator: "\n")
    let kinds = lines.map { $0.prefix { $0 != " " } }
    #expect(kinds == ["::notice", "::error", "::warning", "::notice"])
    for line in lines {
      // What follows the title is data, in which nothing but %25, %0D and %0A is decoded.
      let parts = line.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: true)
      #expect(parts[0].contains("title=") && !parts[0].contains(","))
    }
    let all = ReportDocument.Result.allFailing(MadeDocument.document())
    #expect(
      MadeDocument.rendered(all, as: .github).split(separator: "\n").count { $0.hasPrefix("::error") } == 10)
  }

  // MARK: The page

  @Test("The page is whole and lets nothing in")
  func page() {
    let text = MadeDocument.rendered(hostile, as: .html)
    #expect(text.components(separatedBy: "<script").count == 2)
    #expect(!text.contains("<img") && !text.contains("href=\"http") && !text.contains("href=\"java"))
    for requirement in Specification.keygen.requirements {
      #expect(text.contains("id=\"r-\(requirement.id)\""))
      #expect(text.contains(HTML.prose(requirement.statement).text))
      #expect(text.contains(HTML.prose(requirement.rationale).text))
    }
    #expect(text.contains("the fault struck here"))
    #expect(text.contains("2 earlier calls not shown") && text.contains("1 later call not shown"))
  }

  @Test("The policy of the page names its own style and script")
  func policy() throws {
    for (name, text, hash) in [
      ("style", "\(PageStyle.text)", PageStyle.hash), ("script", "\(PageScript.text)", PageScript.hash),
    ] {
      try FileSystem.write(workshop.path(name), Array(text.utf8))
      let digest = try #require(FileDigest.sha256(workshop.path(name)))
      let encoded = Data(try #require(bytes(hex: digest.sha256))).base64EncodedString()
      #expect(hash == "sha256-\(encoded)")
    }
  }

  @Test(
    "Chromium finds nothing wrong with the pages: console, network, keys, narrow screens, contrast",
    .enabled(if: Tool.isThere("chromium"), "needs Chromium"), .timeLimit(.minutes(5)))
  func browser() throws {
    let matrix = ReportMatrix([(nil, hostile), ("other", MadeDocument.document())], knowing: .keygen)
    try FileSystem.write(workshop.path("matrix.html"), Array(matrix.html.utf8))
    for path in [try file("page.html", hostile, .html), workshop.path("matrix.html")] {
      let result = try workshop.run(
        ["python3", SpecFiles.root.path + "/Tests/Reports/page.py", path]
      ) { launch in
        launch.deadline = 150
        launch.environment.append("TMPDIR=\(workshop.root)")
      }
      #expect(result.ending == .exited(0) && result.output.isEmpty, "\(result.output)\(result.errors)")
    }
  }
}

/// Tools that are not everywhere.
enum Tool {
  static func isThere(_ name: String) -> Bool {
    (try? Workshop().shell("command -v \(name)").ending) == .exited(0)
  }

  static func hasPython(_ module: String) -> Bool {
    (try? Workshop().run(["python3", "-c", "import \(module)"]).ending) == .exited(0)
  }
}

extension ReportDocument.Result {
  /// A document in which every requirement fails.
  static func allFailing(_ document: ReportDocument) -> ReportDocument {
    var document = document
    for index in document.results.indices {
      document.results[index].status = .fail
      document.results[index].kinds = [.init(message: "wrong", cases: ["case"])]
    }
    return document
  }
}

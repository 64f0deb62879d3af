import FaultInjection
import KeygenSuite
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("The arguments of mirror conform")
struct ConformArgumentsTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test(
    "What is wrong is told in a sentence, with what is taken instead",
    arguments: [
      (["./x"], "mirror conform -- ./x"), (["sh", "a b"], "mirror conform -- sh 'a b'"),
      (["sh", "--", "x"], "mirror conform -- sh x"), (["--"], "There is no command after `--`"),
      (["--", ""], "There is no command after `--`"),
      (["--only", "KG-FILE-2", "--"], "a variable that is not set"),
      (
        ["--report", "xml=x"],
        "no format 'xml'. FORMAT=PATH is wanted, and the formats are: text, json, junit,"
      ),
      (["--report", "json"], "the formats are: text, json"), (["--report", "json="], "the path is empty"),
      (["--seed", "-1"], "a whole number from 0 to 18446744073709551615"),
      (["--seed", "18446744073709551616"], "a whole number from 0 to 18446744073709551615"),
      (["--jobs", "x"], "a whole number from 1 to 256"), (["--jobs", "-1"], "a whole number from 1 to 256"),
      (["--timeout", "nan"], "more than 0 and at most 86400"),
      (["--timeout", "inf"], "more than 0 and at most 86400"),
      (["--timeout", "-1"], "more than 0 and at most 86400"),
      (["--only", "KG-FIL-2"], "did you mean KG-FILE-2"),
      (["--skip", "quite-another-thing"], "`mirror conform --list` names them all"),
    ])
  func sentences(arguments: [String], sentence: String) throws {
    let result = try workshop.mirror(["conform"] + arguments)
    #expect(result.ending == .exited(64))
    #expect(result.errors.contains(sentence), "\(result.errors)")
    #expect(result.standardOutput.isEmpty)
  }

  @Test("What comes after the first `--` is the command, a second one included")
  func terminator() throws {
    let executable = try #require(Workshop.executable)
    let result = try workshop.mirror(
      "conform", "--only", "KG-CLI-5", "--", "sh", "-c", "shift; exec '\(executable)' keygen \"$@\"", "sh",
      "--")
    #expect(result.ending == .exited(0), "\(result.output)\(result.errors)")
    #expect(result.lines[0].hasSuffix(" sh --"))
  }

  // MARK: What is selected

  private func listed(_ arguments: [String]) throws -> (requirements: [String], cases: [String]) {
    let result = try workshop.mirror(["conform", "--list"] + arguments)
    #expect(result.ending == .exited(0), "\(result.errors)")
    let parts = result.output.split(separator: "\n", omittingEmptySubsequences: false).split(separator: "")
    guard parts.count == 2 else { return ([], []) }
    return (parts[0].map { String($0.prefix { $0 != "\t" }) }, parts[1].map(String.init))
  }

  @Test("An area and a name in small letters select, and the list holds what is selected only")
  func list() throws {
    let all = try listed([])
    let area = try listed(["--only", "KG-FILE"])
    #expect(
      area.requirements
        == Specification.keygen.ids(ofArea: "FILE").map(\.rawValue))
    #expect(area.cases.count < all.cases.count && Set(area.cases).isSubset(of: all.cases))
    #expect(try listed(["--only", "kg-file-2"]).requirements == ["KG-FILE-2"])
    #expect(try listed(["--only", "file", "--skip", "kg-file-[1-5]"]).requirements == ["KG-FILE-6"])
  }

  private func cases(_ arguments: [String]) throws -> (cases: Int?, runs: Int?) {
    let (ending, report) = try workshop.conform(arguments)
    #expect(ending == .exited(0))
    return (report.summary("cases"), report.summary("runs"))
  }

  @Test("A case may be named more than once, and by a glob")
  func severalCases() throws {
    #expect(try cases(["--case", "umask/027", "--case", "umask/077"]).cases == 2)
    let umasks = try listed([]).cases.filter { $0.hasPrefix("umask/") }
    #expect(umasks.count > 2)
    #expect(try cases(["--case", "umask/*"]).cases == umasks.count)
    #expect(try workshop.mirror("conform", "--case", "umask/027", "--case", "no/*").ending == .exited(64))
  }

  @Test("What is left out costs no runs")
  func skippedRuns() throws {
    let with = try cases(["--only", "KG-EXIST", "--faults", "environment"])
    let without = try cases(["--only", "KG-EXIST", "--skip", "kg-exist-6", "--faults", "environment"])
    #expect(try #require(without.runs) < #require(with.runs))
    #expect(try #require(without.cases) < #require(with.cases))
  }

  @Test("No table of faults where none was made, no reference to a report that is not there")
  func noFaults() throws {
    let loose = try workshop.variant("loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
    let result = try workshop.mirror("conform", "--only", "KG-FILE-2", "--", loose)
    #expect(result.ending == .exited(1))
    #expect(!result.output.contains("faults at") && !result.output.contains("JSON report"))
  }

  @Test("A terminal sees nothing of what a hostile program prints but its text")
  func hostile() throws {
    let hostile = try workshop.script("hostile", #"printf '\033]0;title\007\033[2Jgo\tne\r' >&2; exit 3"#)
    let result = try workshop.mirror("conform", "--only", "KG-CLI-1", "--", hostile)
    #expect(result.output.contains("\\u{1b}]0;title\\u{7}\\u{1b}[2Jgo\\tne"), "\(result.output)")
    #expect(!result.standardOutput.contains { $0 < 32 && $0 != 10 } && !result.standardOutput.contains(127))
  }
}

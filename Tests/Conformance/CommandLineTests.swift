import FaultInjection
import Glibc
import KeygenSuite
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("mirror conform as a user calls it")
struct CommandLineTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  /// A generator whose private file everyone may read: it breaks KG-FILE-2 and nothing else that a case by itself shows.
  private func looseVariant() throws -> String {
    try workshop.variant("loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
  }

  /// A generator of always the same pair that undoes nothing when a write fails.
  private func carelessCopy() throws -> String {
    #expect(try workshop.mirror("keygen", "-o", "pair").ending == .exited(0))
    let texts = try ["privkey.json", "pubkey.json"].map { name in
      let content = try #require(FileSystem.read(workshop.path("pair/" + name), limit: 10_000))
      return String(decoding: content, as: UTF8.self)
    }
    // The shell writes by itself: which calls a tool makes depends on the file system.
    return try workshop.script(
      "careless",
      """
      [ "$1" = -o ] || exit 64
      mkdir -p "$2" || exit
      [ ! -e "$2/privkey.json" ] && [ ! -e "$2/pubkey.json" ] || { echo exists >&2; exit 1; }
      (umask 077; printf '%s' '\(texts[0])' >"$2/privkey.json") || exit
      printf '%s' '\(texts[1])' >"$2/pubkey.json" || exit
      """)
  }

  // MARK: Exit statuses

  @Test(
    "A request that makes no sense is exit 64, with a reason and nothing run",
    arguments: [
      ["--only", "NOPE"], ["--skip", "NOPE"], ["--only", "KG-CLI-1", "--skip", "KG-*"],
      ["--case", "no/such"],
      ["--case", "no/such", "--faults", "environment"], ["--profile", "loose"], ["--faults", "some"],
      ["--jobs", "0"], ["--jobs", "x"], ["--timeout", "0"], ["--timeout", "nan"], ["--seed", "-1"],
      ["--report", "json"], ["--report", "yaml=x"], ["--report", "json="], ["--no-such-flag"], ["stray"],
    ])
  func usage(arguments: [String]) throws {
    let result = try workshop.mirror(["conform"] + arguments)
    #expect(result.ending == .exited(64))
    #expect(!result.errors.isEmpty)
    #expect(result.standardOutput.isEmpty)
    #expect(FileSystem.names(in: workshop.root) == [])
  }

  @Test(
    "A command that cannot be started is exit 69, with the reason", arguments: ["run", "--list", "--trace"])
  func unavailable(way: String) throws {
    try FileSystem.write(workshop.path("text"), Array("text".utf8))
    try FileSystem.write(workshop.path("rubbish"), [0x7f, 0x45, 0x4c, 0x46, 0], mode: 0o755)
    for command in ["/nonexistent", "no-such-program-anywhere", "./text", ".", "./rubbish"] {
      let result = try workshop.mirror(["conform"] + (way == "run" ? [] : [way]) + ["--", command])
      #expect(result.ending == .exited(69), "\(command): \(result.errors)")
      #expect(result.errors.contains("cannot start "))
      #expect(result.errors.contains(command.hasPrefix("./") ? String(command.dropFirst(2)) : command))
    }
  }

  @Test("A missing or unreadable input is exit 66, an unknown requirement or command 64")
  func otherCommands() throws {
    #expect(try workshop.mirror("inspect", "missing").ending == .exited(66))
    #expect(try workshop.mirror("explain", "KG-NONE-1").ending == .exited(64))
    #expect(try workshop.mirror("nonsense").ending == .exited(64))
    #expect(try workshop.mirror("keygen", "stray").ending == .exited(64))
    #expect(try workshop.mirror("--version").output == "\(Product.version)\n")
  }

  @Test("A report that cannot be written is exit 66, not a verdict")
  func unwritableReport() throws {
    let result = try workshop.mirror(
      "conform", "--only", "KG-CLI-5", "--report", "json=missing/report.json")
    #expect(result.ending == .exited(66))
    #expect(result.errors.contains("missing/report.json"))
  }

  @Test("What could not be judged is exit 2")
  func inconclusive() throws {
    let result = try workshop.mirror(
      "conform", "--profile", "hardened", "--only", "KG-KEY-4", "--faults", "environment")
    #expect(result.ending == .exited(2))
    #expect(result.output.contains("SKIP KG-KEY-4"))
    #expect(result.output.contains("\ninconclusive"))
  }

  // MARK: Lists and single cases

  private func list(_ arguments: [String]) throws -> [String] {
    let result = try workshop.mirror(["conform", "--list"] + arguments)
    #expect(result.ending == .exited(0), "\(result.errors)")
    let parts = result.output.split(separator: "\n", omittingEmptySubsequences: false).split(separator: "")
    #expect(parts.count == 2)
    #expect(parts[0].map { $0.prefix { $0 != "\t" } } == Specification.keygen.ids.map { $0.rawValue[...] })
    return parts[1].map(String.init)
  }

  @Test("The same seed lists the same cases, each once, and another seed others")
  func seeds() throws {
    let first = try list(["--seed", "5"])
    #expect(first == (try list(["--seed", "5"])))
    #expect(Set(first).count == first.count)
    #expect(first != (try list(["--seed", "6"])))
  }

  @Test("Every kind of case runs by itself under its name")
  func singleCases() throws {
    let names = try list(["--faults", "environment"])
    let traced = tracingUnavailableReason == nil
    var kinds: [String: String] = [:]
    for name in names where traced || !name.hasPrefix("trace/") {
      let kind = String(name.prefix { $0 != "/" })
      if kinds[kind] == nil { kinds[kind] = name }
    }
    #expect(Set(kinds.keys).isSuperset(of: ["cli", "dir", "umask", "key", "exist", "race", "roll"]))
    for name in kinds.values.sorted() {
      let (ending, report) = try workshop.conform(["--case", name])
      // One case cannot decide everything, but it must decide something.
      #expect(ending == .exited(0), "\(name)")
      #expect((report.summary("pass") ?? 0) > 0, "\(name)")
      #expect(report.summary("fail") == 0, "\(name)")
      if name != "key/pool" && !name.hasPrefix("key/") { #expect(report.summary("cases") == 1, "\(name)") }
    }
  }

  @Test(
    "A case with a fault in a system call runs by itself",
    .enabled(if: tracingUnavailableReason == nil, "no tracing here"))
  func faultCase() throws {
    let executable = try #require(Workshop.executable)
    let command = ["--", executable, "keygen"]
    let name = try #require(try list(command).first { $0.contains("#1:") })
    let (ending, report) = try workshop.conform(["--case", name] + command)
    #expect(ending == .exited(0))
    #expect(report.summary("cases") == 1 && report.summary("faults") == 1, "\(name)")
    #expect((report.summary("pass") ?? 0) > 0)
    let without = try workshop.mirror(["conform", "--faults", "environment", "--case", name] + command)
    #expect(without.ending == .exited(64))
  }

  @Test(
    "The calls of a subject can be printed", .enabled(if: tracingUnavailableReason == nil, "no tracing here"))
  func trace() throws {
    let result = try workshop.mirror("conform", "--trace", "--", try carelessCopy())
    #expect(result.ending == .exited(0))
    #expect(result.lines.contains { $0.hasPrefix("write#1:privkey ") })
    #expect(result.lines.contains { $0.hasPrefix("write#1:pubkey ") })
  }

  // MARK: Reports and what is kept

  @Test("A JSON report on standard output stands there alone, one in a file beside the text")
  func reports() throws {
    let (ending, report) = try workshop.conform(["--only", "KG-CLI-5", "--seed", "18446744073709551615"])
    #expect(ending == .exited(0))
    #expect(report["verdict"]?.stringValue == "conformant")
    #expect(report["partial"] == .bool(true))
    #expect(report["seed"] == .number("18446744073709551615"))
    #expect(report.result(.cli5)?["status"]?.stringValue == "pass")
    #expect(report.result(.cli1)?["status"]?.stringValue == "skip")
    let both = try workshop.mirror("conform", "--only", "KG-CLI-5", "--report", "json=report.json")
    #expect(both.ending == .exited(0))
    #expect(both.output.contains("conformant in the selected part of the suite"))
    let content = try #require(FileSystem.read(workshop.path("report.json"), limit: 1 << 20))
    #expect(try StrictJSON.read(content)["schema"] == .number("1"))
  }

  @Test("The sandboxes of failing cases are kept, all others are removed")
  func keep() throws {
    let loose = try looseVariant()
    let arguments = ["--only", "KG-FILE-2", "--faults", "environment", "--keep", "kept"]
    let (ending, report) = try workshop.conform(arguments + ["--", loose])
    #expect(ending == .exited(1))
    let findings = try #require(report.result(.file2)?["findings"]?.arrayValue)
    let failing = Set(findings.compactMap { $0["case"]?.stringValue })
    #expect(failing.contains("umask/027"))
    let sandboxes = try #require(FileSystem.names(in: workshop.path("kept")))
    #expect(Set(sandboxes.map { $0.prefix { $0 != "." } }).count == failing.count)
    let private027 = try #require(sandboxes.first { $0.hasPrefix("umask_027") })
    let path = workshop.path("kept/\(private027)/work/keys/privkey.json")
    #expect(Entry(path: path, contentLimit: 0)?.mode == 0o644)

    let good = try workshop.mirror("conform", "--only", "KG-FILE-2", "--keep", "none")
    #expect(good.ending == .exited(0))
    #expect(!FileSystem.exists(workshop.path("none")))
  }

  /// Runs the command that a finding gives, in the directory in which it was found.
  private func reproduce(_ finding: JSONValue, _ requirement: RequirementID) throws {
    let command = try #require(finding["reproduce"]?.stringValue)
    let message = try #require(finding["message"]?.stringValue)
    let again = try workshop.shell(command)
    #expect(again.ending == .exited(1), "\(command)\n\(again.output)\(again.errors)")
    #expect(again.output.contains("FAIL \(requirement.rawValue)  "))
    #expect(again.output.contains("- \(message)\n"))
    #expect(again.output.contains("\nkept: \(workshop.path("mirror-kept"))/"))
  }

  @Test("The command of a finding shows it again")
  func reproduction() throws {
    let (ending, report) = try workshop.conform(["--only", "KG-FILE-2", "--", try looseVariant()])
    #expect(ending == .exited(1))
    for finding in try #require(report.result(.file2)?["findings"]?.arrayValue) {
      try reproduce(finding, .file2)
    }
  }

  @Test(
    "The command of a finding under a fault shows it again",
    .enabled(if: tracingUnavailableReason == nil, "no tracing here"))
  func faultReproduction() throws {
    let name = "write#1:pubkey ENOSPC once"
    let (ending, report) = try workshop.conform(["--case", name, "--", try carelessCopy()])
    #expect(ending == .exited(1))
    for requirement in [RequirementID.roll1, .roll5] {
      let finding = try #require(report.result(requirement)?["findings"]?.arrayValue?.first)
      #expect(finding["case"]?.stringValue == name)
      try reproduce(finding, requirement)
    }
  }

  @Test("A subject with arguments of its own and a relative path works as written")
  func arguments() throws {
    let executable = try #require(Workshop.executable)
    try FileSystem.makeDirectory(workshop.path("bin"))
    _ = try workshop.script("bin/keygen.sh", "shift; exec \(executable) keygen \"$@\"")
    let (ending, report) = try workshop.conform(
      ["--only", "KG-CLI-1", "--only", "KG-EXIST-1", "--", "sh", "bin/keygen.sh", "word"])
    #expect(ending == .exited(0))
    #expect(report.result(.exist1)?["status"]?.stringValue == "pass")
  }
}

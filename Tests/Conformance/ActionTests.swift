import FaultInjection
import Foundation
import StrictFormats
import SystemSupport
import Testing

@Suite("The GitHub Action")
struct ActionTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private static let quick = "--faults environment --only KG-FILE-2 --only KG-CLI-1"

  /// Runs the action's script as GitHub does, on a quick part of the suite.
  private func act(_ command: String, _ inputs: [String] = [], arguments: String = ActionTests.quick) throws
    -> RunResult
  {
    let program = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    for name in ["output", "summary.md"] { FileSystem.removeTree(workshop.path(name)) }
    let script = SpecFiles.root.appendingPathComponent("scripts/action").path
    let variables = [
      "GITHUB_OUTPUT=" + workshop.path("output"), "GITHUB_STEP_SUMMARY=" + workshop.path("summary.md"),
      "RUNNER_TEMP=" + workshop.root, "MIRROR_COMMAND=" + command, "MIRROR_ARGUMENTS=" + arguments,
    ]
    let built = inputs.contains { $0.hasPrefix("MIRROR_PROGRAM=") } ? [] : ["MIRROR_PROGRAM=" + program]
    return try workshop.run([script]) { $0.environment += variables + built + inputs }
  }

  private func text(_ name: String) -> String {
    String(decoding: FileSystem.read(workshop.path(name), limit: 1 << 20) ?? [], as: UTF8.self)
  }

  private func outputs() -> [String] { text("output").split(separator: "\n").map(String.init) }

  /// A program whose private file everybody may read.
  private func loose() throws -> String {
    try workshop.variant("loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
  }

  /// What GitHub takes for workflow commands: lines outside of the part where it is told to stop.
  private func commands(_ result: RunResult) -> [String] {
    var token: String?
    var found: [String] = []
    for line in result.lines {
      if let stopped = token {
        if line == "::\(stopped)::" { token = nil }
      } else if line.hasPrefix("::stop-commands::") {
        token = String(line.dropFirst("::stop-commands::".count))
      } else {
        found.append(line)
      }
    }
    #expect(token == nil, "commands are not resumed")
    return found
  }

  // MARK: What it tells

  @Test("A correct program: exit status 0, outputs, a summary, and a report to keep")
  func conformant() throws {
    let result = try act("\(try #require(Workshop.executable)) keygen")
    #expect(result.ending == .exited(0), "\(result.output)\(result.errors)")
    #expect(Set(["verdict=conformant", "pass=2", "fail=0", "expected=0"]).isSubset(of: outputs()))
    #expect(text("summary.md").hasPrefix("## ✔ conformant"))
    #expect(commands(result).allSatisfy { $0.hasPrefix("::notice ") })
    let report = try #require(outputs().first { $0.hasPrefix("report=") }).dropFirst("report=".count)
    let content = try #require(FileSystem.read(String(report), limit: 1 << 20))
    #expect(try StrictJSON.read(content).summary("pass") == 2)
  }

  @Test("A broken program: exit status 1, and an annotation for the requirement")
  func nonconformant() throws {
    let result = try act(try loose())
    #expect(result.ending == .exited(1), "\(result.output)\(result.errors)")
    #expect(Set(["verdict=nonconformant", "pass=1", "fail=1", "expected=0"]).isSubset(of: outputs()))
    #expect(text("summary.md").contains("KG-FILE-2"))
    #expect(commands(result).contains { $0.hasPrefix("::error title=KG-FILE-2::") })
  }

  @Test("Known failures, a shard and more reports reach the suite")
  func inputs() throws {
    let list = "expect:\n  - requirement: KG-FILE-2\n    reason: the mode is mended next week\n"
    try FileSystem.write(workshop.path("known failures.yaml"), Array(list.utf8))
    let result = try act(
      try loose(),
      [
        "MIRROR_EXPECT=known failures.yaml", "MIRROR_SHARD=1/1", "MIRROR_PROFILE=hardened",
        "MIRROR_REPORTS=junit=with spaces.xml\ntap=report.tap\n",
      ])
    #expect(result.ending == .exited(0), "\(result.output)\(result.errors)")
    #expect(Set(["verdict=conformant", "fail=0", "expected=1"]).isSubset(of: outputs()))
    #expect(text("with spaces.xml").contains("<testsuite"))
    #expect(text("report.tap").hasPrefix("TAP version 14"))
    let report = try #require(outputs().first { $0.hasPrefix("report=") }).dropFirst("report=".count)
    let content = try #require(FileSystem.read(String(report), limit: 1 << 20))
    let value = try StrictJSON.read(content)
    #expect(value["profile"]?.stringValue == "hardened" && value["shard"]?["index"] == .number("1"))
  }

  // MARK: What it refuses

  @Test(
    "Without a command or a program, nothing is judged, and nothing looks well",
    arguments: [("", [String](), 64), (" \n", [], 64), ("./x", ["MIRROR_PROGRAM=none"], 66)])
  func refusals(command: String, inputs: [String], status: Int) throws {
    let result = try act(command, inputs)
    #expect(result.ending == .exited(Int32(status)))
    #expect(result.output.hasPrefix("::error title=mirror conform::"))
    #expect(outputs().isEmpty)
  }

  @Test("A run that comes to no verdict says so")
  func noVerdict() throws {
    let result = try act("./none")
    #expect(result.ending == .exited(69), "\(result.output)\(result.errors)")
    #expect(commands(result).contains { $0.hasPrefix("::error title=mirror conform::") })
    #expect(outputs().isEmpty && text("summary.md").isEmpty)
  }

  // MARK: Hostile inputs and programs

  @Test("No input is read by a shell, and a command of several lines has a word in each")
  func injection() throws {
    let directory = "a $(touch pwned) *; touch pwned"
    try FileSystem.makeDirectory(workshop.path(directory))
    let word = try workshop.variant(directory + "/loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
    let result = try act("/bin/sh\n\(word)\n")
    #expect(result.ending == .exited(1), "\(result.output)\(result.errors)")
    #expect(outputs().contains("verdict=nonconformant"))
    for input in ["PROFILE", "EXPECT", "SHARD", "REPORTS", "PROGRAM"] {
      let refused = try act(word, ["MIRROR_\(input)=$(touch pwned)`touch pwned`"])
      #expect(refused.ending != .exited(0) && outputs().isEmpty, "\(input)")
    }
    _ = try act(word, arguments: "$(touch pwned) `touch pwned`")
    #expect(!FileSystem.exists(workshop.path("pwned")))
  }

  @Test("What a program prints is no workflow command")
  func workflowCommands() throws {
    let hostile = try workshop.variant(
      "hostile", afterwards: #"printf '::error::pwned\n##[error]pwned\n::stop-commands::x\n'"#)
    let result = try act(hostile, arguments: "--faults environment --only KG-CLI-3")
    #expect(result.ending == .exited(1), "\(result.output)\(result.errors)")
    let lines = commands(result)
    #expect(lines.contains { $0.hasPrefix("::error title=KG-CLI-3::") })
    #expect(
      lines.allSatisfy {
        $0.hasPrefix("::notice title=mirror conform") || $0.hasPrefix("::error title=KG-CLI-3::")
      }, "\(lines)")
  }

  @Test("A signal reaches the suite")
  func signal() throws {
    let slow = try workshop.variant("slow", afterwards: "touch '\(workshop.path("ran"))'; sleep 3")
    let script = SpecFiles.root.appendingPathComponent("scripts/action").path
    let result = try workshop.shell(
      """
      '\(script)' &
      for try in $(seq 400); do [ -e ran ] && break; sleep 0.05; done
      kill -TERM $!
      wait $!
      echo "status $?"
      """
    ) {
      $0.environment += [
        "RUNNER_TEMP=" + workshop.root, "MIRROR_COMMAND=" + slow,
        "MIRROR_PROGRAM=" + (Workshop.executable ?? ""), "MIRROR_ARGUMENTS=--faults environment",
      ]
    }
    #expect(result.lines.last == "status 143", "\(result.output)\(result.errors)")
  }

  @Test("The action hands over every input that its script knows, and no other")
  func definition() throws {
    let root = SpecFiles.root
    let names = /MIRROR_[A-Z]+/
    let script = try SpecFiles.read(root.appendingPathComponent("scripts/action"))
    let action = try SpecFiles.read(root.appendingPathComponent("action.yml"))
    let known = Set(script.matches(of: names).map { String($0.output) })
    #expect(known == Set(action.matches(of: names).map { String($0.output) }))
    #expect(known.count == 7)
    // An expression in a script would be an injection.
    #expect(!action.split(separator: "\n").contains { $0.contains("run:") && $0.contains("${{") })
  }
}

import Crosscheck
import FaultInjection
import Glibc
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("mirror keygen as a user calls it")
struct KeygenCommandTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private func keySet(_ path: String) throws -> JSONValue {
    try StrictJSON.read(try #require(FileSystem.read(workshop.path(path), limit: 10_000)))
  }

  private func key(_ path: String) throws -> JSONValue {
    try #require(try keySet(path)["keys"]?.arrayValue?.first)
  }

  /// What a call leaves and says, without what differs from key to key.
  private func outcome(_ arguments: [String]) throws -> [String] {
    for name in FileSystem.names(in: workshop.root) ?? [] { FileSystem.removeTree(workshop.path(name)) }
    let result = try workshop.mirror(["keygen"] + arguments)
    var lines = ["\(result.ending)", result.errors]
    lines += result.lines.filter { !$0.contains("\"kid\"") && !$0.contains("\"thumbprint\"") }
    return lines + Snapshot(of: workshop.root).entries.map { "\($0.key): \($0.value)" }.sorted()
  }

  // After `--` the argument parser reads what is otherwise read without it.
  @Test(
    "The short way to read arguments and the argument parser agree",
    arguments: [
      [], ["-o", "keys"], ["--output-dir", "keys"], ["--output-dir=keys"], ["-o", "keys/"],
      ["-o", "./keys/a/b"],
      ["-q"], ["--quiet", "-o", "keys"], ["-o", "keys", "-q"], ["--format", "json"],
      ["--format=json", "-o", "keys"], ["--format", "text"], ["--backend", "openssl", "-o", "keys"],
      ["--backend=sodium"], ["--output-dir=a=b"],
      ["-o", "keys", "--backend", "openssl", "--format=json", "-q"],
    ])
  func ways(arguments: [String]) throws {
    let short = try outcome(arguments)
    #expect(short[0] == "exit status 0")
    #expect(short == (try outcome(arguments + ["--"])))
  }

  @Test(
    "What makes no sense is refused, with nothing written",
    arguments: [
      ["-o"], ["-o", ""], ["--output-dir="], ["--output-dir"], ["--format", "xml"], ["--backend=rot13"],
      ["-x"],
      ["--quiet=yes"], ["keys"], ["-o", "keys", "more"], ["--", "keys"],
    ])
  func usage(arguments: [String]) throws {
    let result = try workshop.mirror(["keygen"] + arguments)
    #expect(result.ending == .exited(64))
    #expect(result.standardOutput.isEmpty)
    #expect(!result.errors.isEmpty)
    #expect(FileSystem.names(in: workshop.root) == [])
  }

  @Test(
    "A directory in the wrong place gets a hint at `-o`",
    arguments: [
      (["keys"], "mirror keygen -o keys"), (["a b"], "mirror keygen -o 'a b'"),
      (["-okeys"], "mirror keygen -o keys"), (["-q", "-o2"], "mirror keygen -o 2"),
      (["--", "-okeys"], "mirror keygen -o -okeys"),
    ])
  func hint(arguments: [String], hint: String) throws {
    let result = try workshop.mirror(["keygen"] + arguments)
    #expect(result.ending == .exited(64))
    #expect(result.errors.contains(hint + "\n"), "\(result.errors)")
    #expect(FileSystem.names(in: workshop.root) == [])
  }

  @Test("The JSON output names the pair and holds no secret", arguments: ["sodium", "openssl"])
  func json(backend: String) throws {
    let result = try workshop.mirror("keygen", "-o", "ke\"ys", "--backend", backend, "--format", "json")
    #expect(result.ending == .exited(0))
    let report = try StrictJSON.read(result.standardOutput)
    #expect(report["privateKeySet"] == .string("ke\"ys/privkey.json"))
    #expect(report["publicKeySet"] == .string("ke\"ys/pubkey.json"))
    let (secret, open) = (try key("ke\"ys/privkey.json"), try key("ke\"ys/pubkey.json"))
    #expect(report["kid"] == open["kid"])
    #expect(report["thumbprint"]?.stringValue == Thumbprint.of(open))
    #expect(!result.output.contains(try #require(secret["d"]?.stringValue)))
    #expect(open["d"] == nil)
  }

  @Test("Quiet prints nothing on success, but says why it failed")
  func quiet() throws {
    let first = try workshop.mirror("keygen", "-q")
    #expect(first.ending == .exited(0))
    #expect(first.standardOutput.isEmpty && first.standardError.isEmpty)
    let second = try workshop.mirror("keygen", "-q")
    #expect(second.ending == .exited(1))
    #expect(second.errors.contains("privkey.json") || second.errors.contains("pubkey.json"))
    #expect(second.standardOutput.isEmpty)
  }

  @Test("A pair whose paths cannot be printed stays, and the failure is told")
  func fullOutput() throws {
    let executable = try #require(Workshop.executable)
    let result = try workshop.shell("'\(executable)' keygen -o keys >/dev/full")
    #expect(result.ending == .exited(1))
    #expect(result.errors.contains("keys/privkey.json"))
    #expect(result.errors.contains("No space left on device"))
    #expect(FileSystem.names(in: workshop.path("keys")) == ["privkey.json", "pubkey.json"])
  }

  @Test("A refusal names the path, the operation and the reason")
  func refusal() throws {
    try FileSystem.write(workshop.path("file"), [])
    let result = try workshop.mirror("keygen", "-o", "file/keys")
    #expect(result.ending == .exited(1))
    #expect(result.errors == "mirror: cannot open directory file/keys: Not a directory\n")
  }

  @Test("An argument that is no text is refused")
  func bytes() throws {
    let executable = try #require(Workshop.executable)
    let result = try workshop.shell(#"'\#(executable)' keygen -o "$(printf 'a\377b')""#)
    #expect(result.ending == .exited(64))
    #expect(result.errors.contains("not valid UTF-8"))
    #expect(FileSystem.names(in: workshop.root) == [])
  }

  @Test("The help has an example that works")
  func help() throws {
    let help = try workshop.mirror("keygen", "--help")
    #expect(help.ending == .exited(0))
    let example = try #require(help.lines.first { $0.contains("mirror keygen -o ./") })
    let words = example.split(separator: " ").dropFirst().map(String.init)
    #expect(try workshop.mirror(words).ending == .exited(0))
    #expect(FileSystem.exists(workshop.path("keys/registry/privkey.json")))
  }
}

import FaultInjection
import Glibc
import KeygenSuite
import Reports
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("Output that cannot be written, and the files of reports")
struct OutputTests {
  private let workshop: Workshop
  private let mirror: String

  init() throws {
    workshop = try Workshop()
    mirror = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
  }

  @Test(
    "Every command tells that standard output cannot be written, with exit 70",
    arguments: [
      "conform --only KG-CLI-5", "conform --only KG-CLI-5 --report json=-", "conform --list", "inspect keys",
      "inspect --format json keys", "explain", "explain KG-CLI-1", "crosscheck --cases 1",
      "crosscheck --cases 1 --format json",
    ])
  func fullOutput(arguments: String) throws {
    #expect(try workshop.mirror("keygen", "-q", "-o", "keys").ending == .exited(0))
    let result = try workshop.shell("'\(mirror)' \(arguments) >/dev/full")
    #expect(result.ending == .exited(70))
    #expect(result.errors.contains("cannot write "))
    #expect(result.errors.hasSuffix(": No space left on device\n"))
  }

  /// A generator that notes that it was run.
  private func noting() throws -> String {
    let path = workshop.path("noting")
    if FileSystem.exists(path) { return path }
    return try workshop.variant("noting", afterwards: "touch '\(workshop.path("ran"))'")
  }

  private func conform(_ report: String, _ redirection: String = "") throws -> RunResult {
    try workshop.shell(
      "'\(mirror)' conform --only KG-CLI-5 --report 'json=\(report)' -- '\(try noting())' \(redirection)")
  }

  @Test(
    "A report that cannot be made is told before anything runs",
    arguments: ["missing/report.json", "keys", "file/report.json", "loop", "/dev/fd/99"])
  func unwritable(path: String) throws {
    try FileSystem.makeDirectory(workshop.path("keys"))
    try FileSystem.write(workshop.path("file"), [])
    try FileSystem.makeLink(workshop.path("loop"), to: "loop")
    let result = try conform(path)
    #expect(result.ending == .exited(66))
    #expect(result.errors.contains(path))
    #expect(result.standardOutput.isEmpty)
    #expect(!FileSystem.exists(workshop.path("ran")))
  }

  @Test("A report that fails at the end does not cost the text")
  func fullReport() throws {
    let result = try conform("/dev/full")
    #expect(result.ending == .exited(70))
    #expect(result.errors.contains("cannot write /dev/full: No space left on device"))
    #expect(result.output.contains("\nconformant"))
  }

  @Test("A report replaces the old one as a whole, through links too, and leaves nothing beside it")
  func replaced() throws {
    try FileSystem.write(workshop.path("old.json"), Array("old".utf8), mode: 0o600)
    try FileSystem.makeLink(workshop.path("link.json"), to: "old.json")
    try FileSystem.makeLink(workshop.path("dangling.json"), to: "new.json")
    for name in ["link.json", "dangling.json"] { #expect(try conform(name).ending == .exited(0)) }
    for (name, mode) in [("old.json", 0o600), ("new.json", 0o644)] as [(String, UInt32)] {
      let entry = try #require(Entry(path: workshop.path(name), contentLimit: 1 << 20))
      #expect(entry.mode == mode)
      #expect(try StrictJSON.read(entry.content ?? [])["schema"] == .number("1"))
    }
    #expect(
      FileSystem.names(in: workshop.root)?.filter { $0 != "noting" && $0 != "ran" }
        == ["dangling.json", "link.json", "new.json", "old.json"])
  }

  @Test("A run that is ended leaves the old report as it was, and nothing beside it")
  func ended() throws {
    try FileSystem.write(workshop.path("report.json"), Array("old".utf8))
    let slow = try workshop.variant("slow", afterwards: "touch '\(workshop.path("ran"))'; sleep 5")
    let result = try workshop.shell(
      """
      '\(mirror)' conform --faults environment --report json=report.json -- '\(slow)' &
      for try in $(seq 200); do [ -e ran ] && break; sleep 0.05; done
      kill -TERM $!
      wait $!
      cat report.json
      """)
    #expect(result.lines == ["old"])
    #expect(FileSystem.names(in: workshop.root) == ["ran", "report.json", "slow"])
  }

  @Test("A report that cannot be completed leaves the old report as it was")
  func fullDisk() throws {
    try FileSystem.write(workshop.path("report.json"), Array("old".utf8))
    let result = try workshop.shell(
      "trap '' XFSZ; ulimit -S -f 8; '\(mirror)' conform --only KG-CLI-5 --report json=report.json | cat")
    #expect(result.errors.contains("cannot write report.json: File too large"))
    #expect(result.output.contains("KG-CLI"))
    #expect(FileSystem.read(workshop.path("report.json"), limit: 100) == Array("old".utf8))
    #expect(FileSystem.names(in: workshop.root) == ["report.json"])
  }

  @Test("Standard output by any name takes the report alone", arguments: ["-", "/dev/stdout", "/dev/fd/1"])
  func standardOutput(path: String) throws {
    let piped = try conform(path)
    #expect(piped.ending == .exited(0))
    #expect(try StrictJSON.read(piped.standardOutput)["schema"] == .number("1"))
    #expect(try conform(path, "> out.json").ending == .exited(0))
    let kept = try #require(FileSystem.read(workshop.path("out.json"), limit: 1 << 20))
    #expect(try StrictJSON.read(kept)["schema"] == .number("1"))
  }

  @Test("A FIFO takes a report, and one that nobody reads is an error in finite time")
  func fifo() throws {
    try FileSystem.makeFIFO(workshop.path("pipe"))
    let read = try workshop.shell(
      "cat pipe > copy & '\(mirror)' conform --only KG-CLI-5 --report json=pipe >/dev/null; wait")
    #expect(read.ending == .exited(0))
    let copy = try #require(FileSystem.read(workshop.path("copy"), limit: 1 << 20))
    #expect(try StrictJSON.read(copy)["schema"] == .number("1"))
    let alone = try conform("pipe")
    #expect(alone.ending == .exited(66))
    #expect(alone.errors.contains("pipe: nobody reads from it"))
  }

  @Test("Vectors that cannot be written are told with the operation and the cause")
  func vectors() throws {
    for (path, message) in [
      ("/dev/full", "cannot write /dev/full: No space left on device"),
      ("missing/x", "cannot create missing/x: No such file or directory"),
    ] {
      let result = try workshop.mirror("crosscheck", "--write-vectors", path)
      #expect(result.ending == .exited(1))
      #expect(result.errors == "mirror: \(message)\n")
    }
  }

  // MARK: Input

  @Test("A key set in a FIFO is refused at once; one in an open pipe is read")
  func inputs() throws {
    try FileSystem.makeFIFO(workshop.path("pipe"))
    #expect(try workshop.mirror("keygen", "-q").ending == .exited(0))
    for path in ["pipe", "/dev/zero"] {
      let result = try workshop.run([mirror, "verify", "--jwks", path, "a.b.c"]) { $0.deadline = 10 }
      #expect(result.ending == .exited(66))
      #expect(result.errors == "mirror: cannot read \(path): not a regular file\n")
    }
    for script in [
      "cat pubkey.json | '\(mirror)' verify --jwks /dev/stdin a.b.c",
      "'\(mirror)' verify --jwks /dev/stdin a.b.c < pubkey.json",
      "cat pubkey.json | { exec 3<&0 </dev/null; '\(mirror)' verify --jwks /dev/fd/3 a.b.c; }",
    ] {
      let result = try workshop.shell(script)
      #expect(result.ending == .exited(1))
      #expect(result.errors.hasPrefix("mirror: token refused: "), "\(script): \(result.errors)")
    }
  }

  @Test("What cannot be read has its own reason")
  func reasons() throws {
    let errors = Inspector(paths: ["/proc/self/mem"]).run().errors
    #expect(errors.map(\.description) == ["cannot read /proc/self/mem: Input/output error"])
  }

  @Test("Numbers beyond their limits are refused with the limit")
  func limits() throws {
    for (arguments, limit) in [
      (["crosscheck", "--cases", "9223372036854775807"], "from 0 to 10000000"),
      (["crosscheck", "--cases", "10000001"], "from 0 to 10000000"),
      (["crosscheck", "--jobs", "257"], "from 1 to 256"), (["conform", "--jobs", "257"], "from 1 to 256"),
      (["conform", "--timeout", "1e9"], "at most 86400"),
    ] {
      let result = try workshop.mirror(arguments)
      #expect(result.ending == .exited(64), "\(arguments)")
      #expect(result.errors.contains(limit), "\(arguments)")
    }
  }

  @Test(
    "A program that reads private keys leaves no core",
    .enabled(if: geteuid() == 0, "only root may raise the limit, to see it lowered"),
    arguments: ["inspect", "conform"])
  func cores(command: String) throws {
    // It waits for the reader of its output, whose end is closed in time.
    try FileSystem.makeFIFO(workshop.path("pipe"))
    #expect(try workshop.mirror("keygen", "-q", "-o", "keys").ending == .exited(0))
    let slow = try workshop.variant("slow", afterwards: "touch '\(workshop.path("ran"))'; sleep 5")
    // A pipe that is full, so that `inspect` stays to be looked at.
    let call = command == "inspect" ? "inspect $(yes keys | head -n 4000)" : "conform -- '\(slow)'"
    // The launcher of the tests has set the limit to nothing.
    let result = try workshop.shell(
      """
      ulimit -c 1000
      { exec '\(mirror)' \(call); } > pipe &
      exec 3< pipe
      for try in $(seq 100); do
        limit=$(sed -n 's/^Max core file size *//p' /proc/$!/limits 2>/dev/null)
        case $limit in [01]' '*) break ;; esac
        sleep 0.05
      done
      kill $!
      echo "$limit"
      """)
    #expect(
      result.lines.first?.split(separator: " ").prefix(2).allSatisfy { ["0", "1"].contains($0) } == true)
  }
}

import FaultInjection
import Glibc
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("Machines on which a traced run would not see what it has to")
struct LyingMachineTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  /// A way in which a machine lies: what comes before the command, and the reason that a report has to give.
  struct Lie: Sendable, CustomTestStringConvertible {
    let before: String
    let reason: String
    var testDescription: String { before }
  }

  static let lies = [
    Lie(before: "unshare -m sh -c 'umount -l /proc && exec \"$@\"' sh", reason: "/proc is not mounted"),
    Lie(
      before: "unshare -m sh -c 'mount -t tmpfs t /proc && exec \"$@\"' sh", reason: "/proc is not mounted"),
    Lie(before: "unshare -pf", reason: "another pid namespace"),
    Lie(before: "strace -f -o /dev/null", reason: "ptrace(2) is not permitted"),
    Lie(before: "python3 forbid.py ptrace", reason: "ptrace(2) is not permitted"),
    Lie(before: "python3 forbid.py seccomp", reason: "a seccomp filter cannot be installed"),
    Lie(before: "python3 forbid.py kcmp", reason: "kcmp(2) is not permitted"),
  ]

  /// A program that forbids one system call to another (x86-64 only).
  private func placeForbidder() throws {
    let text = """
      import ctypes, os, struct, sys
      number = {"ptrace": 101, "seccomp": 317, "kcmp": 312, "process_vm_readv": 310}[sys.argv[1]]
      if os.uname().machine != "x86_64": sys.exit(3)
      code = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)]
      filter = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in code))
      program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code), ctypes.addressof(filter)))
      libc = ctypes.CDLL(None)
      if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program, 0, 0): sys.exit(3)
      os.execvp(sys.argv[2], sys.argv[2:])
      """
    try FileSystem.write(workshop.path("forbid.py"), Array(text.utf8))
  }

  private func shell(_ lie: String, _ command: [String]) throws -> RunResult {
    try workshop.shell("exec \(lie) \(command.map { "'\($0)'" }.joined(separator: " "))")
  }

  @Test(
    "No program passes, the reason is in the report, and who insists on system calls gets exit status 69",
    .enabled(if: tracingUnavailableReason == nil), arguments: lies)
  func lie(_ lie: Lie) throws {
    try placeForbidder()
    guard try shell(lie.before, ["true"]).ending == .exited(0) else {
      try Test.cancel("skipped: not permitted or not installed here: \(lie.before)")
    }
    let executable = try #require(Workshop.executable)
    let careless = try workshop.script("careless", "'\(executable)' keygen \"$@\"; exit $?")
    for command in [[executable, "keygen"], [careless]] {
      let result = try shell(
        lie.before,
        [executable, "conform", "--profile", "hardened", "--only", "KG-FILE-5", "--only", "KG-ROLL-8", "--"]
          + command)
      #expect(result.ending == .exited(2), "\(result.errors)")
      #expect(result.output.contains(lie.reason), "\(result.output)")
    }
    let strict = try shell(
      lie.before,
      [executable, "conform", "--faults", "syscall", "--only", "KG-ROLL-8", "--", executable, "keygen"])
    #expect(strict.ending == .exited(69))
    #expect(strict.errors.contains(lie.reason), "\(strict.errors)")
  }

  @Test("Without process_vm_readv the same calls are seen", .enabled(if: tracingUnavailableReason == nil))
  func otherMemory() throws {
    try placeForbidder()
    let lie = "python3 forbid.py process_vm_readv"
    guard try shell(lie, ["true"]).ending == .exited(0) else { try Test.cancel("skipped: not permitted") }
    let executable = try #require(Workshop.executable)
    func calls(_ before: String) throws -> [String] {
      try shell(before, [executable, "conform", "--trace"]).lines.map {
        String($0.prefix { $0 != " " })
      }
    }
    let usual = try calls("env")
    #expect(usual.count > 5)
    #expect(try calls(lie) == usual)
  }

  @Test(
    "What is no matter of the subject ends with its reason",
    arguments: [
      ("TMPDIR=/nonexistent", 70, "/nonexistent"), ("--timeout 0.0005", 69, "is too short"),
      ("-- python3 nosuch.py", 69, "nosuch.py: there is no such file"),
      ("-- ./carriage", 69, "carriage return"),
      ("-- ./missing", 69, "/nonexistent/interpreter, is not there"),
    ])
  func firstRun(_ what: String, status: Int32, reason: String) throws {
    for (name, line) in [("carriage", "#!/bin/sh\r"), ("missing", "#!/nonexistent/interpreter")] {
      try FileSystem.write(workshop.path(name), Array("\(line)\nexit 0\n".utf8), mode: 0o755)
    }
    let executable = try #require(Workshop.executable)
    let isVariable = what.hasPrefix("TMPDIR")
    let result = try workshop.shell(
      "\(isVariable ? what : "") '\(executable)' conform \(isVariable ? "" : what)")
    #expect(result.ending == .exited(status), "\(result.errors)")
    #expect(result.errors.contains(reason), "\(result.errors)")
  }
}

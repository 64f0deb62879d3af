import FaultInjection
import Glibc
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("Subjects that attack the suite's own processes and files")
struct HostileSubjectTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  /// Compiles a key generator that does something once its pair is there.
  private func program(_ name: String, afterwards: String) throws -> String {
    let reference = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    let source = workshop.path(name + ".c")
    let text = """
      #define _GNU_SOURCE
      #include <signal.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/ptrace.h>
      #include <sys/wait.h>
      #include <unistd.h>
      int main(int count, char **arguments) {
        pid_t child = fork();
        if (child == 0) {
          char *words[16] = {"mirror", "keygen"};
          for (int i = 1; i < count && i < 12; i++) words[i + 1] = arguments[i];
          execv("\(reference)", words);
          _exit(127);
        }
        int status;
        waitpid(child, &status, 0);
        if (status != 0) return 1;
        \(afterwards)
        return 0;
      }
      """
    try FileSystem.write(source, Array(text.utf8))
    let compiler = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.tool("cc", "gcc", "clang")]
    }
    let result = try workshop.run([
      try #require(EngineLab.find(compiler[0])), "-O1", "-o", workshop.path(name), source,
    ])
    try #require(result.ending.isSuccess, "\(result.errors)")
    return workshop.path(name)
  }

  @Test(
    "A subject that stops its parent once does not stop the suite, nor is it blamed",
    arguments: [["--faults", "environment"], []])
  func stopsParent(faults: [String]) throws {
    let program = try program("stop", afterwards: "kill(getppid(), SIGSTOP);")
    let arguments = faults + ["--only", "KG-CLI-1", "--only", "KG-CLI-2", "--", program]
    #expect(try workshop.conform(arguments).ending == .exited(0))
  }

  @Test("A traced subject cannot stop the suite", .enabled(if: tracingUnavailableReason == nil))
  func stopsTracer() throws {
    let program = try program("stop", afterwards: "kill(getppid(), SIGSTOP); kill(getppid(), SIGKILL);")
    let lab = try EngineLab()
    let recording = try lab.trace([program, "-o", "out"])
    #expect(recording.result?.ending == .exited(0))
  }

  @Test("A subject that stops its parent over and over comes to an end, with a finding")
  func stopsParentForEver() throws {
    // A name of its own: other tests' subjects run at the same time.
    let program = try program("stops-on", afterwards: "for (;;) kill(getppid(), SIGSTOP);")
    let started = ContinuousClock.now
    var launch = Launch(
      executable: program, arguments: [program, "-o", "keys"], environment: [], directory: workshop.root)
    launch.deadline = 1
    #expect(try PlainRun(launch).finish().ending == .timedOut)
    #expect(ContinuousClock.now - started < .seconds(10))
    let left = try workshop.shell("pgrep -x -r R,S,T stops-on")
    #expect(left.lines == [])
  }

  @Test("A subject that traces its parent comes to an end")
  func tracesParent() throws {
    let program = try program(
      "trace", afterwards: "if (ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0) pause(); return 3;")
    var launch = Launch(
      executable: program, arguments: [program, "-o", "keys"], environment: [], directory: workshop.root)
    launch.deadline = 0.5
    let ending = try PlainRun(launch).finish().ending
    // Where the machine does not let it, it ends by itself.
    #expect(ending == .timedOut || ending == .exited(3))
  }

  @Test(
    "A subject that has itself traced is no dead one", arguments: ["", "raise(SIGCONT);", "raise(SIGSTOP);"])
  func tracesItself(more: String) throws {
    let program = try program(
      "traced",
      afterwards: """
        if (ptrace(PTRACE_TRACEME, 0, 0, 0) < 0) return 4;
        \(more)
        execl("/bin/true", "true", (char *)0);
        """)
    var launch = Launch(
      executable: program, arguments: [program, "-o", "keys"], environment: ["PATH=/bin"],
      directory: workshop.root)
    launch.deadline = 1
    let ending = try PlainRun(launch).finish().ending
    #expect(ending == (more.contains("STOP") ? .timedOut : .exited(0)))
  }

  @Test("A subject that has itself traced and then dies is a dead one")
  func tracedDeath() throws {
    let program = try program("traced", afterwards: "ptrace(PTRACE_TRACEME, 0, 0, 0); raise(SIGTERM);")
    let launch = Launch(
      executable: program, arguments: [program, "-o", "keys"], environment: [], directory: workshop.root)
    #expect(try PlainRun(launch).finish().ending == .signaled(SIGTERM))
  }

  @Test("Nothing that a subject sees tells that it is in the suite")
  func namesTellNothing() throws {
    let seen = workshop.path("seen")
    let spy = try workshop.variant(
      "spy",
      afterwards: """
        { pwd; env; echo "$0 $*"; ls -l /proc/self/fd /proc/$$/fd; ls -a . .. ../..; } >> '\(seen)'
        """)
    let (ending, _) = try workshop.conform(["--only", "KG-CLI-*", "--", spy])
    #expect(ending == .exited(0))
    // Its own path lies in the workshop of the test, and the reference's in the build.
    let text = try #require(FileSystem.read(seen, limit: 1 << 20)).split(separator: UInt8(ascii: "\n"))
    let telling = text.map { String(decoding: $0, as: UTF8.self) }.filter {
      let line = $0.replacing(workshop.root, with: "").lowercased()
      return ["mirror", "conform", "sandbox", "cli_", "probe", "harness"].contains { line.contains($0) }
    }
    #expect(telling == [])
    #expect(text.count > 100)
  }

  @Test(
    "What cannot be removed at first is: marked immutable or append-only, mounted over",
    arguments: [true, false])
  func stubborn(isMount: Bool) throws {
    try FileSystem.makeDirectory(workshop.path("behind"))
    try FileSystem.write(workshop.path("behind/precious"), [1])
    let action =
      isMount
      ? "mount -t tmpfs t \"$dir\" && echo x > \"$dir/x\" && mount --bind '\(workshop.path("behind"))' \"$dir\""
      : "chattr +a \"$dir/pubkey.json\" && chattr +i \"$dir/privkey.json\" \"$dir\""
    try FileSystem.makeDirectory(workshop.path("trial"))
    let trial = try workshop.shell("dir=trial; :> trial/pubkey.json; :> trial/privkey.json; \(action)")
    _ = try workshop.shell("umount trial; umount trial; chattr -i trial trial/*; chattr -a trial/*")
    guard trial.ending.isSuccess else { try Test.cancel("skipped: not permitted here: \(trial.errors)") }
    let place = workshop.path("place")
    try FileSystem.makeDirectory(place)
    let stubborn = try workshop.variant("stubborn", afterwards: action)
    let executable = try #require(Workshop.executable)
    let result = try workshop.run(
      [executable, "conform", "--faults", "environment", "--only", "KG-CLI-1", "--", stubborn]
    ) { $0.environment.append("TMPDIR=\(place)") }
    #expect(result.ending != .exited(70), "\(result.errors)")
    #expect(FileSystem.names(in: place) == [])
    #expect(FileSystem.exists(workshop.path("behind/precious")))
  }
}

import Crosscheck
import FaultInjection
import Glibc
import SpecHarness
import SystemSupport
import Testing

@Suite("Sandboxes and what changes in them")
struct SandboxTests {
  private let workshop: Workshop
  private let sandbox: Sandbox

  init() throws {
    workshop = try Workshop()
    sandbox = try Sandbox(below: workshop.root, name: "sandbox")
    try FileSystem.write(sandbox.path("work/file"), Array("content".utf8))
    try FileSystem.makeDirectory(sandbox.path("work/directory"))
    try FileSystem.write(sandbox.path("work/directory/inner"), [])
    try FileSystem.makeLink(sandbox.path("work/link"), to: "file")
    for name in ["work/file", "work/directory/inner", "work/link"] {
      try FileSystem.setModified(sandbox.path(name), seconds: 1_000_000_000)
    }
  }

  /// What a shell script, run in the working directory, changes.
  private func changes(_ script: String) throws -> Changes {
    let before = sandbox.snapshot()
    let result = try workshop.shell(script) { $0.directory = sandbox.work }
    #expect(result.ending == .exited(0), "\(result.errors)")
    return Changes(from: before, to: sandbox.snapshot())
  }

  @Test("Without a change there is none")
  func nothing() throws {
    let changes = try changes("cat file >/dev/null; ls directory >/dev/null")
    #expect(changes.isEmpty)
    #expect(changes.all.isEmpty)
  }

  @Test(
    "Whatever is made is seen",
    arguments: [
      ": >new", "mkdir new", "mkfifo new", "ln -s nowhere new", "ln -s new new", "ln file new", "cp file new",
    ])
  func made(script: String) throws {
    let changes = try changes(script)
    #expect(changes.created == ["work/new"])
    #expect(changes.removed.isEmpty)
    #expect(changes.altered.isEmpty)
  }

  @Test(
    "Whatever is removed is seen",
    arguments: [
      ("rm file", ["work/file"]), ("rm link", ["work/link"]),
      ("rm -r directory", ["work/directory", "work/directory/inner"]),
    ])
  func removed(script: String, paths: [String]) throws {
    let changes = try changes(script)
    #expect(changes.removed == paths)
    #expect(changes.created.isEmpty && changes.altered.isEmpty)
  }

  @Test(
    "Whatever is altered is seen, however it is hidden",
    arguments: [
      // Bytes, with length and time as before.
      ("printf CONTENT >file; touch -d @1000000000 file", "work/file"),
      // Time alone.
      ("touch -d @1000000001 file", "work/file"),
      ("touch -h -d @1000000001 link", "work/link"),
      // Mode alone, of a file and of a directory.
      ("chmod 0600 file", "work/file"), ("chmod 1755 directory", "work/directory"),
      // Another file of the same bytes, mode and time.
      ("cp -p file file2; mv file2 file", "work/file"),
      // Another kind, another target.
      ("rm file; mkdir file", "work/file"), ("ln -sfn directory link", "work/link"),
      ("printf x >directory/inner", "work/directory/inner"),
    ])
  func altered(script: String, path: String) throws {
    let changes = try changes(script)
    #expect(changes.altered == [path])
    #expect(changes.created.isEmpty && changes.removed.isEmpty)
  }

  @Test("Another owner is seen", .enabled(if: geteuid() == 0, "only root can give files away"))
  func owner() throws {
    #expect(try changes("chown 65534 file; touch -d @1000000000 file").altered == ["work/file"])
    #expect(try changes("chgrp 65534 file; touch -d @1000000000 file").altered == ["work/file"])
  }

  @Test("A change below another name, or of a directory's time, is that name's alone")
  func elsewhere() throws {
    let changes = try changes("touch -d @1 directory; printf x >directory/inner; : >../tmp/stray")
    #expect(changes.altered == ["work/directory/inner"])
    #expect(changes.created == ["tmp/stray"])
  }

  @Test("What is too long to read is still compared by size, inode and time")
  func long() throws {
    let length = Snapshot.contentLimit + 1
    _ = try changes("head -c \(length) /dev/zero >long; touch -d @1000000000 long")
    let entry = try #require(sandbox.snapshot()["work/long"])
    #expect(entry.content == nil)
    #expect(entry.size == Int64(length))
    #expect(try changes("printf x >>long; touch -d @1000000000 long").altered == ["work/long"])
    #expect(try changes("printf x | dd of=long conv=notrunc status=none").altered == ["work/long"])
  }

  @Test("A name that is no UTF-8 is seen, and told from others of its kind")
  func names() throws {
    let changes = try changes(#": >"$(printf 'a\377')"; : >"$(printf 'a\376')""#)
    #expect(changes.created.count == 2)
    #expect(changes.created.allSatisfy { $0.hasPrefix("work/a") })
  }

  @Test("An unreadable directory or file is an entry like any other")
  func unreadable() throws {
    #expect(
      try changes("mkdir -m 0 closed; : >secret; chmod 0 secret").created == ["work/closed", "work/secret"])
    let snapshot = sandbox.snapshot()
    #expect(snapshot["work/closed"]?.kind == .directory)
    #expect(snapshot["work/secret"]?.mode == 0)
    if geteuid() != 0 { #expect(snapshot["work/secret"]?.content == nil) }
    sandbox.remove()
    #expect(!FileSystem.exists(sandbox.root))
  }

  @Test("A tree that is far too large is cut, and can be removed")
  func large() throws {
    _ = try changes("mkdir many; cd many; seq \(Snapshot.entryLimit + 50) | xargs touch")
    let snapshot = sandbox.snapshot()
    #expect(snapshot.isCut)
    #expect(snapshot.entries.count == Snapshot.entryLimit)
    sandbox.remove()
    #expect(!FileSystem.exists(sandbox.root))
  }

  @Test("Entries say what they are")
  func descriptions() throws {
    _ = try changes("mkfifo -m 0640 pipe; chmod 0600 file")
    let snapshot = sandbox.snapshot()
    #expect(snapshot["work/file"]?.description == "regular file, mode 0600, 7 bytes")
    #expect(snapshot["work/link"]?.description == "symbolic link to file")
    #expect(snapshot["work/pipe"]?.description == "FIFO, mode 0640")
    #expect(snapshot["work/directory"]?.description == "directory, mode 0755")
  }

  @Test("Removing a sandbox follows no link")
  func removal() throws {
    try FileSystem.write(workshop.path("precious"), [1])
    try FileSystem.makeLink(sandbox.path("work/out"), to: workshop.root)
    try FileSystem.makeLink(sandbox.path("work/out2"), to: workshop.path("precious"))
    sandbox.remove()
    #expect(!FileSystem.exists(sandbox.root))
    #expect(FileSystem.exists(workshop.path("precious")))
  }

  @Test("A sandbox offers a clean environment with HOME and TMPDIR inside")
  func environment() {
    let names = sandbox.environment.map { $0.prefix { $0 != "=" } }
    #expect(
      names.sorted() == [
        "HOME", "LANG", "LC_ALL", "PATH", "PWD", "PYTHONDONTWRITEBYTECODE", "TMPDIR", "TZ",
      ])
    #expect(sandbox.environment.contains("HOME=\(sandbox.root)/home"))
    #expect(sandbox.environment.contains("TMPDIR=\(sandbox.root)/tmp"))
  }

  @Test("A yard goes with its last user")
  func yards() throws {
    var path = ""
    do {
      let yard = try SandboxYard()
      path = yard.path
      _ = try Sandbox(below: path, name: "left")
    }
    #expect(!FileSystem.exists(path))
  }

  @Test("A kept sandbox is a copy of everything: kinds, bytes, modes, times")
  func kept() throws {
    let yard = try SandboxYard()
    let sandbox = try Sandbox(below: yard.path, name: "failing")
    try FileSystem.makeDirectory(sandbox.path("work/keys"), mode: 0o711)
    try FileSystem.write(sandbox.path("work/keys/privkey.json"), Array("{}".utf8), mode: 0o600)
    try FileSystem.setModified(sandbox.path("work/keys/privkey.json"), seconds: 1_500_000_000)
    try FileSystem.makeLink(sandbox.path("work/keys/pubkey.json"), to: "nowhere")
    try FileSystem.makeFIFO(sandbox.path("home/fifo"))
    let copy = try sandbox.copy(into: workshop.path("kept"))
    let (before, after) = (sandbox.snapshot(), Snapshot(of: copy))
    #expect(Set(before.entries.keys) == Set(after.entries.keys))
    for (path, entry) in before.entries {
      #expect(after[path]?.kind == entry.kind, "\(path)")
      #expect(after[path]?.mode == entry.mode, "\(path)")
      #expect(after[path]?.content == entry.content, "\(path)")
    }
    let modified: Int64? = 1_500_000_000 * 1_000_000_000
    #expect(after["work/keys/privkey.json"]?.modified == modified)
  }

  @Test("Several sandboxes can be kept at the same moment")
  func keptTogether() throws {
    let yard = try SandboxYard()
    let sandboxes = try (1...8).map { try Sandbox(below: yard.path, name: "failing\($0)") }
    for round in 1...20 {
      let place = workshop.path("kept\(round)")
      let copies = parallelMap(sandboxes, jobs: sandboxes.count) { sandbox in
        Result { () throws(FileSystem.Failure) in try sandbox.copy(into: place) }
      }
      for copy in copies { #expect(FileSystem.exists(try copy.get() + "/work")) }
    }
  }

  @Test("A time further away than nanoseconds can say is looked at all the same")
  func farTimes() throws {
    let yard = try SandboxYard()
    let sandbox = try Sandbox(below: yard.path, name: "far")
    for (name, seconds) in [("future", Int.max / 4), ("late", 99_999_999_999), ("past", -99_999_999_999)] {
      let path = sandbox.path("work/" + name)
      try FileSystem.write(path, [])
      // Some file systems know no such times.
      guard (try? FileSystem.setModified(path, seconds: seconds)) != nil else { continue }
      #expect(Entry(path: path, contentLimit: 0)?.kind == .file)
    }
    #expect(sandbox.snapshot()["work/future"] != nil)
  }

  @Test("A tree deeper than any path, with closed directories, is removed")
  func deepTrees() throws {
    let script = """
      use strict; my $name = "x" x 200;
      for (1..60) { mkdir $name or die; mkdir "side"; open my $f, ">", "file"; chdir $name or die; }
      mkdir "closed", 0; chmod 0, ".";
      """
    let place = workshop.path("deep")
    try FileSystem.makeDirectory(place)
    let result = try workshop.run(["perl", "-e", script]) { $0.directory = place }
    #expect(result.ending == .exited(0), "\(result.errors)")
    FileSystem.removeTree(place)
    #expect(!FileSystem.exists(place))
  }
}

import KeygenSuite
import SystemSupport
import Testing

@testable import FaultInjection
@testable import SpecHarness

@Suite("What a run leaves that it should have removed")
struct LeftoversTests {
  private static func files(_ run: MadeRun, _ access: WatchedFile.Access = .writtenAnew) -> [WatchedFile] {
    [WatchedFile(FileLabel("out"), at: run.path("out.txt"), access)]
  }

  private static func clean(_ run: MadeRun, _ files: [WatchedFile]) -> CleanRun<ToySuite> {
    CleanRun(run.traced(files), ToySuite())
  }

  private static func leftovers(
    _ run: MadeRun, _ access: WatchedFile.Access = .writtenAnew, clean other: MadeRun? = nil,
    usual: (String) -> Bool = { _ in false }
  ) throws -> Leftovers {
    let other = try other ?? MadeRun()
    return Leftovers(
      run.traced(files(run, access)), clean(other, files(other, access)), usual: usual)
  }

  @Test("New names are unexpected, but for the file of the run, directories, and what is usual")
  func unexpected() throws {
    let run = try MadeRun(finding: ["older.txt": "older"])
    try run.leave("out.txt", "part")
    try run.leave("out.txt.new")
    try run.leave("log")
    try FileSystem.makeDirectory(run.path("deep"))
    try run.leave("deep/file")
    try FileSystem.write(run.sandbox.temporary + "/cache", [])
    #expect(
      try Self.leftovers(run).unexpectedFiles
        == ["tmp/cache", "work/keys/deep/file", "work/keys/log", "work/keys/out.txt.new"])
    #expect(
      try Self.leftovers(run, usual: { $0.hasSuffix("/log") }).unexpectedFiles
        == ["tmp/cache", "work/keys/deep/file", "work/keys/out.txt.new"])
  }

  @Test("A name whose removal was made to fail is blocked, and not unexpected")
  func blocked() throws {
    let run = try MadeRun()
    try run.leave("out.txt.new")
    try run.leave("other")
    run.calls = [
      .made("write", .write, .temporary(1), at: [run.path("out.txt.new")]).failing(),
      .made("unlink", .remove, .temporary(1), at: [run.path("out.txt.new")]).failing(),
      .made("unlink", .remove, .temporary(2), at: [run.path("gone")]).failing(),
    ]
    let leftovers = try Self.leftovers(run)
    #expect(leftovers.unexpectedFiles == ["work/keys/other"])
    #expect(leftovers.blocked == ["work/keys/out.txt.new"])
  }

  @Test("What was there and is changed or gone is touched, unless a run without a fault does so, too")
  func touched() throws {
    let found = ["one.txt": "1", "two.txt": "2", "three.txt": "3"]
    func change(_ run: MadeRun) throws {
      try run.leave("one.txt", "other")
      try FileSystem.remove(run.path("two.txt"))
    }
    let run = try MadeRun(finding: found)
    try change(run)
    #expect(try Self.leftovers(run).touched == ["work/keys/two.txt", "work/keys/one.txt"])
    let clean = try MadeRun(finding: found)
    try clean.leave("one.txt", "another")
    #expect(try Self.leftovers(run, clean: clean).touched == ["work/keys/two.txt"])
  }

  @Test("A file that is to be replaced is not touched by that; one that is to be made or read is")
  func replaced() throws {
    let run = try MadeRun(finding: ["out.txt": "old"])
    try run.leave("out.txt", "new content")
    #expect(try Self.leftovers(run, .replaced).touched.isEmpty)
    #expect(try Self.leftovers(run, .writtenAnew).touched == ["work/keys/out.txt"])
    #expect(try Self.leftovers(run, .read).touched == ["work/keys/out.txt"])
    // Nor is it the measure's business what replaces it.
    let other = try MadeRun(finding: ["out.txt": "old"])
    try other.leave("out.txt", "new content")
    #expect(Self.clean(other, Self.files(other, .replaced)).touched.isEmpty)
    #expect(Self.clean(other, Self.files(other, .read)).touched == ["work/keys/out.txt"])
  }

  @Test(
    "What is made outside the sandbox counts while it is there, unless a run without a fault leaves such, too"
  )
  func outside() throws {
    let workshop = try Workshop()
    func run() throws -> MadeRun {
      let run = try MadeRun()
      for name in ["lock", "gone", "older", "__pycache__"] {
        let open = TracedCall.made("openat", .open, .scratch(1), at: [workshop.path(name)]) {
          $0.openFlags = OpenFlags.create
          $0.existedBefore = name == "older"
        }
        run.calls.append(open)
      }
      run.calls.append(
        .made("mkdir", .makeDirectory, .scratch(2), at: [workshop.path("directory")]) {
          $0.existedBefore = false
        })
      return run
    }
    for name in ["lock", "older", "__pycache__"] { try FileSystem.write(workshop.path(name), []) }
    try FileSystem.makeDirectory(workshop.path("directory"))
    #expect(try Self.leftovers(run()).unexpectedFiles == [workshop.path("lock")])
    #expect(try Self.leftovers(run(), clean: run()).unexpectedFiles.isEmpty)
  }
}

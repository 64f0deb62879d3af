import Glibc
import KeygenSuite
import MirrorReference
import Synchronization
import SystemPackage
import Testing

@Suite("The writer and what others put in its way")
struct WriterIntruderTests {
  /// What may stand at one of the two names.
  enum Obstacle: String, CaseIterable {
    case file
    case emptyFile
    case directory
    case fifo
    case link
    case danglingLink
    case linkToItself

    func put(at path: String, in sandbox: borrowing WriterSandbox) throws {
      switch self {
      case .file: try createFile(path, "old")
      case .emptyFile: try createFile(path, "")
      case .directory: try #require(mkdir(path, 0o700) == 0)
      case .fifo: try #require(mkfifo(path, 0o600) == 0)
      case .link:
        try createFile("\(sandbox.path)/target", "target")
        try #require(symlink("\(sandbox.path)/target", path) == 0)
      case .danglingLink: try #require(symlink("\(sandbox.path)/nowhere", path) == 0)
      case .linkToItself: try #require(symlink(path, path) == 0)
      }
    }
  }

  @Test(
    "Whatever stands at either name makes the writer refuse and stays as it is",
    arguments: Obstacle.allCases, ["privkey.json", "pubkey.json"])
  func obstacles(_ obstacle: Obstacle, _ name: String) throws {
    for abilities in Abilities.all {
      let sandbox = try WriterSandbox()
      try obstacle.put(at: "\(sandbox.path)/\(name)", in: sandbox)
      let before = try sandbox.snapshot()
      let calls = FaultyCalls(abilities: abilities)
      let error = try sandbox.write(to: "", calls: calls)
      #expect(error?.cause == .exists)
      #expect(error?.path.hasSuffix("/\(name)") == true)
      #expect(try sandbox.snapshot() == before)
      // Nothing was even begun.
      #expect(!calls.made.contains { $0.hasPrefix("openUnnamed") || $0 == "openExclusive" })
    }
  }

  @Test("A file that appears at any moment is neither replaced nor removed", arguments: Abilities.all)
  func latecomer(_ abilities: Abilities) throws {
    for name in ["privkey.json", "pubkey.json"] {
      for moment in 0..<Trial.mostCalls {
        let sandbox = try WriterSandbox()
        let path = sandbox.path
        let calls = FaultyCalls(abilities: abilities) { index, _ in
          if index == moment { try? createFile("\(path)/\(name)", "latecomer") }
        }
        let error = try sandbox.write(to: ".", calls: calls)
        guard calls.made.count > moment else { break }
        let snapshot = try sandbox.snapshot()
        if error == nil {
          // It came after our file, so that it could not be created.
          #expect(try sandbox.defect(ofPairIn: ".") == nil)
        } else {
          #expect(snapshot.keys.sorted() == [name], "before call \(moment)")
          #expect(snapshot[name]?.bytes == Array("latecomer".utf8))
        }
      }
    }
  }

  @Test("A file put in place of ours survives our undoing", arguments: Abilities.all)
  func replacement(_ abilities: Abilities) throws {
    var replaced = 0
    for name in ["privkey.json", "pubkey.json"] {
      let sandbox = try WriterSandbox()
      let path = sandbox.path
      let clean = FaultyCalls(abilities: abilities)
      _ = try sandbox.write(to: "clean", calls: clean)
      // The last flush is the directory's parent's; the one before it comes when both names are there.
      let last = try #require(clean.made.lastIndex(of: "flush")) - 1
      let calls = FaultyCalls(faults: [last: .error(.ioError)], abilities: abilities) { index, _ in
        guard index == last else { return }
        unlink("\(path)/new/\(name)")
        try? createFile("\(path)/new/\(name)", "theirs")
      }
      let error = try sandbox.write(to: "new", calls: calls)
      #expect(error?.cause == .system(.ioError))
      let snapshot = try sandbox.snapshot()
      #expect(snapshot.keys.filter { $0.hasPrefix("new/") } == ["new/\(name)"])
      #expect(snapshot["new/\(name)"]?.bytes == Array("theirs".utf8))
      replaced += 1
    }
    #expect(replaced == 2)
  }

  @Test("Of concurrent writers one succeeds and leaves one pair", arguments: Abilities.all)
  func race(_ abilities: Abilities) async throws {
    for _ in 0..<20 {
      let sandbox = try WriterSandbox()
      let path = sandbox.path
      let successes = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<4 {
          group.addTask {
            try WriterSandbox.write(to: "\(path)/new", calls: FaultyCalls(abilities: abilities)) == nil
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(successes <= 1)
      if successes == 1 {
        #expect(try sandbox.defect(ofPairIn: "new") == nil)
      } else {
        #expect(try sandbox.snapshot().isEmpty)
      }
    }
  }

  @Test("A directory that cannot be made is an error that names it")
  func directories() throws {
    let sandbox = try WriterSandbox()
    try createFile("\(sandbox.path)/file", "a file")
    try #require(symlink("nowhere", "\(sandbox.path)/dangling") == 0)
    let before = try sandbox.snapshot()
    let long = String(repeating: "x", count: 300)
    for (path, cause) in [
      ("file", Errno.notDirectory), ("file/below", .notDirectory), ("dangling", .noSuchFileOrDirectory),
      ("dangling/below", .noSuchFileOrDirectory), (long, .fileNameTooLong), ("new/\(long)", .fileNameTooLong),
    ] {
      let error = try sandbox.write(to: path, calls: FaultyCalls())
      #expect(error?.cause == .system(cause), "\(path.prefix(20))")
      #expect(error?.path.contains(sandbox.path) == true)
      #expect(try sandbox.snapshot() == before, "\(path.prefix(20))")
    }
    #expect(try WriterSandbox.write(to: "", calls: FaultyCalls())?.cause == .system(.noSuchFileOrDirectory))
  }

  @Test("Unusual but valid paths work")
  func paths() throws {
    for path in ["./a//b/../c/", "a/./b", "ä ö/\u{1F511}", "a\nb", String(repeating: "d/", count: 200)] {
      let sandbox = try WriterSandbox()
      let error = try sandbox.write(to: path, calls: FaultyCalls())
      #expect(error == nil, "\(path.prefix(20))")
      let defect = try sandbox.defect(ofPairIn: path)
      #expect(defect == nil)
    }
  }
}

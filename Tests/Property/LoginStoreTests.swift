import Crosscheck
import FaultInjection
import Glibc
import MirrorReference
import StrictFormats
import SystemPackage
import SystemSupport
import Testing

@testable import MirrorLogin

/// What is there before a credential is stored.
enum StoreScene: String, CaseIterable, Sendable {
  case nothing
  case file
  case link
  case danglingLink
}

@Suite("Login: storing")
struct LoginStoreTests {
  private static let old = #"{"auths":{"a":{"auth":"x"}},"z":2.50}"#
  private static let faults: [Fault] = [
    .error(.ioError), .error(.noSpace), .error(.permissionDenied), .error(.interrupted),
    .errorAfter(.ioError),
    .short(1), .signal,
  ]

  private func entry(_ text: String = "token") -> CredentialEntry {
    var bytes = SecretBuffer()
    bytes.append(text)
    return CredentialEntry(host: "h", value: .bearer(Token(bytes, claims: nil)))
  }

  private func prepare(_ scene: StoreScene, _ sandbox: borrowing WriterSandbox) throws {
    guard scene != .nothing else { return }
    let directory = sandbox.path + "/docker"
    mkdir(directory, 0o755)
    mkdir(sandbox.path + "/real", 0o755)
    switch scene {
    case .nothing: break
    case .file: try createFile(directory + "/config.json", Self.old)
    case .link:
      try createFile(sandbox.path + "/real/there.json", Self.old)
      symlink("../real/there.json", directory + "/config.json")
    case .danglingLink: symlink("../real/there.json", directory + "/config.json")
    }
  }

  private func file(_ scene: StoreScene) -> String {
    scene == .link || scene == .danglingLink ? "real/there.json" : "docker/config.json"
  }

  private func store(
    _ sandbox: borrowing WriterSandbox, _ calls: some StoreCalls, maskedOwnerBits: UInt32 = 0
  ) -> LoginError? {
    do throws(LoginError) {
      try DockerConfigStore(directory: sandbox.path + "/docker", maskedOwnerBits: maskedOwnerBits)
        .store([entry()], calls: calls)
      return nil
    } catch {
      return error
    }
  }

  private func isNew(_ entry: Entry?, _ scene: StoreScene) -> Bool {
    guard let entry, let value = try? StrictJSON.read(entry.bytes) else { return false }
    let kept =
      scene == .nothing || scene == .danglingLink
      || (value["z"] == .number("2.50") && value["auths"]?["a"]?["auth"] == .string("x"))
    return kept && value["auths"]?["h"]?["registrytoken"] == .string("token") && entry.mode == 0o600
  }

  @Test(
    "Without faults the new file is there, and nothing else", arguments: StoreScene.allCases, Abilities.all)
  func success(scene: StoreScene, abilities: Abilities) throws {
    let sandbox = try WriterSandbox()
    try prepare(scene, sandbox)
    #expect(store(sandbox, FaultyCalls(abilities: abilities)) == nil)
    let after = try sandbox.snapshot()
    #expect(isNew(after[file(scene)], scene))
    #expect(after.keys.filter { $0.contains(".json.") || $0.contains("/.") } == [])
    if scene == .nothing { #expect(after["docker"]?.mode == 0o700) }
    #expect(
      after.values.filter { !$0.isDirectory }.count == (scene == .link || scene == .danglingLink ? 2 : 1))
  }

  @Test(
    "Any single fault leaves the old file or the new one, and nothing else",
    arguments: StoreScene.allCases, [Abilities.all[0], Abilities.all[2], Abilities.all[4]])
  func singleFaults(scene: StoreScene, abilities: Abilities) throws {
    for fault in Self.faults {
      for index in 0..<60 {
        let sandbox = try WriterSandbox()
        try prepare(scene, sandbox)
        let before = try sandbox.snapshot()
        let calls = FaultyCalls(faults: [index: fault], abilities: abilities)
        let error = store(sandbox, calls)
        let after = try sandbox.snapshot()
        let context =
          "\(scene), \(abilities), \(fault) at \(index) of \(calls.made): \(String(describing: error))"
        let (old, new) = (before[file(scene)], after[file(scene)])
        if error == nil {
          #expect(isNew(new, scene), "\(context)")
        } else {
          #expect(new == old || isNew(new, scene), "\(context)")
          #expect(error?.description.contains("token") == false)
        }
        if calls.failedRemovals == 0 {
          let strangers = after.keys.filter { before[$0] == nil && $0 != file(scene) && $0 != "docker" }
          #expect(strangers == [], "\(context)")
          if error != nil, new == nil { #expect(Set(after.keys) == Set(before.keys), "\(context)") }
        }
        #expect(store(sandbox, FaultyCalls(abilities: abilities)) == nil, "retry after \(context)")
        #expect(isNew(try sandbox.snapshot()[file(scene)], scene), "retry after \(context)")
        if calls.fired == 0 { break }
      }
    }
  }

  @Test("Any sequence of faults leaves the old file or the new one")
  func sequences() throws {
    var random = SplitMix64(seed: PropertySettings.seed)
    for _ in 0..<400 {
      let scene = StoreScene.allCases.randomElement(using: &random) ?? .file
      let abilities = Abilities.all.randomElement(using: &random) ?? Abilities()
      var faults: [Int: Fault] = [:]
      for index in 0..<60 where Int.random(in: 0..<12, using: &random) == 0 {
        faults[index] = Self.faults.randomElement(using: &random)
      }
      let sandbox = try WriterSandbox()
      try prepare(scene, sandbox)
      let before = try sandbox.snapshot()[file(scene)]
      let error = store(sandbox, FaultyCalls(faults: faults, abilities: abilities))
      let after = try sandbox.snapshot()[file(scene)]
      #expect(error != nil && after == before || isNew(after, scene), "\(scene) \(abilities) \(faults)")
    }
  }

  @Test("The mode of a file never becomes looser", arguments: [0o644, 0o600, 0o400, 0o660] as [mode_t])
  func modes(mode: mode_t) throws {
    let sandbox = try WriterSandbox()
    try prepare(.file, sandbox)
    chmod(sandbox.path + "/docker/config.json", mode)
    #expect(store(sandbox, KernelCalls()) == nil)
    #expect(try sandbox.snapshot()["docker/config.json"]?.mode == UInt32(mode & 0o600))
  }

  @Test("A change by another program in the middle is kept")
  func overtaken() throws {
    let sandbox = try WriterSandbox()
    try prepare(.file, sandbox)
    let path = sandbox.path
    let calls = FaultyCalls(before: { _, name in
      // Once, after the old file was read.
      guard name == "openUnnamed", access(path + "/done", F_OK) != 0 else { return }
      try? createFile(path + "/done", "")
      try? createFile(path + "/other", #"{"auths":{"b":{"auth":"y"},"a":{"auth":"x"}},"z":2.50}"#)
      rename(path + "/other", path + "/docker/config.json")
    })
    #expect(store(sandbox, calls) == nil)
    let after = try #require(try sandbox.snapshot()["docker/config.json"])
    #expect(isNew(after, .file))
    #expect(try StrictJSON.read(after.bytes)["auths"]?["b"]?["auth"] == .string("y"))
  }

  @Test("What is no regular file, or damaged, is refused and left alone")
  func refused() throws {
    for text in ["{", "[]"] {
      let sandbox = try WriterSandbox()
      mkdir(sandbox.path + "/docker", 0o755)
      try createFile(sandbox.path + "/docker/config.json", text)
      let before = try sandbox.snapshot()
      #expect(store(sandbox, KernelCalls())?.description.contains("damaged and left as it is") == true)
      #expect(try sandbox.snapshot() == before)
    }
    let sandbox = try WriterSandbox()
    mkdir(sandbox.path + "/docker", 0o755)
    mkfifo(sandbox.path + "/docker/config.json", 0o600)
    #expect(store(sandbox, KernelCalls())?.description.contains("no regular file") == true)
  }

  @Test("A lock that another login holds is waited for")
  func lock() throws {
    let sandbox = try WriterSandbox()
    try prepare(.file, sandbox)
    let held = open(sandbox.path + "/docker", O_RDONLY | O_CLOEXEC)
    #expect(try KernelCalls().tryLock(FileDescriptor(rawValue: held)))
    // A thread of its own: other tests may keep all those that tasks run on.
    let releasing = try #require(
      startThread {
        usleep(100_000)
        close(held)
      })
    let start = KernelCalls().clock()
    #expect(store(sandbox, KernelCalls()) == nil)
    #expect(KernelCalls().clock() - start >= 50)
    pthread_join(releasing, nil)
  }
}

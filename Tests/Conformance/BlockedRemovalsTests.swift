import KeygenSuite
import Testing

@testable import FaultInjection
@testable import SpecHarness

@Suite("Removals that a fault kept a run from")
struct BlockedRemovalsTests {
  private static let create = TracedCall.made("openat", .open, .temporary(1), at: ["/box/place/t"]) {
    $0.openFlags = OpenFlags.create
  }
  private static let look = TracedCall.made("newfstatat", .status, .temporary(1), at: ["/box/place/t"])
  private static let remove = TracedCall.made("unlinkat", .remove, .temporary(1), at: ["/box/place/t"])
  private static let write = TracedCall.made(
    "write", .write, .temporary(1), at: ["/box/place/t"], returning: 10)

  private static func blocked(
    _ calls: [TracedCall], clean: [TracedCall] = [create, write], directories: Set<String> = ["place"]
  ) -> (String) -> Bool {
    let removals = BlockedRemovals(
      Recording(calls), clean: Recording(clean), root: "/box", directory: "place", directories: directories)
    return { removals.covers($0) }
  }

  @Test("A removal that a fault made fail is blocked, and no other name")
  func removal() {
    let blocked = Self.blocked([Self.create, Self.write.failing(), Self.remove.failing()])
    #expect(blocked("place/t"))
    #expect(!blocked("place/u") && !blocked("place"))
  }

  @Test("A removal that failed by itself, or worked, is not, nor one of a run without a fault")
  func free() {
    var failed = Self.remove
    failed.result = -2
    #expect(!Self.blocked([Self.create, Self.write.failing(), failed])("place/t"))
    #expect(!Self.blocked([Self.create, Self.write.failing(), Self.remove])("place/t"))
    #expect(!Self.blocked([Self.create, Self.write, failed])("place/t"))
  }

  @Test("A look after the fault that fails, too, blocks; one that works later unblocks")
  func looks() {
    let failing = Self.look.numbered(2).failing()
    #expect(Self.blocked([Self.create, Self.write.failing(), failing])("place/t"))
    #expect(!Self.blocked([Self.create, Self.write.failing(), failing, Self.look.numbered(3)])("place/t"))
    #expect(!Self.blocked([Self.create, Self.write.failing(), Self.look])("place/t"))
    // To create a name is no look at it.
    #expect(!Self.blocked([Self.write.failing(), Self.create.failing()])("place/t"))
  }

  @Test("The look that the fault strikes first blocks where the removal comes next in a run without a fault")
  func wayToRemoval() {
    let calls = [Self.create, Self.look.failing()]
    #expect(!Self.blocked(calls, clean: [Self.create, Self.look, Self.write])("place/t"))
    #expect(!Self.blocked(calls, clean: [Self.create, Self.look, Self.write, Self.remove])("place/t"))
    #expect(Self.blocked(calls, clean: [Self.create, Self.look, Self.remove])("place/t"))
    #expect(
      Self.blocked(calls, clean: [Self.create, Self.look, Self.look.numbered(2), Self.remove])("place/t"))
    // A process of its own is a tool such as rm.
    #expect(Self.blocked([Self.create, Self.look.failing().inProcess(2)])("place/t"))
  }

  @Test("A directory that cannot be opened on the way blocks all that is in it")
  func directory() {
    let open = TracedCall.made("openat", .open, .directory, at: ["/box/place"])
    let blocked = Self.blocked([Self.create, Self.write.failing(), open.failing()])
    #expect(blocked("place/t") && blocked("place/u/v"))
    #expect(!blocked("place") && !blocked("placeholder/t"))
    let list = TracedCall.made("getdents64", .listDirectory, .directory, at: ["/box/place"])
    #expect(Self.blocked([Self.write.failing(), list.failing()])("place/t"))
    // To look at it by its name opens nothing; its descriptor does.
    let status = TracedCall.made("newfstatat", .status, .directory, at: ["/box/place"])
    #expect(!Self.blocked([Self.write.failing(), status.failing()])("place/t"))
    var descriptor = status
    descriptor.descriptor = 3
    #expect(Self.blocked([Self.write.failing(), descriptor.failing()])("place/t"))
    // The first fault is not on the way.
    #expect(!Self.blocked([open.failing()])("place/t"))
  }

  @Test("A directory above it is no way to a removal")
  func parent() {
    let open = TracedCall.made("openat", .open, .parent, at: ["/box/above"])
    let recording = Recording([Self.write.failing(), open.failing()])
    let removals = BlockedRemovals(
      recording, clean: Recording([Self.write]), root: "/box", directory: "above/place",
      directories: ["above", "above/place"])
    #expect(!removals.covers("above/place/t") && !removals.covers("above/other"))
  }

  @Test("Another directory that cannot be looked at blocks what is in it")
  func tree() {
    let open = TracedCall.made("openat", .open, .temporary(2), at: ["/box/place/new"])
    let blocked = Self.blocked([Self.write.failing(), open.failing()], directories: ["place", "place/new"])
    #expect(blocked("place/new") && blocked("place/new/t"))
    #expect(!blocked("place/newer") && !blocked("place/t"))
    // A name that is no directory stands for itself.
    let single = Self.blocked([Self.write.failing(), open.failing()])
    #expect(single("place/new") && !single("place/new/t"))
  }

  @Test("A path outside the sandbox is known by its whole name")
  func outside() {
    let remove = TracedCall.made("unlink", .remove, .scratch(1), at: ["/var/lock/it"])
    #expect(Self.blocked([Self.write.failing(), remove.failing()])("/var/lock/it"))
  }
}

import KeygenSuite
import Testing

@testable import FaultInjection
@testable import SpecHarness

@Suite("The order of writes, names, flushes and the success line")
struct FlushOrderTests {
  private static let files = [
    WatchedFile(.privkey, at: "/place/privkey.json", .writtenAnew),
    WatchedFile(.pubkey, at: "/place/pubkey.json", .writtenAnew),
  ]
  private static let open = TracedCall.made("openat", .open, .temporary(1), at: ["/place/t1"]) {
    $0.openFlags = OpenFlags.create
  }
  private static let write = TracedCall.made("write", .write, .temporary(1), returning: 10)
  private static let flush = TracedCall.made("fsync", .flush, .temporary(1))
  private static let name = TracedCall.made("rename", .rename, .temporary(1), .watched(.privkey))
  private static let flushName = TracedCall.made("fsync", .flush, .directory)
  private static let say = TracedCall.made("write", .write, .standardOutput, returning: 10) {
    $0.bytes = Array("it is done\n".utf8)
  }

  private static func order(_ calls: [TracedCall], _ file: FileLabel = .privkey) -> FlushOrder {
    FlushOrder(calls, file, Purposes(Recording(calls), files: files), success: Array("done".utf8))
  }

  /// Whether content and name are flushed in time.
  private static func isFlushed(_ calls: [TracedCall]) -> [Bool] {
    let order = order(calls)
    return [order.contentIsFlushed, order.nameIsFlushed]
  }

  @Test("Content after the last write, the name after it appeared, both before success is reported")
  func inOrder() {
    #expect(
      Self.isFlushed([Self.open, Self.write, Self.flush, Self.name, Self.flushName, Self.say]) == [
        true, true,
      ])
    // A run that says nothing has until its end.
    #expect(Self.isFlushed([Self.open, Self.write, Self.flush, Self.name, Self.flushName]) == [true, true])
  }

  @Test("A flush before the last write leaves the content open")
  func early() {
    #expect(
      Self.isFlushed([Self.open, Self.write, Self.flush, Self.write, Self.name, Self.flushName, Self.say])
        == [false, true])
    let direct = TracedCall.made("write", .write, .watched(.privkey), returning: 10)
    #expect(
      Self.isFlushed([Self.open, Self.write, Self.flush, Self.name, direct, Self.flushName, Self.say])
        == [false, true])
    // What is written under the temporary name later is another file.
    #expect(
      Self.isFlushed([Self.open, Self.write, Self.flush, Self.name, Self.write, Self.flushName, Self.say])
        == [true, true])
  }

  @Test("A flush of the directory before the name appears leaves the name open")
  func beforeName() {
    #expect(
      Self.isFlushed([Self.open, Self.write, Self.flush, Self.flushName, Self.name, Self.say])
        == [true, false])
  }

  @Test("A flush after success was reported comes too late")
  func late() {
    #expect(
      Self.isFlushed([Self.open, Self.write, Self.name, Self.say, Self.flush, Self.flushName])
        == [false, false])
    // Another text is no report of success.
    var other = Self.say
    other.bytes = Array("working\n".utf8)
    #expect(
      Self.isFlushed([Self.open, Self.write, Self.name, other, Self.flush, Self.flushName]) == [true, true])
  }

  @Test("A flush that failed, or of another file, is none")
  func other() {
    #expect(
      Self.isFlushed([
        Self.open, Self.write, Self.flush.failing(), Self.name, Self.flushName.failing(), Self.say,
      ]) == [false, false])
    let others = TracedCall.made("fsync", .flush, .watched(.pubkey))
    #expect(
      Self.isFlushed([Self.open, Self.write, others, Self.name, others, Self.say]) == [false, false])
  }

  @Test("sync(2) and syncfs(2) flush everything", arguments: ["sync", "syncfs"])
  func everything(call: String) {
    let sync = TracedCall.made(call, .flush, .elsewhere)
    #expect(Self.isFlushed([Self.open, Self.write, Self.name, sync, Self.say]) == [true, true])
    #expect(Self.isFlushed([Self.open, Self.write, sync, Self.name, Self.say]) == [true, false])
    let other = TracedCall.made("fsync", .flush, .elsewhere)
    #expect(Self.isFlushed([Self.open, Self.write, Self.name, other, Self.say]) == [false, false])
  }

  @Test("What is opened with O_DSYNC is flushed as it is written")
  func synchronous() {
    var open = Self.open
    open.openFlags |= OpenFlags.dataSynchronous
    #expect(Self.isFlushed([open, Self.write, Self.name, Self.flushName, Self.say]) == [true, true])
    let others = TracedCall.made("openat", .open, .watched(.pubkey), at: ["/place/pubkey.json"]) {
      $0.openFlags = OpenFlags.create | OpenFlags.dataSynchronous
    }
    #expect(Self.isFlushed([others, Self.open, Self.write, Self.name, Self.flushName]) == [false, true])
  }

  @Test("A directory that is filled under another name may be flushed under it, once the file is in it")
  func former() {
    let made = TracedCall.made("openat", .open, .temporary(2), at: ["/place.new/privkey.json"]) {
      $0.openFlags = OpenFlags.create
    }
    let write = TracedCall.made(
      "write", .write, .temporary(2), at: ["/place.new/privkey.json"], returning: 10)
    let flush = TracedCall.made("fsync", .flush, .temporary(2), at: ["/place.new/privkey.json"])
    let flushFormer = TracedCall.made("fsync", .flush, .scratch(1), at: ["/place.new"])
    let rename = TracedCall.made("rename", .rename, .scratch(1), .directory, at: ["/place.new", "/place"])
    #expect(Self.isFlushed([made, write, flush, flushFormer, rename, Self.say]) == [true, true])
    #expect(Self.isFlushed([flushFormer, made, write, flush, rename, Self.say]) == [true, false])
  }

  @Test("The flushes are named in order")
  func words() {
    #expect(
      Self.order([Self.write, Self.flush, Self.name, Self.flushName, Self.say, Self.flush]).description
        == "flushes before the success line: fsync#1:temporary1, fsync#1:directory")
    #expect(
      Self.order([Self.write, Self.name, Self.say, Self.flush]).description
        == "no flush before the success line")
  }
}

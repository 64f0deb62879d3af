import KeygenSuite
import Testing

@testable import FaultInjection
@testable import SpecHarness

@Suite("A lost write")
struct LostWriteTests {
  private static let files = [
    WatchedFile(.privkey, at: "/place/privkey.json", .writtenAnew),
    WatchedFile(.pubkey, at: "/place/pubkey.json", .writtenAnew),
  ]
  private static let write = TracedCall.made("write", .write, .watched(.privkey), returning: 10)
  private static let flush = TracedCall.made("fsync", .flush, .watched(.privkey))
  private static let close = TracedCall.made("close", .close, .watched(.privkey)) { $0.closesWritten = true }
  private static let lost = flush.failing()

  private static func isIgnored(_ calls: [TracedCall], clean: [TracedCall] = [write, flush, close]) -> Bool {
    LostWrite(Recording(calls), Purposes(Recording(clean), files: files)).isIgnored
  }

  @Test("Going on after a flush or the last close that failed is ignoring it")
  func ignored() {
    #expect(Self.isIgnored([Self.write, Self.lost, Self.close]))
    #expect(Self.isIgnored([Self.write, Self.flush, Self.close.failing()]))
    #expect(Self.isIgnored([Self.write, Self.lost]))
  }

  @Test("Only a flush, or a close that the file was written through, can lose a write")
  func other() {
    #expect(!Self.isIgnored([Self.write, Self.flush, Self.close]))
    #expect(!Self.isIgnored([Self.write.failing(), Self.close]))
    #expect(!Self.isIgnored([Self.write, .made("close", .close, .watched(.privkey)).failing()]))
  }

  @Test(
    "Writing again, copying, reading back and mapping are answers",
    arguments: [
      write, TracedCall.made("copy_file_range", .copy, .temporary(1), .watched(.privkey), returning: 10),
      .made("read", .read, .watched(.privkey), returning: 10), .made("mmap", .map, .watched(.privkey)),
    ])
  func answered(answer: TracedCall) {
    #expect(!Self.isIgnored([Self.write, Self.lost, answer]))
    // Not before the error, and not when it fails.
    #expect(Self.isIgnored([answer, Self.lost, Self.close]))
    var failed = answer
    failed.result = -5
    #expect(Self.isIgnored([Self.write, Self.lost, failed]))
  }

  @Test("What moves no byte, and what concerns another file, is none")
  func unanswered() {
    #expect(
      Self.isIgnored([Self.write, Self.lost, .made("write", .write, .watched(.privkey), returning: 0)]))
    #expect(Self.isIgnored([Self.write, Self.lost, .made("read", .read, .watched(.privkey), returning: 0)]))
    #expect(
      Self.isIgnored([Self.write, Self.lost, .made("write", .write, .watched(.pubkey), returning: 10)]))
    #expect(Self.isIgnored([Self.write, Self.lost, .made("fstat", .status, .watched(.privkey))]))
  }

  @Test("Another temporary file for the same file is an answer")
  func renewed() {
    let first = TracedCall.made("fsync", .flush, .temporary(1)).failing()
    let again = TracedCall.made("write", .write, .temporary(2), returning: 10)
    let rename = TracedCall.made("rename", .rename, .temporary(2), .watched(.privkey))
    let clean = [TracedCall.made("rename", .rename, .temporary(1), .watched(.privkey))]
    #expect(!Self.isIgnored([first, again, rename], clean: clean))
    let other = TracedCall.made("rename", .rename, .temporary(2), .watched(.pubkey))
    #expect(Self.isIgnored([first, again, other], clean: clean))
  }

  @Test("A second flush is an answer to an interruption only")
  func interrupted() {
    #expect(!Self.isIgnored([Self.write, Self.flush.failing(.interrupted), Self.flush]))
    #expect(Self.isIgnored([Self.write, Self.flush.failing(.inputOutput), Self.flush]))
  }

  @Test("A directory has nothing to write again: another flush or a look at it will do")
  func directory() {
    let lost = TracedCall.made("fsync", .flush, .directory).failing()
    #expect(Self.isIgnored([Self.write, lost, Self.close]))
    #expect(!Self.isIgnored([Self.write, lost, .made("fsync", .flush, .directory)]))
    #expect(
      !Self.isIgnored([Self.write, lost, .made("getdents64", .listDirectory, .directory, returning: 10)]))
    #expect(Self.isIgnored([Self.write, lost, Self.flush]))
  }
}

import Glibc
import Testing

@testable import KeygenSuite
@testable import SpecHarness

@Suite("Somebody who reads a FIFO")
struct FIFOReaderTests {
  @Test("A write comes through at once and is counted; nothing is counted before")
  func counts() throws {
    let lab = try EngineLab()
    let path = lab.root + "/fifo"
    #expect(mkfifo(path, 0o644) == 0)
    // Nobody reads: opening it to write without waiting fails.
    #expect(open(path, O_WRONLY | O_NONBLOCK) < 0)
    let reader = FIFOReader(path)
    #expect(reader.received() == 0)
    let descriptor = open(path, O_WRONLY | O_NONBLOCK)
    try #require(descriptor >= 0)
    #expect(write(descriptor, "keygen\n", 7) == 7)
    #expect(reader.received() == 7)
    close(descriptor)
    #expect(reader.received() == 7)
  }

  @Test("What is no FIFO, or not there, has sent nothing")
  func nothing() throws {
    let lab = try EngineLab()
    #expect(FIFOReader(lab.root + "/missing").received() == 0)
    #expect(symlink("missing", lab.root + "/link") == 0)
    #expect(FIFOReader(lab.root + "/link").received() == 0)
  }
}

import Crosscheck
import Foundation
import KeygenSuite
import StrictFormats
import SystemSupport
import Testing

@testable import Reports
@testable import SpecHarness

@Suite("Report documents")
struct ReportDocumentTests {
  // MARK: Written and read back

  @Test("What is written is read back as it was")
  func roundTrip() throws {
    var shard = MadeDocument.document([MadeReport.result(.roll4, .fail, findings: 33)])
    shard.shard = ReportDocument.Shard(
      index: 2, count: 3, record: .record([("index", .int(2)), ("count", .int(3))]))
    shard.end = .stopped
    for document in [MadeDocument.document(), shard] {
      #expect(try ReportDocument(json: Array(document.json().utf8), file: "report.json") == document)
    }
    // No JSON holds a noncharacter; it is written as its number, and stays that.
    let hostile = MadeDocument.hostileDocument().json()
    #expect(try ReportDocument(json: Array(hostile.utf8), file: "report.json").json() == hostile)
  }

  @Test("Text of a document is the text of the run, also of findings that it does not carry")
  func text() throws {
    let grid = FaultGrid(
      columns: ["EIO once"], rows: [FaultGrid.Row(call: "write#1:privkey", cells: [.fail])])
    let reports = [
      MadeReport.report(),
      MadeReport.report(
        [MadeReport.result(.roll4, .fail, findings: 3), MadeReport.result(.kid3, .skip)], profile: .hardened,
        grid: grid),
      MadeReport.report([MadeReport.result(.kid3, .skip, reason: .deselected)]),
      MadeReport.report([many(30)]),
    ]
    for report in reports {
      let document = try ReportDocument(json: Array(ReportDocument(report).json().utf8), file: "x")
      #expect(Report(document, knowing: .keygen).text() == report.text())
    }
  }

  @Test("A report names the cases of all findings, and carries the first twenty")
  func kinds() throws {
    let result = try #require(MadeDocument.document([many(30)]).results.first { $0.requirement == .roll4 })
    #expect(result.findings.count == 20)
    #expect(result.kinds.map(\.message) == ["left behind"])
    #expect(result.kinds[0].cases.count == 30)
    #expect(result.findingCount == 30)
  }

  @Test("A report that says no more than the first version did is read, too")
  func oldReport() throws {
    for name in ["nonconformant", "conformant-with-warning", "inconclusive", "new-members", "greatest-seed"] {
      let path = SpecFiles.schemas.path + "/examples/report/good/\(name).json"
      let document = try ReportDocument(json: try #require(FileSystem.read(path, limit: 1 << 20)), file: name)
      for format in ReportFormat.allCases {
        #expect(!document.rendered(as: format, knowing: .keygen).isEmpty)
        #expect(!document.rendered(as: format, knowing: nil).isEmpty)
      }
    }
  }

  private func many(_ count: Int) -> RequirementResult {
    RequirementResult(
      requirement: Specification.keygen.requirement(.roll4), status: .fail, cases: 40, seconds: 1,
      skipReason: nil,
      findings: (0..<count).map {
        Finding(
          message: "left behind", moment: "EIO at call \($0)", expected: "nothing", observed: "a file",
          caseName: "case \($0)", reproduce: "mirror conform --case 'case \($0)'")
      })
  }

  // MARK: What is no report

  @Test(
    "An error names the file and the place",
    arguments: [
      (#""schema": 1"#, #""schema": 2"#, "$.schema"),
      (#""profile": "documented""#, #""profile": "lax""#, "$.profile"),
      (#""seed": 1"#, #""seed": -1"#, "$.seed"),
      (#""seed": 1"#, #""seed": 18446744073709551616"#, "$.seed"),
      (#""seconds": 1.5"#, #""seconds": 1e999"#, "$.summary.seconds"),
      (#""pass": 47"#, #""pass": 48"#, "$.summary.pass"),
      (#""verdict": "nonconformant""#, #""verdict": "conformant""#, "$.verdict"),
      (#""requirement": "KG-CLI-1""#, #""requirement": "KG-CLI-<b>""#, "$.results[0].requirement"),
      (#""requirement": "KG-CLI-2""#, #""requirement": "KG-CLI-1""#, "$.results[1]"),
      (#""status": "fail""#, #""status": "pass""#, ".findings"),
      (#""message": "message 0""#, #""message": 7"#, ".findings[0].message"),
      (#""index": 1"#, #""index": 9"#, "$.shard"),
      (#""traces": []"#, #""traces": {}"#, "$.traces"),
    ])
  func errors(from: String, to: String, place: String) throws {
    var document = MadeDocument.document([MadeReport.result(.roll4, .fail, findings: 1)])
    document.shard = .init(index: 1, count: 2, record: .record([("index", .int(1)), ("count", .int(2))]))
    let good = document.json()
    let bad = good.replacing(from, with: to, maxReplacements: 1)
    #expect(bad != good, "\(from) is not there")
    let error = try #require(throws: ReportError.self) {
      try ReportDocument(json: Array(bad.utf8), file: "some.json")
    }
    #expect(error.file == "some.json")
    #expect(error.path?.contains(place) == true, "\(error)")
    #expect(error.description.hasPrefix("some.json is no report of this program: $"))
  }

  @Test("A grid whose rows do not fit its columns is refused")
  func raggedGrid() throws {
    var document = MadeDocument.hostileDocument()
    document.grid = FaultGrid(columns: ["a", "b"], rows: [FaultGrid.Row(call: "c", cells: [.pass])])
    #expect(throws: ReportError.self) { try ReportDocument(json: Array(document.json().utf8), file: "x") }
  }

  @Test(
    "Whatever is done to a report, it is read or refused, and what is read can be written in every format")
  func mutations() throws {
    let good = Array(MadeDocument.hostileDocument().json().utf8)
    let words = [
      "null", "-1", "[]", "{}", "\"\"", "1e400", "true", "\"\\ud800\"", "[[[[", "}", "99999999999999999999",
    ]
    .map { Array($0.utf8) }
    var generator = SplitMix64(seed: 7)
    var read = 0
    for _ in 0..<400 {
      var bytes = good
      for _ in 0...Int(generator.next() % 2) {
        let start = Int(generator.next() % UInt64(bytes.count))
        let end = min(bytes.count, start + Int(generator.next() % 12))
        bytes.replaceSubrange(start..<end, with: words[Int(generator.next() % UInt64(words.count))])
      }
      guard let document = try? ReportDocument(json: bytes, file: "x") else { continue }
      read += 1
      for format in ReportFormat.allCases where format != .html || read % 8 == 0 {
        #expect(!document.rendered(as: format, knowing: .keygen).isEmpty)
      }
    }
    // Some of it falls into texts.
    #expect(read > 0)
  }

  // MARK: Known failures

  @Test("A failure that is listed for every case is expected, and decides nothing")
  func expected() throws {
    var document = MadeDocument.document([MadeReport.result(.roll4, .fail, findings: 3)])
    #expect(document.verdict == .nonconformant)
    let entry = ReportDocument.KnownFailure(reason: "issue 7", line: 4)
    document.markKnown { id, name in id == .roll4 && name != "case/2" ? entry : nil }
    #expect(document.verdict == .nonconformant && document.count(.fail) == 1)
    let result = try #require(document.results.first { $0.requirement == .roll4 })
    #expect(result.findings.map { $0.knownFailure != nil } == [true, true, false])
    document.markKnown { id, _ in id == .roll4 ? entry : nil }
    #expect(document.verdict == .conformant)
    #expect(document.count(.fail) == 0 && document.expectedCount == 1)
    let read = try ReportDocument(json: Array(document.json().utf8), file: "x")
    #expect(read == document && read.verdictOfResults == .conformant)
  }

  // MARK: Where it comes from

  @Test("The file system of a path is that of the nearest mount above it, the last one of several")
  func fileSystems() {
    let table = """
      22 1 8:1 / / rw - ext4 /dev/sda1 rw
      23 22 0:20 / /dev/shm rw shared:2 - tmpfs tmpfs rw
      24 22 0:21 / /mnt/a\\040b rw - xfs /dev/b rw
      25 22 0:22 / /mnt/a\\040b rw - btrfs /dev/c rw
      broken
      """
    for (path, name) in [
      ("/", "ext4"), ("/tmp", "ext4"), ("/dev/shm", "tmpfs"), ("/dev/shm/x/y", "tmpfs"),
      ("/dev/shmoo", "ext4"), ("/mnt/a b/c", "btrfs"),
    ] { #expect(FileSystemType.name(of: path, in: table) == name, "\(path)") }
    #expect(FileSystemType.name(of: "/", in: "") == nil)
  }

  @Test("The program and its script are named with their SHA-256")
  func files() throws {
    let workshop = try Workshop()
    try FileSystem.write(workshop.path("tool.sh"), Array("abc".utf8))
    let provenance = Provenance(
      suite: "keygen", command: ["/bin/sh", workshop.path("tool.sh"), "none"], digest: FileDigest.sha256)
    #expect(provenance.files.count == 2)
    // FIPS 180-4's own example.
    #expect(
      provenance.files.last
        == .init(
          path: workshop.path("tool.sh"),
          sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", size: 3))
    #expect(provenance.kernel?.isEmpty == false && provenance.fileSystem?.isEmpty == false)
  }
}

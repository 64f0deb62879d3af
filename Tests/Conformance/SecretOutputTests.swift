import StrictFormats
import SystemSupport
import Testing

@testable import Crosscheck
@testable import KeygenSuite
@testable import Reports
@testable import SpecHarness

@Suite("No key in any output")
struct SecretOutputTests {
  private static let pair = SamplePair.standard
  private static let variants = BrokenSets.all(of: pair, mutations: 2400, seed: 11)

  /// All that a list of judgements says.
  private static func text(_ judgements: Judgements) -> String {
    judgements.all.map { judgement in
      switch judgement.outcome {
      case .held: ""
      case .violated(let violation): "\(violation.message)\n\(violation.expected)\n\(violation.observed)\n"
      case .undecided(let reason): reason + "\n"
      }
    }.joined()
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    "\(String(decoding: bytes, as: UTF8.self).debugDescription)"
  }

  @Test("What is said of a broken file, at either name, holds no eight characters of the key")
  func judgements() {
    let good = (Array(Self.pair.privateSet.utf8), Array(Self.pair.publicSet.utf8))
    var said = 0
    for (index, variant) in Self.variants.enumerated() {
      for (privateSet, publicSet) in [(variant, good.1), (good.0, variant)].dropFirst(index % 2).prefix(1) {
        var judgements = Judgements()
        _ = PairChecks.judge(privateSet: privateSet, publicSet: publicSet, into: &judgements)
        let text = Self.text(judgements)
        said += text.isEmpty ? 0 : 1
        if let place = Self.pair.forms.place(in: text) {
          Issue.record("\(Self.shown(variant)): \(place)")
          return
        }
      }
    }
    #expect(said > 2000)
  }

  @Test("Reports and inspections of broken files hold none, as text and as JSON")
  func inspections() throws {
    let workshop = try Workshop()
    for (index, variant) in Self.variants.enumerated() where index % 5 == 0 {
      let path = workshop.path("\(index)")
      try FileSystem.makeDirectory(path)
      try FileSystem.write(path + "/privkey.json", variant, mode: 0o600)
      let other = index % 2 == 0 ? variant : Array(Self.pair.publicSet.utf8)
      try FileSystem.write(path + "/pubkey.json", other)
      try FileSystem.write(path + "/ed.pem", variant, mode: 0o600)
      let inspection = Inspector(paths: [path, path + "/ed.pem"], profile: .hardened).run()
      let texts = inspection.outcomes.map { $0.text() } + [inspection.json()]
      let report = Self.report(inspection)
      for text in texts + [report.text(), report.json()] {
        if let place = Self.pair.forms.place(in: text) {
          Issue.record("\(Self.shown(variant)): \(place)")
          return
        }
      }
      FileSystem.removeTree(path)
    }
  }

  /// A suite's report with the findings of an inspection.
  private static func report(_ inspection: Inspection) -> Report {
    Report(
      plan: MadeReport.plan(SuiteOptions(command: ["./keygen"], jobs: 1)),
      results: inspection.outcomes.flatMap(\.results), cases: 1, runs: 1, faults: 0, seconds: 1, kept: [],
      calls: 0, grid: nil, cause: .completed)
  }

  @Test("The errors of verify's readers hold none")
  func readers() throws {
    let keys = try KeySet(Array(Self.pair.publicSet.utf8))
    let verifier = TokenVerifier(keys: keys, audience: "a", issuer: nil, now: 0)
    for (index, variant) in Self.variants.enumerated() where index % 2 == 0 {
      var errors: [String] = []
      do { _ = try KeySet(variant) } catch { errors.append("\(error)") }
      do { _ = try Base64URL.decode(String(decoding: variant, as: UTF8.self)) } catch {
        errors.append("\(error)")
      }
      let part = Base64URL.encode(variant)
      let text = String(decoding: variant, as: UTF8.self)
      let name = JSONValue.string(text).serialized(pretty: false)
      let header = Base64URL.encode(Array("{\"alg\":\"EdDSA\",\"kid\":\(name)}".utf8))
      let odd = Base64URL.encode(Array("{\"alg\":\(name),\"kid\":\"k\"}".utf8))
      for token in [text, part + ".." + part, header + ".e30." + part, odd + ".e30."] {
        do { _ = try verifier.verify(Array(token.utf8)) } catch { errors.append("\(error)") }
        do { _ = try Token(Array(token.utf8)) } catch { errors.append("\(error)") }
      }
      if let place = Self.pair.forms.place(in: errors.joined(separator: "\n")) {
        Issue.record("\(Self.shown(variant)): \(place)")
        return
      }
    }
  }

  @Test("A subject's output is quoted without what could be a key in any encoding")
  func excerpts() {
    for variant in Self.variants {
      let traceback = "Traceback (most recent call last):\n  File \"k.py\", line 3\nValueError: "
      for text in [
        printable(variant), excerpt(Array("error: cannot write ".utf8) + variant),
        excerpt(Array(traceback.utf8) + variant),
      ] {
        if let place = Self.pair.forms.place(in: text) {
          Issue.record("\(Self.shown(variant)): \(place)")
          return
        }
      }
    }
  }

  @Test(
    "The line that says most is quoted: the first, or the last of a Python traceback",
    arguments: [
      ("\n  keygen: no room\nusage: keygen\n", "keygen: no room"),
      (
        "Traceback (most recent call last):\n  File \"k.py\", line 3, in <module>\nOSError: no room\n\n",
        "OSError: no room"
      ),
      ("Traceback (most recent call last):", "Traceback (most recent call last):"),
      ("\n \r\n", ""),
    ])
  func quotedLine(output: String, line: String) {
    #expect(excerpt(Array(output.utf8)) == line)
  }

  @Test(
    "Ordinary messages stay readable",
    arguments: [
      "mirror: cannot create ./keys/registry/privkey.json: it exists already (delete both files or choose another)",
      "open /tmp/tmp.Ab3xYz9QdE/work/keys/privkey.json: No space left on device",
      "/dev/shm/x7KdQ2/work/out/.privkey.json-8231: Input/output error (os error 5)",
      "java.nio.file.FileAlreadyExistsException: keys/privkey.json",
      "Traceback (most recent call last): File \"/usr/lib/python3.11/json/decoder.py\", line 355, in raw_decode",
      "OSError: [Errno 28] No space left on device: '/home/user/keys/pubkey.json'",
      "2026-11-25 00:40:35 ERROR failed after 1050000 bytes: errno=17",
      "libsodium 1.0.18, x86_64, Ed25519 (EdDSA)",
      "2026-11-25T00:40:35Z panic: runtime error: index out of range [3] with length 3",
      "\u{2714} private key set written to: ./out/privkey.json", "127.0.0.1:5000: connection refused",
      "fatal error: pthread_create failed: Resource temporarily unavailable", "Übung: Datei schon da, été, 鍵",
    ])
  func readable(_ text: String) { #expect(printable(Array(text.utf8)) == text) }

  @Test("What is left out is counted, and controls are escaped")
  func masks() {
    let url = Self.pair.forms.texts[0].text
    #expect(printable(Array("d=\(url)!".utf8)) == "d=[43 characters not shown]!")
    #expect(printable(Self.pair.forms.seed) == "[32 bytes of binary data]")
    #expect(printable(Array("\u{1b}[31mno\tway\n".utf8)) == "\\u{1b}[31mno\\tway\\n")
    #expect(printable(Array("[1, 22, 3, 44, 5]".utf8)) == "[[15 characters not shown]]")
  }
}

import FaultInjection
import Glibc
import KeygenSuite
import Reports
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("Inspecting key files")
struct InspectTests {
  private let workshop: Workshop
  private let keys: String

  init() throws {
    workshop = try Workshop()
    keys = workshop.path("keys")
    let made = try workshop.mirror("keygen", "-o", "keys")
    try #require(made.ending == .exited(0), "\(made.errors)")
  }

  private func violated(_ paths: String...) -> Set<RequirementID> {
    let outcomes = Inspector(paths: paths).run().outcomes
    return Set(
      outcomes.flatMap(\.results).filter { [.fail, .warn].contains($0.status) }.map(\.requirement.id))
  }

  /// Rewrites one of the two files.
  private func edit(_ name: String, _ change: (String) -> String) throws {
    let path = keys + "/" + name
    let text = String(decoding: try #require(FileSystem.read(path, limit: 10_000)), as: UTF8.self)
    let changed = change(text)
    #expect(changed != text)
    let mode = try #require(Entry(path: path, contentLimit: 0)?.mode)
    try FileSystem.remove(path)
    try FileSystem.write(path, Array(changed.utf8), mode: mode)
  }

  @Test("A good pair has no finding, as a directory or as two files in either order")
  func good() throws {
    #expect(violated(keys).isEmpty)
    #expect(violated(keys + "/privkey.json", keys + "/pubkey.json").isEmpty)
    let outcomes = Inspector(paths: [keys + "/pubkey.json", keys + "/privkey.json"]).run().outcomes
    #expect(outcomes.count == 1)
    #expect(outcomes[0].isConformant)
    let judged = Set(outcomes[0].results.map(\.requirement.id))
    #expect(
      judged.isSuperset(of: [.file2, .file3, .jwks1, .jwks2, .jwk4, .jwk5, .kid1, .kid2, .key1, .key2]))
    // What takes a run to see is not claimed.
    #expect(judged.isDisjoint(with: [.cli1, .exist1, .roll1, .key4]))
  }

  @Test("A file by itself is judged by what it shows")
  func single() throws {
    let outcome = try #require(Inspector(paths: [keys + "/pubkey.json"]).run().outcomes.first)
    let judged = Set(outcome.results.map(\.requirement.id))
    #expect(outcome.isConformant)
    #expect(judged.contains(.jwk4))
    #expect(judged.isDisjoint(with: [.file2, .jwk6, .kid1, .key2]))
  }

  @Test(
    "Modes are judged", arguments: [("privkey.json", 0o644), ("privkey.json", 0o400), ("pubkey.json", 0o600)])
  func modes(name: String, mode: UInt32) throws {
    try FileSystem.setMode(keys + "/" + name, mode)
    #expect(violated(keys) == [name == "privkey.json" ? .file2 : .file3])
    let outcome = try #require(Inspector(paths: [keys]).run().outcomes.first)
    #expect(!outcome.isConformant)
    #expect(outcome.text().contains("observed   mode \(octal(mode))"))
  }

  @Test("A pair of two runs does not match")
  func mismatch() throws {
    #expect(try workshop.mirror("keygen", "-o", "other").ending == .exited(0))
    #expect(
      violated(keys + "/privkey.json", workshop.path("other/pubkey.json")) == [.jwk6, .kid1, .key2])
  }

  @Test("One wrong member is one finding")
  func members() throws {
    try edit("pubkey.json") { $0.replacing("\"EdDSA\"", with: "\"ES256\"") }
    #expect(violated(keys) == [.jwk2, .jwk6])
  }

  @Test("A private value in the public set is found")
  func leak() throws {
    let text = String(
      decoding: try #require(FileSystem.read(keys + "/privkey.json", limit: 10_000)), as: UTF8.self)
    try edit("pubkey.json") { _ in text }
    #expect(violated(keys).contains(.jwk5))
  }

  @Test("JSON that is not strict is a finding with its place")
  func json() throws {
    try edit("privkey.json") { $0 + "x" }
    let outcome = try #require(Inspector(paths: [keys]).run().outcomes.first)
    let result = try #require(outcome.results.first { $0.requirement.id == .jwks2 })
    #expect(result.status == .fail)
    #expect(result.findings.count == 1)
  }

  @Test("A link leads to the file that is judged")
  func links() throws {
    try FileSystem.makeLink(workshop.path("current"), to: keys)
    try FileSystem.makeLink(workshop.path("public.jwks"), to: "keys/pubkey.json")
    #expect(violated(workshop.path("current")).isEmpty)
    #expect(violated(workshop.path("public.jwks")).isEmpty)
  }

  @Test("What cannot be looked at is an input error that names it, and nothing is waited on")
  func inputs() throws {
    try FileSystem.makeFIFO(workshop.path("pipe"))
    try FileSystem.makeDirectory(workshop.path("empty"))
    try FileSystem.makeLink(workshop.path("dangling"), to: "nowhere")
    try FileSystem.write(workshop.path("long"), [UInt8](repeating: 0x20, count: (1 << 20) + 1))
    for name in ["pipe", "empty", "dangling", "long", "missing"] {
      let path = workshop.path(name)
      let inspection = Inspector(paths: [path]).run()
      #expect(inspection.outcomes.isEmpty)
      #expect(
        inspection.errors.map { $0.description.hasPrefix("cannot read \(path): ") } == [true], "\(name)")
    }
  }

  @Test("The command's exit status and JSON say the same")
  func command() throws {
    let good = try workshop.mirror("inspect", "keys")
    #expect(good.ending == .exited(0))
    #expect(good.output.hasPrefix("keys: conformant, "))
    try FileSystem.setMode(keys + "/privkey.json", 0o666)
    let bad = try workshop.mirror("inspect", "--format", "json", "keys")
    #expect(bad.ending == .exited(1))
    let inspected = try StrictJSON.read(bad.standardOutput)["inspected"]?.arrayValue
    #expect(inspected?.first?["verdict"]?.stringValue == "nonconformant")
    #expect(try workshop.mirror("inspect", "missing").ending == .exited(66))
    #expect(try workshop.mirror("inspect").ending == .exited(64))
  }

  @Test("No report holds the private value")
  func secrecy() throws {
    let content = try #require(FileSystem.read(keys + "/privkey.json", limit: 10_000))
    let key = try #require(try StrictJSON.read(content)["keys"]?.arrayValue?.first)
    let search = SecretSearch(seed: try Base64URL.decode(try #require(key["d"]?.stringValue)))
    // The value is in both sets, so that every finding has a reason to quote it.
    try edit("pubkey.json") { _ in String(decoding: content, as: UTF8.self) }
    for format in ["text", "json"] {
      let result = try workshop.mirror("inspect", "--format", format, "keys")
      #expect(result.ending == .exited(1))
      #expect(search.encoding(in: result.standardOutput) == nil)
      #expect(search.encoding(in: result.standardError) == nil)
    }
  }
}

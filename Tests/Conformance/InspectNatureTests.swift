import FaultInjection
import KeygenSuite
import Reports
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("Inspecting what is no pair of key sets")
struct InspectNatureTests {
  private let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    #expect(try workshop.mirror("keygen", "-q", "-o", "keys").ending == .exited(0))
  }

  private static let jwk = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#

  @Test(
    "Another file is named in a sentence, and its mode is nobody's business",
    arguments: [
      ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "a PEM file (PRIVATE KEY)"),
      ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "a PEM file (OPENSSH PRIVATE KEY)"),
      ("-----BEGIN SOMETHING-----\n", "a PEM file"),
      ("ssh-ed25519 AAAA me@here\n", "an OpenSSH public key (ssh-ed25519)"),
      (jwk, "a bare JWK with an Ed25519 key"), ("[\(jwk)]", "an array of JWKs"),
      (#"{"kty":"RSA","n":"AQ","e":"AQAB"}"#, "a bare JWK with an RSA key"),
      ("{}", "JSON"), ("", "empty"), (String(repeating: "0a", count: 32), "a bare key in hex"),
    ])
  func natures(_ text: String, _ nature: String) throws {
    try FileSystem.write(workshop.path("other"), Array(text.utf8), mode: 0o640)
    let outcome = try #require(Inspector(paths: [workshop.path("other")]).run().outcomes.first)
    #expect(outcome.nature == nature)
    #expect(!outcome.isConformant)
    #expect(!outcome.results.contains { [.file2, .file3].contains($0.requirement.id) })
    #expect(outcome.text().hasPrefix("\(workshop.path("other")): \(nature)\n"), "\(outcome.text())")
    #expect(!outcome.text().contains("pubkey.json"))
  }

  @Test(
    "Sets of other keys or of several are named, and their modes are judged",
    arguments: [
      ("{\"keys\":[\(jwk),\(jwk)]}", "a JWK set of 2 keys"),
      (#"{"keys":[{"kty":"EC","crv":"P-256"}]}"#, "a JWK set with an EC key"),
    ])
  func sets(_ text: String, _ nature: String) throws {
    try FileSystem.write(workshop.path("other"), Array(text.utf8), mode: 0o640)
    let outcome = try #require(Inspector(paths: [workshop.path("other")]).run().outcomes.first)
    #expect(outcome.nature == nature)
    #expect(outcome.results.contains { $0.requirement.id == .file3 && $0.status == .fail })
  }

  @Test("A missing path is named, takes nothing from the others, and is exit 66 whatever they are")
  func missing() throws {
    let result = try workshop.mirror("inspect", "missing", "keys")
    #expect(result.ending == .exited(66))
    #expect(result.errors == "mirror: cannot read missing: No such file or directory\n")
    #expect(result.output.hasPrefix("keys: conformant"))
    try FileSystem.setMode(workshop.path("keys/pubkey.json"), 0o666)
    let json = try workshop.mirror("inspect", "--format", "json", "keys", "missing")
    #expect(json.ending == .exited(66))
    let document = try StrictJSON.read(json.standardOutput)
    #expect(document["inspected"]?.arrayValue?.first?["verdict"]?.stringValue == "nonconformant")
    #expect(document["unreadable"]?.arrayValue?.count == 1)
  }

  @Test("A directory with one of the two files is judged by it, and what is missing is named")
  func half() throws {
    try FileSystem.remove(workshop.path("keys/privkey.json"))
    let result = try workshop.mirror("inspect", "keys")
    #expect(result.ending == .exited(66))
    #expect(
      result.errors == "mirror: cannot read keys: the directory holds pubkey.json, but no privkey.json\n")
    #expect(result.output.hasPrefix("keys: conformant"))
    try FileSystem.remove(workshop.path("keys/pubkey.json"))
    let neither = try workshop.mirror("inspect", "keys")
    #expect(neither.ending == .exited(66))
    #expect(neither.errors.contains("neither privkey.json nor pubkey.json"))
  }

  @Test("Standard input is judged without a mode")
  func standardInput() throws {
    let executable = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    let good = try workshop.shell("'\(executable)' inspect - < keys/privkey.json")
    #expect(good.ending == .exited(0))
    #expect(good.output.hasPrefix("standard input: conformant"))
    let bad = try workshop.shell("echo '{}' | '\(executable)' inspect - keys/pubkey.json")
    #expect(bad.ending == .exited(1))
    #expect(
      bad.output.contains("standard input: JSON") && bad.output.contains("keys/pubkey.json: conformant"))
    #expect(try workshop.mirror("inspect", "-", "-").ending == .exited(64))
  }

  @Test("Under the hardened profile its requirements count")
  func profile() throws {
    try FileSystem.setMode(workshop.path("keys/pubkey.json"), 0o640)
    let outcome = try #require(
      Inspector(paths: [workshop.path("keys")], profile: .hardened).run().outcomes.first)
    #expect(outcome.results.first { $0.requirement.id == .file4 }?.status == .fail)
    let documented = try #require(Inspector(paths: [workshop.path("keys")]).run().outcomes.first)
    #expect(!documented.results.contains { $0.requirement.id == .file4 })
    #expect(try workshop.mirror("inspect", "--profile", "hardened", "keys").ending == .exited(1))
    #expect(try workshop.mirror("inspect", "--profile", "strict", "keys").ending == .exited(64))
  }

  @Test("A version 4 identifier is shown, with what is wrong about it")
  func identifier() throws {
    let path = workshop.path("keys/pubkey.json")
    let text = String(decoding: try #require(FileSystem.read(path, limit: 10_000)), as: UTF8.self)
    let kid = try #require(
      try StrictJSON.read(Array(text.utf8))["keys"]?.arrayValue?.first?["kid"]?.stringValue)
    let other = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    try FileSystem.remove(path)
    try FileSystem.write(path, Array(text.replacing(kid, with: other).utf8))
    let outcome = try #require(Inspector(paths: [workshop.path("keys")]).run().outcomes.first)
    let result = try #require(outcome.results.first { $0.requirement.id == .kid2 })
    #expect(result.findings.first?.observed == "\"kid\": \"\(other)\": version 4")
  }
}

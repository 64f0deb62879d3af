import Crosscheck
import FaultInjection
import Glibc
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("mirror crosscheck, verify and explain as a user calls them")
struct JudgingCommandTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  /// Writes a vector file whose one vector is the first of RFC 8032 §7.1.
  private func vectors(_ name: String, expectation: String) throws {
    let text = """
      {"vectors": [{"id": "rfc8032-1", "comment": "", "msg": "",
        "pk": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "sig": "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        \(expectation)}]}
      """
    try FileSystem.write(workshop.path(name), Array(text.utf8))
  }

  @Test("crosscheck: agreement is exit 0, a flipped expectation is found, explained and exit 1")
  func expectations() throws {
    try vectors("right.json", expectation: #", "expect": {"libsodium": true, "libcrypto": true}"#)
    try vectors("open.json", expectation: "")
    try vectors("flipped.json", expectation: #", "expect": {"libsodium": true, "libcrypto": false}"#)
    for name in ["right.json", "open.json"] {
      let result = try workshop.mirror("crosscheck", "--vectors", name, "--format", "json")
      #expect(result.ending == .exited(0), "\(name)")
      let report = try StrictJSON.read(result.standardOutput)
      #expect(report["total"] == .number("1"))
      #expect(report["counts"]?["bothAccept"] == .number("1"))
      #expect(report["mismatches"]?.arrayValue?.isEmpty == true)
    }
    let flipped = try workshop.mirror("crosscheck", "--vectors", "flipped.json", "--format", "json")
    #expect(flipped.ending == .exited(1))
    let mismatches = try #require(try StrictJSON.read(flipped.standardOutput)["mismatches"]?.arrayValue)
    #expect(mismatches.map { $0["id"]?.stringValue } == ["rfc8032-1"])
    #expect(mismatches.first?["why"]?.stringValue?.isEmpty == false)
    let text = try workshop.mirror("crosscheck", "--vectors", "flipped.json")
    #expect(text.ending == .exited(1))
    #expect(text.output.contains("rfc8032-1"))
  }

  @Test("A missing input is exit 66, one that is wrong exit 1, both with path and reason")
  func inputs() throws {
    try FileSystem.write(workshop.path("broken.json"), Array(#"{"vectors": ["#.utf8))
    for arguments in [["crosscheck", "--vectors"], ["verify", "x.y.z", "--jwks"]] {
      let missing = try workshop.mirror(arguments + ["missing.json"])
      #expect(missing.ending == .exited(66))
      #expect(missing.errors == "mirror: cannot read missing.json: No such file or directory\n")
      let broken = try workshop.mirror(arguments + ["broken.json"])
      #expect(broken.ending == .exited(1))
      #expect(broken.errors.contains("broken.json: not strict JSON: byte 13"))
    }
  }

  @Test("verify: a key set that holds a private key, and a token that is none, are refused")
  func refusedTokens() throws {
    #expect(try workshop.mirror("keygen", "-q").ending == .exited(0))
    let secret = try workshop.mirror("verify", "--jwks", "privkey.json", "a.b.c")
    #expect(secret.ending == .exited(1))
    #expect(secret.errors.contains("privkey.json"))
    for token in ["", "a", "a.b", "a.b.c.d", "e30.e30.", "=.=.="] {
      let result = try workshop.mirror("verify", "--jwks", "pubkey.json", token)
      #expect(result.ending == .exited(1), "\(token): \(result.errors)")
      #expect(result.standardOutput.isEmpty)
      #expect(result.errors.hasPrefix("mirror: "))
    }
  }

  @Test("verify: nothing of what is given as a token or a key set is quoted")
  func unquoted() throws {
    #expect(try workshop.mirror("keygen", "-q").ending == .exited(0))
    let broken = try workshop.mirror("verify", "--jwks", "pubkey.json", "e30x!.e30.")
    #expect(broken.errors.contains("header: not canonical base64url: byte 4"), "\(broken.errors)")
    #expect(!broken.errors.contains("e30x"))
  }

  @Test("explain: every requirement by its ID, in any case, and the whole list without one")
  func explanations() throws {
    let all = try workshop.mirror("explain")
    #expect(all.ending == .exited(0))
    for requirement in RequirementID.allCases { #expect(all.output.contains(requirement.rawValue)) }
    let one = try workshop.mirror("explain", "KG-ROLL-1")
    #expect(one.ending == .exited(0))
    #expect(one.output.contains("KG-ROLL-1"))
    #expect(!one.output.contains("KG-ROLL-2 "))
  }
}

import FaultInjection
import Glibc
import KeygenSuite
import Reports
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@testable import LoginSuite

@Suite("Inspecting a Docker configuration")
struct InspectDockerConfigTests {
  private static let host = "registry.example.com"
  private static let claims =
    #"{"iss":"i","sub":"s","aud":"registry.example.com","iat":100,"nbf":100,"exp":4000000000,"jti":"one"}"#
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  /// A token whose signature nobody verifies.
  private static func token(
    _ claims: String = claims, header: String = #"{"alg":"EdDSA","kid":"k"}"#
  ) -> String {
    [Array(header.utf8), Array(claims.utf8), [UInt8](repeating: 0, count: 64)].map { Base64URL.encode($0) }
      .joined(separator: ".")
  }

  private static func document(_ token: String) -> String {
    #"{"auths":{"\#(host)":{"registrytoken":"\#(token)"}}}"#
  }

  private func inspect(
    _ text: String, mode: mode_t = 0o600, profile: Profile = .hardened
  ) throws -> Inspection.Outcome {
    let path = workshop.path("config.json")
    unlink(path)
    try FileSystem.write(path, Array(text.utf8), mode: mode)
    try FileSystem.setMode(path, mode)
    let inspection = Inspector(paths: [path], profile: profile, others: [DockerConfigJudge()]).run()
    #expect(inspection.errors.isEmpty)
    return try #require(inspection.outcomes.first)
  }

  private func violated(_ outcome: Inspection.Outcome) -> Set<RequirementID> {
    Set(outcome.results.filter { [.fail, .warn].contains($0.status) }.map(\.requirement.id))
  }

  @Test("What mirror login stores has no finding, and its public set verifies it")
  func stored() throws {
    let yaml =
      "apiVersion: mirror.plugin.fluxcd.io/v1beta1\nkind: Config\nhosts:\n"
      + ["one.example", "two.example"].map {
        "  - host: \($0)\n    credential: {jwkPath: keys/privkey.json, iss: i, sub: s, exp: 1h}\n"
      }.joined()
    try FileSystem.write(workshop.path("config.yaml"), Array(yaml.utf8), mode: 0o644)
    #expect(try workshop.mirror("keygen", "-q", "-o", "keys").ending == .exited(0))
    #expect(try workshop.mirror("keygen", "-q", "-o", "others").ending == .exited(0))
    let login = try workshop.mirror("login", "-f", "config.yaml", "--docker-config", "docker")
    try #require(login.ending == .exited(0), "\(login.errors)")

    let good = try workshop.mirror(
      "inspect", "--profile", "hardened", "docker/config.json", "keys/pubkey.json")
    #expect(good.ending == .exited(0), "\(good.output)")
    let lines = good.output.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(
      lines[0].hasPrefix(
        "docker/config.json: a Docker configuration with a token for one.example that is valid until 20"))
    #expect(lines[1] == "docker/config.json: conformant, 6 requirements judged")
    #expect(lines[2].hasPrefix("keys/pubkey.json: conformant, "))

    let other = try workshop.mirror("inspect", "docker/config.json", "others/pubkey.json")
    #expect(other.ending == .exited(1))
    #expect(other.output.contains("FAIL LG-TOK-1"))
    #expect(other.output.contains("no key of the public sets verifies the token for one.example"))
    #expect(other.output.contains("others/pubkey.json: conformant"))
  }

  @Test(
    "What is wrong with a token is told, and nothing else",
    arguments: [
      (token(), nil), (token().replacing(".", with: ";"), RequirementID.tok1), ("", RequirementID.tok1),
      (token(header: #"{"alg":"none","kid":"k"}"#), RequirementID.tok1),
      (token(header: #"{"alg":"EdDSA"}"#), RequirementID.tok2),
      (token(claims.replacing(#""iss":"i","#, with: "")), RequirementID.tok3),
      (token(claims.replacing(#""registry.example.com""#, with: #"["a","b"]"#)), RequirementID.tok3),
      (token(claims.replacing("4000000000", with: "99")), RequirementID.tok4),
      (token(claims.replacing("4000000000", with: #""4000000000""#)), RequirementID.tok4),
      (token(claims.replacing(#""nbf":100"#, with: #""nbf":101"#)), RequirementID.tok5),
      (token(claims.replacing(#","jti":"one""#, with: "")), RequirementID.tok5),
    ] as [(String, RequirementID?)])
  func broken(token: String, breaks: RequirementID?) throws {
    #expect(violated(try inspect(Self.document(token))) == Set(breaks.map { [$0] } ?? []))
  }

  @Test("Two tokens with one `jti` are told")
  func twice() throws {
    let entry = #"{"registrytoken":"\#(Self.token())"}"#
    let outcome = try inspect(#"{"auths":{"a":\#(entry),"b":\#(entry)}}"#)
    #expect(violated(outcome) == [.tok5])
  }

  @Test("A file that others can open is told where it holds a credential")
  func modes() throws {
    #expect(violated(try inspect(Self.document(Self.token()), mode: 0o644)) == [.store5])
    let pair = #"{"auths":{"h":{"auth":"dTpw"}}}"#
    #expect(violated(try inspect(pair, mode: 0o640)) == [.store5])
    #expect(violated(try inspect(pair)).isEmpty)
    // In the documented profile it is a warning.
    #expect(try inspect(pair, mode: 0o640, profile: .documented).isConformant)
    #expect(try !inspect(pair, mode: 0o640).isConformant)
    let empty = try inspect(#"{"auths":{"h":{}},"credsStore":"pass"}"#, mode: 0o644)
    #expect(empty.text().hasSuffix("nothing to judge"))
    #expect(
      empty.nature == "a Docker configuration with nothing for h itself; a store for all other hosts")
  }

  @Test("The password of a pair may be a token")
  func pair() throws {
    let text = Self.token(header: #"{"alg":"EdDSA"}"#)
    let pair = Array("user:\(text)".utf8)
    let auth = Base64URL.encode(pair).replacing("-", with: "+").replacing("_", with: "/")
    let padded = auth + String(repeating: "=", count: (4 - auth.utf8.count % 4) % 4)
    let outcome = try inspect(#"{"auths":{"h":{"auth":"\#(padded)"}}}"#)
    #expect(violated(outcome) == [.tok2])
    #expect(
      outcome.nature
        == "a Docker configuration with a user and a token for h that is valid until 2096-10-02T07:06:40Z")
  }

  @Test("No value of a token is shown, and no host that could be a key")
  func secrecy() throws {
    let secret = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaWpr"
    let claims = Self.claims.replacing(#""i""#, with: #"["\#(secret)"]"#).replacing(
      #""one""#, with: #"{"\#(secret)":1}"#)
    let token = Self.token(claims, header: #"{"alg":"\#(secret)","kid":["\#(secret)"]}"#)
    let outcome = try inspect(#"{"auths":{"\#(secret)":{"registrytoken":"\#(token)"}}}"#)
    #expect(violated(outcome) == [.tok1, .tok2, .tok3, .tok5])
    let texts = outcome.text() + Inspection(outcomes: [outcome], errors: []).json()
    #expect(!texts.contains(secret.prefix(12)))
    #expect(texts.contains("characters not shown"))
  }
}

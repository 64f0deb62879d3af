import Crosscheck
import Foundation
import StrictFormats
import SystemSupport
import Testing

/// Another implementation than the two libraries called in our own process judges what we make, and we what it makes.
@Suite("A third opinion on tokens")
struct TokenThirdOpinionTests {
  /// Runs a program; gives its output, or nothing when it is missing or fails.
  private static func run(_ arguments: [String], input: String = "") -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let (output, stdin) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = stdin
    guard (try? process.run()) != nil else { return nil }
    try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? stdin.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static let hasJoserfc = run(["python3", "-c", "import joserfc.jwt, cryptography"]) != nil
  private static let hasOpenSSL = run(["openssl", "version"])?.hasPrefix("OpenSSL 3") == true
  private static let maker = TokenMaker(byte: 0x42, kid: "third")
  private static let claims = #"{"sub":"ci","aud":"registry.example.com"}"#

  private static func accepts(_ token: String) throws -> Bool {
    let keys = try KeySet(Array(maker.keySet().utf8))
    let verifier = TokenVerifier(keys: keys, audience: nil, issuer: nil, now: 1_800_000_000)
    return (try? verifier.verify(Array(token.utf8))) != nil
  }

  private static func privateSet() throws -> String {
    try maker.keySet(",\"d\":\"\(Base64URL.encode(maker.secret))\"")
  }

  /// A token with one bit of its claims changed.
  private static func forged(_ token: String) -> String {
    let parts = token.split(separator: ".").map(String.init)
    let claims = Base64URL.encode(Array(#"{"sub":"CI","aud":"registry.example.com"}"#.utf8))
    return [parts[0], claims, parts[2]].joined(separator: ".")
  }

  @Test(
    "joserfc accepts our tokens and we accept its; forged ones are refused by both", .enabled(if: hasJoserfc))
  func joserfc() throws {
    let verify = """
      import sys, json
      from joserfc import jwt
      from joserfc.jwk import KeySet
      keys = KeySet.import_key_set(json.loads(sys.argv[1]))
      try:
          jwt.decode(sys.stdin.read(), keys, algorithms=["EdDSA"])
          print("accepted")
      except Exception as error:
          print("refused", type(error).__name__)
      """
    let sign = """
      import sys, json
      from joserfc import jwt
      from joserfc.jwk import KeySet
      keys = KeySet.import_key_set(json.loads(sys.argv[1]))
      header = {"alg": "EdDSA", "kid": "third"}
      print(jwt.encode(header, json.loads(sys.stdin.read()), keys, algorithms=["EdDSA"]))
      """
    let ours = try Self.maker.token(claims: Self.claims)
    let publicSet = try Self.maker.keySet()
    #expect(Self.run(["python3", "-W", "ignore", "-c", verify, publicSet], input: ours) == "accepted")
    let answer = Self.run(["python3", "-W", "ignore", "-c", verify, publicSet], input: Self.forged(ours))
    #expect(answer?.hasPrefix("refused") == true)

    let command = ["python3", "-W", "ignore", "-c", sign, try Self.privateSet()]
    let theirs = try #require(Self.run(command, input: Self.claims))
    #expect(try Self.accepts(theirs))
    #expect(try !Self.accepts(Self.forged(theirs)))
  }

  @Test("The openssl command accepts our signatures and we accept its", .enabled(if: hasOpenSSL))
  func opensslCommand() throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "third-opinion-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
      let path = directory.appending(path: name)
      try Data(bytes).write(to: path)
      return path.path
    }
    // The fixed beginnings of an Ed25519 key in PKCS #8 and in SubjectPublicKeyInfo (RFC 8410 §7, §4).
    let privatePrefix = try #require(bytes(hex: "302e020100300506032b657004220420"))
    let publicPrefix = try #require(bytes(hex: "302a300506032b6570032100"))
    let privateKey = try write("private.der", privatePrefix + Self.maker.secret)
    let publicKey = try write("public.der", publicPrefix + Self.maker.publicKey)

    let token = try Self.maker.token(claims: Self.claims)
    let parts = token.split(separator: ".").map(String.init)
    let message = try write("message", Array("\(parts[0]).\(parts[1])".utf8))
    let signature = try write("signature", Base64URL.decode(parts[2]))
    let verify = [
      "openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", publicKey,
    ]
    #expect(Self.run(verify + ["-in", message, "-sigfile", signature]) != nil)
    let other = try write("other", Array("\(parts[0]).\(parts[0])".utf8))
    #expect(Self.run(verify + ["-in", other, "-sigfile", signature]) == nil)

    let made = directory.appending(path: "made").path
    let sign = ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", privateKey]
    #expect(Self.run(sign + ["-in", message, "-out", made]) != nil)
    let theirs = "\(parts[0]).\(parts[1])." + Base64URL.encode(try Data(contentsOf: URL(filePath: made)))
    #expect(try Self.accepts(theirs))
    #expect(try !Self.accepts(Self.forged(theirs)))
  }
}

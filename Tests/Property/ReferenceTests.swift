import Crosscheck
import Ed25519
import OpenSSLBackend
import SodiumBackend
import StrictFormats
import SystemSupport
import Testing

@testable import MirrorReference

@Suite("The reference's key sets")
struct ReferenceTests {
  @Test("What the reference writes the strict readers read, value by value")
  func roundTrip() throws {
    var random = SplitMix64(seed: 7517)
    for _ in 0..<200 {
      let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
      let uuid = UUIDv6(timestamp: random.next(), clockSequence: 5, node: random.next())
      let (privateSet, publicSet) = try sets(bytes, uuid)
      let publicKey = try publicKey(of: bytes)
      let expected: [JSONMember] = [
        JSONMember(name: "kty", value: .string("OKP")), JSONMember(name: "crv", value: .string("Ed25519")),
        JSONMember(name: "alg", value: .string("EdDSA")), JSONMember(name: "use", value: .string("sig")),
        JSONMember(name: "kid", value: .string(uuid.text)),
        JSONMember(name: "x", value: .string(Base64URL.encode(publicKey))),
      ]
      let secret = JSONMember(name: "d", value: .string(Base64URL.encode(bytes)))
      #expect(try StrictJSON.read(publicSet) == set(expected))
      #expect(try StrictJSON.read(privateSet) == set(expected + [secret]))
      #expect(publicSet.last == UInt8(ascii: "\n"))
    }
  }

  @Test("The thumbprint is that of RFC 8037")
  func thumbprint() throws {
    // Appendix A.1 and A.3.
    let seed = try Base64URL.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
    #expect(try publicKey(of: seed) == Base64URL.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
    let pair = try pair(seed, UUIDv6(timestamp: 1, clockSequence: 2, node: 3))
    let thumbprint = pair.thumbprint()
    #expect(thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
  }

  @Test("Generated pairs differ in everything, and the later has the later kid", arguments: [true, false])
  func generation(_ isSodium: Bool) throws {
    var keys: Set<[UInt8]> = []
    var latest = ""
    for _ in 0..<100 {
      let pair = isSodium ? try generate(SodiumBackend()) : try generate(OpenSSLBackend())
      keys.insert(pair.publicKey)
      #expect(pair.keyID > latest)
      latest = pair.keyID
    }
    #expect(keys.count == 100)
  }

  private func pair(_ bytes: [UInt8], _ keyID: UUIDv6) throws -> KeyPair {
    guard let seed = Seed(bytes) else { throw NotASeed() }
    return KeyPair(seed: seed, publicKey: try publicKey(of: bytes), keyID: keyID)
  }

  private func publicKey(of bytes: [UInt8]) throws -> [UInt8] {
    guard let seed = Seed(bytes) else { throw NotASeed() }
    return try SodiumBackend().publicKey(of: seed)
  }

  private func sets(_ bytes: [UInt8], _ keyID: UUIDv6) throws -> (private: [UInt8], public: [UInt8]) {
    let pair = try pair(bytes, keyID)
    return (pair.privateSet().withUnsafeBytes { Array($0) }, pair.publicSet())
  }

  private struct NotASeed: Error {}

  private func generate(_ backend: some Ed25519Backend) throws -> (publicKey: [UInt8], keyID: String) {
    let pair = try KeyPair.generate(with: backend)
    return (pair.publicKey, pair.keyID.text)
  }

  private func set(_ members: [JSONMember]) -> JSONValue {
    .object([JSONMember(name: "keys", value: .array([.object(members)]))])
  }
}

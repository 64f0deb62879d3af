import Crosscheck
import Ed25519
import OpenSSLBackend
import SodiumBackend
import SystemSupport
import Testing

@Suite("The Ed25519 backends")
struct BackendTests {
  private static let backends: [any Ed25519Backend] = [SodiumBackend(), OpenSSLBackend()]

  /// Keys, messages and signatures of RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc).
  private static let knownAnswers: [KnownAnswer] = [
    KnownAnswer(
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    KnownAnswer(
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
        + "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    KnownAnswer(
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
        + "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    KnownAnswer(
      seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      message: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a8"
        + "36ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
      signature: "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ec"
        + "fdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
  ]

  @Test("Both backends give the known answers of RFC 8032", arguments: knownAnswers)
  func givesKnownAnswer(_ answer: KnownAnswer) throws {
    for backend in Self.backends {
      let seed = try makeSeed(hex(answer.seed))
      let publicKey = try backend.publicKey(of: seed)
      #expect(publicKey == hex(answer.publicKey), "\(backend.name)")
      let signature = try backend.sign(hex(answer.message), with: seed)
      #expect(signature == hex(answer.signature), "\(backend.name)")
      #expect(try backend.verify(signature, of: hex(answer.message), by: publicKey), "\(backend.name)")
    }
  }

  @Test("Both backends derive and sign alike, and accept each other's signatures")
  func equality() throws {
    var random = SplitMix64(seed: 8032)
    let sodium = SodiumBackend()
    let openssl = OpenSSLBackend()
    for round in 0..<500 {
      let seed = try makeSeed(bytes(32, &random))
      let message = bytes(Int.random(in: 0...300, using: &random), &random)
      let publicKey = try sodium.publicKey(of: seed)
      let signature = try sodium.sign(message, with: seed)
      #expect(try openssl.publicKey(of: seed) == publicKey, "round \(round)")
      #expect(try openssl.sign(message, with: seed) == signature, "round \(round)")
      #expect(try openssl.verify(signature, of: message, by: publicKey), "round \(round)")
      #expect(try sodium.verify(signature, of: message, by: publicKey), "round \(round)")
    }
  }

  @Test("A reused key object signs and verifies like a fresh one")
  func keyObjects() throws {
    var random = SplitMix64(seed: 5)
    let seed = try makeSeed(bytes(32, &random))
    let publicKey = try SodiumBackend().publicKey(of: seed)
    let sodiumSigner = try SodiumBackend().signer(seed: seed)
    let opensslSigner = try OpenSSLBackend().signer(seed: seed)
    let sodiumVerifier = try SodiumBackend().verifier(publicKey: publicKey)
    let opensslVerifier = try OpenSSLBackend().verifier(publicKey: publicKey)
    #expect(sodiumSigner.publicKey == publicKey)
    for _ in 0..<50 {
      let message = bytes(Int.random(in: 0...200, using: &random), &random)
      let expected = try SodiumBackend().sign(message, with: seed)
      let fromSodium = try sodiumSigner.sign(message)
      let fromOpenSSL = try opensslSigner.sign(message)
      #expect(fromSodium == expected)
      #expect(fromOpenSSL == expected)
      var forged = expected
      forged[Int.random(in: 0..<64, using: &random)] ^= 1
      let accepted = [
        try sodiumVerifier.verify(expected, of: message), try opensslVerifier.verify(expected, of: message),
      ]
      let rejected = [
        try sodiumVerifier.verify(forged, of: message), try opensslVerifier.verify(forged, of: message),
      ]
      #expect(accepted == [true, true])
      #expect(rejected == [false, false])
    }
  }

  @Test("Wrong lengths are rejected and never read beyond")
  func lengths() throws {
    let seed = try makeSeed([UInt8](repeating: 7, count: 32))
    let message: [UInt8] = [1, 2, 3]
    for backend in Self.backends {
      let publicKey = try backend.publicKey(of: seed)
      let signature = try backend.sign(message, with: seed)
      for count in [0, 1, 31, 33, 64] {
        let key = Array((publicKey + publicKey).prefix(count))
        #expect(try !backend.verify(signature, of: message, by: key), "\(backend.name), key of \(count)")
      }
      for count in [0, 1, 63, 65, 128] {
        let cut = Array((signature + signature).prefix(count))
        #expect(try !backend.verify(cut, of: message, by: publicKey), "\(backend.name), \(count)")
      }
    }
    for count in [0, 31, 33, 64] {
      #expect(throws: WrongLength.self) { _ = try makeSeed([UInt8](repeating: 1, count: count)) }
    }
  }

  @Test("A rejected signature leaves no reason behind for the next failure")
  func errorQueue() throws {
    let backend = OpenSSLBackend()
    let seed = try backend.generateSeed()
    let publicKey = try backend.publicKey(of: seed)
    #expect(try !backend.verify([UInt8](repeating: 0xff, count: 64), of: [], by: publicKey))
    let signer = try backend.signer(seed: seed)
    var small: [UInt8] = [0]
    let error = small.withUnsafeMutableBytes { target -> Ed25519Error? in
      do throws(Ed25519Error) {
        try signer.sign(UnsafeRawBufferPointer(start: nil, count: 0), into: target)
        return nil
      } catch { return error }
    }
    #expect(error?.reason == "a signature takes 64 bytes, not 1")
  }

  @Test("Generated seeds differ")
  func generation() throws {
    for backend in Self.backends {
      var seen: Set<[UInt8]> = []
      for _ in 0..<64 {
        let seed = try backend.generateSeed()
        seen.insert(seed.withUnsafeBytes { Array($0) })
      }
      #expect(seen.count == 64, "\(backend.name)")
    }
  }

  @Test("The name tells library and version", arguments: [0, 1])
  func names(_ index: Int) throws {
    let words = Self.backends[index].name.split(separator: " ")
    #expect(words.count == 2)
    #expect(words.first == ["libsodium", "libcrypto"][index])
    #expect(words.last?.first?.isNumber == true)
  }
}

struct KnownAnswer: Sendable, CustomTestStringConvertible {
  let seed: String
  let publicKey: String
  let message: String
  let signature: String

  var testDescription: String { "a message of \(message.utf8.count / 2) bytes" }
}

private struct WrongLength: Error {}

private func makeSeed(_ bytes: [UInt8]) throws -> Seed {
  guard let seed = Seed(bytes) else { throw WrongLength() }
  return seed
}

private func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

private func bytes(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
  (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
}

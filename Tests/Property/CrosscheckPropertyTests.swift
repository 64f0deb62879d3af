import Ed25519
import OpenSSLBackend
import SodiumBackend
import SystemSupport
import Testing

@testable import Crosscheck

@Suite("Properties of keys and signatures")
struct CrosscheckPropertyTests {
  private static let sodium = SodiumBackend()
  private static let openssl = OpenSSLBackend()
  private static let keyAndMessage = Make.bytes(count: 32).and(Make.bytes(mean: 40))

  /// A good signature of a generated key and message.
  private static func sign(_ secret: [UInt8], _ message: [UInt8]) throws -> Signed {
    let seed = try seedOf(secret)
    return Signed(
      publicKey: try sodium.publicKey(of: seed), message: message,
      signature: try sodium.sign(message, with: seed))
  }

  private static func verdicts(_ signed: Signed) throws -> (sodium: Bool, openssl: Bool) {
    (
      try sodium.verify(signed.signature, of: signed.message, by: signed.publicKey),
      try openssl.verify(signed.signature, of: signed.message, by: signed.publicKey)
    )
  }

  /// Signatures around the edges: parts good, of small order, non-canonical, mixed or arbitrary, in any combination.
  private static let hostile = Generator<Signed> { choices in
    let key = VectorKey(label: "hostile \(choices.below(4))")
    let torsion = { (choices: inout Choices) in Torsion.points[Int(choices.below(8))] }
    let message = Make.bytes(mean: 6).make(&choices)
    var signed = key.signed(message)
    func encoding(_ good: [UInt8], _ point: CurvePoint, _ choices: inout Choices) -> [UInt8] {
      switch choices.below(5) {
      case 0: good
      case 1: Torsion.encodings[Int(choices.below(UInt64(Torsion.encodings.count)))].bytes
      case 2: (point + torsion(&choices)).encoded
      case 3:
        [0xEC + UInt8(choices.below(20))] + [UInt8](repeating: 0xFF, count: 30) + [
          0x7F | UInt8(choices.below(2)) << 7
        ]
      default: Make.bytes(count: 32).make(&choices)
      }
    }
    let nonce = Scalar(choices.below(1 << 40))
    signed.publicKey = encoding(signed.publicKey, key.point, &choices)
    let commitment = encoding((nonce * CurvePoint.base).encoded, nonce * CurvePoint.base, &choices)
    let h = signed.challenge(commitment: commitment)
    let scalar: Scalar =
      switch choices.below(4) {
      case 0: nonce + h * key.scalar
      case 1: nonce
      case 2: h * key.scalar
      default: .zero
      }
    let lift = choices.below(6) == 5 ? Scalar.order : Word256(0)
    signed.signature = commitment + scalar.value.adding(lift).sum.littleEndian
    return signed
  }

  @Test("Both libraries derive the key that our own arithmetic derives")
  func derivation() {
    forAll(Make.bytes(count: 32), count: 60) { secret in
      let seed = try seedOf(secret)
      var scalar = Array(sha512(secret)[..<32])
      scalar[0] &= 0xF8
      scalar[31] = scalar[31] & 0x7F | 0x40
      let ours = (Word256(littleEndian: scalar) * CurvePoint.base).encoded
      return try Self.sodium.publicKey(of: seed) == ours && Self.openssl.publicKey(of: seed) == ours
    }
  }

  @Test("Both libraries make the same signature, and both accept it")
  func signing() {
    forAll(Self.keyAndMessage, count: 200) { secret, message in
      let signed = try Self.sign(secret, message)
      let verdicts = try Self.verdicts(signed)
      let seed = try seedOf(secret)
      return try Self.openssl.sign(message, with: seed) == signed.signature && verdicts.sodium
        && verdicts.openssl
    }
  }

  @Test("Signing is deterministic")
  func deterministic() {
    forAll(Self.keyAndMessage, count: 60) { try Self.sign($0, $1) == Self.sign($0, $1) }
  }

  @Test("Any one-bit change of the signature is rejected by both")
  func signatureBits() {
    forAll(Self.keyAndMessage.and(Make.integer(0...511)), count: 300) { pair, bit in
      var signed = try Self.sign(pair.0, pair.1)
      signed.signature[bit / 8] ^= 1 << UInt8(bit % 8)
      return try Self.verdicts(signed) == (false, false)
    }
  }

  @Test("Any one-bit change of the public key is rejected by both")
  func keyBits() {
    forAll(Self.keyAndMessage.and(Make.integer(0...255)), count: 300) { pair, bit in
      var signed = try Self.sign(pair.0, pair.1)
      signed.publicKey[bit / 8] ^= 1 << UInt8(bit % 8)
      return try Self.verdicts(signed) == (false, false)
    }
  }

  @Test("Any one-bit change of the message is rejected by both")
  func messageBits() {
    forAll(Self.keyAndMessage.and(Make.integer(0...100_000)), count: 300) { pair, choice in
      var signed = try Self.sign(pair.0, pair.1 + [0])
      let bit = choice % (signed.message.count * 8)
      signed.message[bit / 8] ^= 1 << UInt8(bit % 8)
      return try Self.verdicts(signed) == (false, false)
    }
  }

  @Test("A message made longer or shorter is rejected by both")
  func messageLength() {
    forAll(Self.keyAndMessage, count: 100) { secret, message in
      var signed = try Self.sign(secret, message + [0])
      signed.message.removeLast()
      let shorter = try Self.verdicts(signed)
      signed.message += [0, 0]
      return try shorter == (false, false) && Self.verdicts(signed) == (false, false)
    }
  }

  @Test("Wrong lengths of key and signature are rejected by both")
  func lengths() {
    forAll(Make.bytes(mean: 40).and(Make.bytes(mean: 70)), count: 300) { publicKey, signature in
      guard publicKey.count != 32 || signature.count != 64 else { return true }
      return try Self.verdicts(Signed(publicKey: publicKey, message: [], signature: signature))
        == (false, false)
    }
  }

  @Test("libsodium accepts => libcrypto accepts, and the rule predicts both, on hostile signatures")
  func ruleHolds() {
    forAll(Self.hostile, count: 150) { signed in
      let verdicts = try Self.verdicts(signed)
      let prediction = Prediction(signed)
      return (!verdicts.sodium || verdicts.openssl)
        && prediction.accepts(.libsodium) == verdicts.sodium
        && prediction.accepts(.libcrypto) == verdicts.openssl
    }
  }

  @Test("Only libcrypto accepts => A or R is of small order, or y(A) >= p")
  func disagreements() {
    forAll(Self.hostile, count: 150) { signed in
      guard try Self.verdicts(signed) == (false, true) else { return true }
      let explanation = Explanation(signed)
      if case .smallOrder? = explanation.publicKey.kind { return true }
      if case .smallOrder? = explanation.commitment?.kind { return true }
      return !explanation.publicKey.hasCanonicalY
    }
  }

  @Test("No bytes make the classification trap")
  func classification() {
    forAll(Make.bytes(mean: 33).and(Make.bytes(mean: 64)), count: 60) { publicKey, signature in
      let signed = Signed(publicKey: publicKey, message: [], signature: signature)
      return !Explanation(signed).description.isEmpty
        && Prediction(Signed(publicKey: Array(publicKey.prefix(32)), message: [], signature: signature))
          .accepts(.libsodium) == false
    }
  }

  @Test("The judge finds nothing wrong with honest keys")
  func honestKeys() {
    forAll(Self.keyAndMessage, count: 30) { secret, message in
      let seed = try seedOf(secret)
      let x = try Self.sodium.publicKey(of: seed)
      let judge = KeyJudge()
      return judge.faults(ofPublicKey: x).isEmpty && judge.faults(ofDerivationFrom: secret, to: x).isEmpty
        && judge.faults(ofSigningWith: secret, verifyingWith: x, messages: [message]).isEmpty
    }
  }

  @Test("The judge finds every foreign public key, and never prints the private one")
  func foreignKeys() {
    forAll(Make.bytes(count: 32).and(Make.bytes(count: 32)), count: 20) { secret, other in
      guard secret != other else { return true }
      let x = try Self.sodium.publicKey(of: try seedOf(other))
      let judge = KeyJudge()
      let faults =
        judge.faults(ofDerivationFrom: secret, to: x)
        + judge.faults(ofSigningWith: secret, verifyingWith: x, messages: [[]])
      return faults.count == 2 && faults.allSatisfy { $0.kind == .wrong }
        && judge.libraries.allSatisfy { faults[1].message.contains($0) }
        && !faults.contains { "\($0)".contains(hex(secret)) }
    }
  }

  @Test("The judge names keys that are off the curve, of small or mixed order, or not canonical")
  func strangeKeys() throws {
    let judge = KeyJudge()
    for (name, bytes, _) in Torsion.encodings {
      let fault = try #require(judge.faults(ofPublicKey: bytes).first, "\(name)")
      #expect(fault.message.contains("of small order"), "\(fault.message)")
    }
    let key = VectorKey(label: "strange")
    for index in 1..<8 {
      let fault = try #require(judge.faults(ofPublicKey: (key.point + Torsion.points[index]).encoded).first)
      #expect(fault.message.contains("of mixed order"), "\(fault.message)")
    }
    #expect(judge.faults(ofPublicKey: []).first?.message.contains("0 bytes long") == true)
    #expect(judge.faults(ofPublicKey: key.publicKey + [0]).first?.message.contains("33 bytes long") == true)
    let lifted = [0xF0] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
    #expect(judge.faults(ofPublicKey: lifted).first?.message.contains("y not below p") == true)
    let off = [2] + [UInt8](repeating: 0, count: 31)
    #expect(judge.faults(ofPublicKey: off).first?.message.contains("not on the curve") == true)
    #expect(judge.faults(ofPublicKey: key.publicKey).isEmpty)
  }

  @Test("A backend that disagrees or fails is reported as such")
  func disagreement() throws {
    struct Contrary: Ed25519Backend {
      var name: String { "contrary 1" }
      func publicKey(of seed: borrowing Seed) throws(Ed25519Error) -> [UInt8] {
        [UInt8](repeating: 1, count: 32)
      }
      func sign(_ message: [UInt8], with seed: borrowing Seed) throws(Ed25519Error) -> [UInt8] {
        throw Ed25519Error(library: "contrary", operation: "sign", reason: "does not want to")
      }
      func verify(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) throws(Ed25519Error)
        -> Bool
      {
        false
      }
    }
    let judge = KeyJudge(backends: [Self.sodium, Contrary()])
    let secret = [UInt8](repeating: 7, count: 32)
    let x = try Self.sodium.publicKey(of: try seedOf(secret))
    #expect(judge.faults(ofDerivationFrom: secret, to: x).map(\.kind) == [.disagreement])
    let kinds = judge.faults(ofSigningWith: secret, verifyingWith: x, messages: [[1]]).map(\.kind)
    #expect(kinds == [.libraryFailure, .disagreement])
    #expect(judge.faults(ofDerivationFrom: [1], to: x).first?.observed == "1 bytes")
  }
}

/// A seed of 32 bytes; `#require` takes no values that cannot be copied.
private func seedOf(_ bytes: [UInt8]) throws -> Seed {
  struct WrongLength: Error {}
  guard let seed = Seed(bytes) else { throw WrongLength() }
  return seed
}

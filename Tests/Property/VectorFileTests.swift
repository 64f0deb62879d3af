import Crosscheck
import Ed25519
import Foundation
import OpenSSLBackend
import SodiumBackend
import SystemSupport
import Testing

@Suite("Signature vectors")
struct VectorFileTests {
  private static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "spec/vectors/ed25519.json").path

  @Test("spec/vectors/ed25519.json is what the generator makes, byte for byte")
  func regenerates() throws {
    let made = AdversarialVectors.all(jobs: availableProcessors())
    #expect(made.count >= 1000)
    let kept = try Input.file(Self.path, limit: 1 << 24)
    #expect(
      Array(VectorFile.write(made).utf8) == kept,
      "write it anew: mirror crosscheck --write-vectors spec/vectors/ed25519.json")
  }

  @Test("Both libraries give the verdicts of the kept vectors, and every class and clause occurs")
  func librariesAgree() throws {
    let vectors = try VectorFile.read(Input.file(Self.path, limit: 1 << 24))
    var sodiumOnly = 0
    var opensslOnly = 0
    for vector in vectors {
      let signed = vector.signed
      let sodium = try SodiumBackend().verify(signed.signature, of: signed.message, by: signed.publicKey)
      let openssl = try OpenSSLBackend().verify(signed.signature, of: signed.message, by: signed.publicKey)
      #expect(vector.expect == [.libsodium: sodium, .libcrypto: openssl], "\(vector.id)")
      if sodium && !openssl { sodiumOnly += 1 }
      if openssl && !sodium { opensslOnly += 1 }
    }
    #expect(sodiumOnly == 0)
    #expect(opensslOnly > 50)
    #expect(Set(vectors.map(\.id)).count == vectors.count)
    for name in AdversarialVectors.classes {
      #expect(vectors.contains { $0.id.hasPrefix("\(name)/") }, "\(name)")
    }
  }

  @Test("A flipped expectation is found and explained")
  func flipped() throws {
    var vectors = try VectorFile.read(Input.file(Self.path, limit: 1 << 24)).filter {
      $0.id.hasPrefix("small-order-a/")
    }
    let index = try #require(vectors.firstIndex { $0.expect == [.libsodium: false, .libcrypto: true] })
    vectors[index].expect[.libsodium] = true
    let comparison = LibraryComparison(jobs: 2)
    var report = comparison.report()
    comparison.judge(vectors, into: &report)
    #expect(report.mismatches.map(\.id) == [vectors[index].id])
    let why = try #require(report.mismatches.first?.why)
    #expect(why.contains("A is of small order"))
    #expect(why.contains("the expectation is at fault"))
    #expect(report.counts.total == vectors.count)
  }

  @Test("Without expectations the rule decides; with one library's, the other's verdict follows the rule")
  func rule() {
    var vectors = tamingVectors.map { $0.vector(expect: [:]) }
    vectors += tamingVectors.map { $0.vector(expect: [.libsodium: $0.libsodium]) }
    vectors += tamingVectors.map { $0.vector(expect: [.libcrypto: $0.libcrypto]) }
    let comparison = LibraryComparison(jobs: 2)
    var report = comparison.report()
    comparison.judge(vectors, into: &report)
    #expect(report.mismatches.isEmpty)
    #expect(report.counts.libcryptoOnly == 12)
    #expect(report.counts.bothAccept == 3)
  }

  @Test("Generated cases derive, sign and verify alike in both libraries")
  func generated() {
    let comparison = LibraryComparison(jobs: 2)
    var report = comparison.report()
    comparison.run(cases: 120, seed: PropertySettings.seed, into: &report)
    comparison.runKnownAnswers(into: &report)
    #expect(report.mismatches.isEmpty, "seed \(PropertySettings.seed): \(report.mismatches)")
    #expect(report.counts.bothAccept == 120)
    #expect(report.counts.bothReject == 120)
  }

  @Test(
    "A malformed file is refused with the place",
    arguments: [
      ("[]", "expected an object"), ("{}", "no member \"vectors\""),
      ("{\"vectors\":{}}", "vectors: expected an array"),
      ("{\"vectors\":[1]}", "vectors[0]: expected an object"), ("{\"vectors\":[", "not strict JSON"),
      ("{\"vectors\":[{\"pk\":\"0\",\"msg\":\"\",\"sig\":\"\"}]}", "vectors[0].pk: an odd number"),
      ("{\"vectors\":[{\"pk\":\"zz\",\"msg\":\"\",\"sig\":\"\"}]}", "vectors[0].pk: expected hexadecimal"),
      ("{\"vectors\":[{\"pk\":\"\",\"msg\":\"\"}]}", "vectors[0]: no member \"sig\""),
      ("{\"vectors\":[{\"pk\":\"\",\"msg\":1,\"sig\":\"\"}]}", "vectors[0].msg: expected a string"),
      ("{\"vectors\":[{\"pk\":\"\",\"msg\":\"\",\"sig\":\"\",\"expect\":true}]}", "vectors[0].expect"),
      ("{\"vectors\":[{\"pk\":\"\",\"msg\":\"\",\"sig\":\"\",\"expect\":{\"sodium\":true}}]}", "\"sodium\""),
      ("{\"vectors\":[{\"pk\":\"\",\"msg\":\"\",\"sig\":\"\",\"expect\":{\"libsodium\":1}}]}", "libsodium"),
    ])
  func malformed(_ text: String, _ part: String) {
    let error = #expect(throws: VectorFileError.self) { try VectorFile.read(Array(text.utf8)) }
    #expect(error?.description.contains(part) == true, "\(String(describing: error))")
  }

  @Test("Upper-case digits and wrong lengths are read as they are")
  func oddShapes() throws {
    let text = #"{"vectors":[{"id":"x","pk":"AbCD","msg":"","sig":"","more":1}]}"#
    let vector = try #require(try VectorFile.read(Array(text.utf8)).first)
    #expect(vector.signed == Signed(publicKey: [0xAB, 0xCD], message: [], signature: []))
    #expect(vector.expect.isEmpty)
    let comparison = LibraryComparison(jobs: 1)
    var report = comparison.report()
    comparison.judge([vector], into: &report)
    #expect(report.mismatches.isEmpty)
    #expect(report.counts.bothReject == 1)
  }
}

extension TamingVector {
  func vector(expect: [Library: Bool]) -> SignatureVector {
    SignatureVector(
      id: description, comment: "",
      signed: Signed(
        publicKey: bytes(hex: publicKey) ?? [], message: bytes(hex: message) ?? [],
        signature: bytes(hex: signature) ?? []),
      expect: expect)
  }
}

import Crosscheck
import Ed25519
import OpenSSLBackend
import SodiumBackend
import SystemSupport
import Testing

@Suite("The rule for accepting signatures")
struct CurveTests {
  @Test(
    "The vectors of \"Taming the many EdDSAs\" come out as in the authors' table", arguments: tamingVectors)
  func tamingVectorsComeOut(_ vector: TamingVector) throws {
    let signed = Signed(
      publicKey: try #require(bytes(hex: vector.publicKey)),
      message: try #require(bytes(hex: vector.message)),
      signature: try #require(bytes(hex: vector.signature)))
    let sodium = try SodiumBackend().verify(signed.signature, of: signed.message, by: signed.publicKey)
    let openssl = try OpenSSLBackend().verify(signed.signature, of: signed.message, by: signed.publicKey)
    #expect(sodium == vector.libsodium)
    #expect(openssl == vector.libcrypto)
    let explanation = Explanation(signed)
    #expect(explanation.prediction.accepts(.libsodium) == sodium, "\(explanation)")
    #expect(explanation.prediction.accepts(.libcrypto) == openssl, "\(explanation)")
  }
}

import StrictFormats
import SystemSupport

@testable import Crosscheck

private let keys = try? KeySet(
  Array(
    """
    {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}
    """.utf8))

/// The token parser, the dates and the verifier: no trap, and no token verifies but those that the corpus begins with.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
  guard let keys else { fatalError("the key set is not read") }
  let verifier = TokenVerifier(keys: keys, audience: nil, issuer: nil, now: 1_800_000_000)
  _ = try? verifier.verify(bytes)
  _ = Timestamp.seconds(String(decoding: bytes, as: UTF8.self))
  // What follows needs no signature: the claims of any token, and any number as a date.
  for text in [
    bytes, (try? Token(bytes))?.claims["exp"].map { Array($0.serialized(pretty: false).utf8) } ?? [],
  ] {
    guard case .number(let literal)? = try? StrictJSON.read(text) else { continue }
    let date = NumericDate(literal: literal)
    guard !(date.isBefore(1_800_000_000) && date.isAfter(1_800_000_000)) else {
      fatalError("before and after")
    }
    guard !date.isAfter(.max) || date.isAfter(.min) else { fatalError("the order is not one") }
  }
  return 0
}

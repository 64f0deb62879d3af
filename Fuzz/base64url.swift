import StrictFormats

/// The base64url reader: no trap, and every accepted text is the one that its bytes give.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
  guard (try? Base64URL.decode(Base64URL.encode(bytes))) == bytes else {
    fatalError("bytes do not come back")
  }
  let text = String(decoding: bytes, as: UTF8.self)
  do throws(Base64URLError) {
    guard Base64URL.encode(try Base64URL.decode(text)) == text else {
      fatalError("two texts for the same bytes")
    }
  } catch {
    guard (0..<max(1, text.utf8.count)).contains(error.offset) else { fatalError("the error lies outside") }
  }
  return 0
}

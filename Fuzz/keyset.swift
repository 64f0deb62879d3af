@testable import Crosscheck

/// The key-set reader: no trap, and whatever it accepts holds keys of 32 bytes and no private member in sight.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
  guard let set = try? KeySet(bytes) else { return 0 }
  for key in set.keys {
    guard key.publicKey.count == 32 else { fatalError("a key of another length") }
    if let kid = key.kid { _ = try? set.key(kid) }
  }
  return 0
}

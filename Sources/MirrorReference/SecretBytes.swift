internal import CSodium

/// Bytes of a fixed capacity that are wiped at the end.
///
/// They never move, so that no copy stays behind.
struct SecretBytes: ~Copyable {
  private let memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  /// Makes an empty buffer of a capacity in bytes.
  init(capacity: Int) {
    memory = .allocate(byteCount: capacity, alignment: 16)
    if let start = memory.baseAddress {
      // Locking may be forbidden (RLIMIT_MEMLOCK); the bytes are wiped all the same.
      _ = sodium_mlock(start, capacity)
      sodium_memzero(start, capacity)
    }
  }

  deinit {
    if let start = memory.baseAddress { sodium_munlock(start, memory.count) }  // wipes, too
    memory.deallocate()
  }

  /// Appends public text.
  mutating func append(_ text: String) {
    for byte in text.utf8 {
      memory[count] = byte
      count += 1
    }
  }

  /// Appends bytes in unpadded base64url (RFC 4648 §5), in a time that does not depend on them.
  mutating func appendBase64URL(_ bytes: UnsafeRawBufferPointer) {
    let variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING
    let source = bytes.bindMemory(to: UInt8.self)
    let target = UnsafeMutableRawBufferPointer(rebasing: memory[count...]).bindMemory(to: CChar.self)
    guard let start = target.baseAddress else { return }
    // The library writes a zero at the end as well, which the capacity must hold.
    _ = sodium_bin2base64(start, target.count, source.baseAddress, source.count, variant)
    count += sodium_base64_encoded_len(bytes.count, variant) - 1
  }

  /// Lends the bytes to a closure, which must not keep them.
  borrowing func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(rebasing: memory[..<count]))
  }
}

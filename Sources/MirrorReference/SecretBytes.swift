internal import CSodium
internal import Glibc

/// Something that text and base64url can be appended to.
protocol TextBuffer: ~Copyable {
  mutating func append(_ text: String)

  /// Appends bytes in unpadded base64url (RFC 4648 §5), in a time that does not depend on them.
  mutating func appendBase64URL(_ bytes: UnsafeRawBufferPointer)
}

/// A page of memory that is kept out of swap and core dumps where allowed, and wiped at the end.
///
/// The bytes never move, so that no copy stays behind.
struct SecretBytes: ~Copyable, TextBuffer {
  private static let capacity = Int(getpagesize())

  private let memory: UnsafeMutableRawPointer
  private(set) var count = 0

  init() {
    memory = .allocate(byteCount: Self.capacity, alignment: Self.capacity)
    // Locking may be forbidden (RLIMIT_MEMLOCK); the bytes are wiped all the same.
    _ = sodium_mlock(memory, Self.capacity)
  }

  deinit {
    sodium_munlock(memory, Self.capacity)  // wipes, too
    memory.deallocate()
  }

  mutating func append(_ text: String) {
    precondition(text.utf8.count <= Self.capacity - count, "a key set fits into a page")
    for byte in text.utf8 {
      memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
      count += 1
    }
  }

  mutating func appendBase64URL(_ bytes: UnsafeRawBufferPointer) {
    let target = UnsafeMutableRawBufferPointer(
      start: memory.advanced(by: count), count: Self.capacity - count)
    count += encodeBase64URL(bytes, into: target)
  }

  /// Lends the bytes to a closure, which must not keep them.
  borrowing func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: memory, count: count))
  }
}

/// Bytes that anyone may see.
extension [UInt8]: TextBuffer {
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  mutating func appendBase64URL(_ bytes: UnsafeRawBufferPointer) {
    var text = [UInt8](repeating: 0, count: base64URLCapacity(bytes.count))
    let count = text.withUnsafeMutableBytes { encodeBase64URL(bytes, into: $0) }
    append(contentsOf: text.prefix(count))
  }
}

/// The room that the encoding of some bytes takes, with the zero that the library puts at its end.
private func base64URLCapacity(_ count: Int) -> Int {
  sodium_base64_encoded_len(count, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
}

/// Encodes bytes, and returns the length of their encoding.
private func encodeBase64URL(
  _ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
) -> Int {
  precondition(target.count >= base64URLCapacity(bytes.count), "the encoding fits")
  let source = bytes.bindMemory(to: UInt8.self)
  let text = target.bindMemory(to: CChar.self)
  guard let start = text.baseAddress else { return 0 }
  _ = sodium_bin2base64(
    start, text.count, source.baseAddress, source.count, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
  return base64URLCapacity(bytes.count) - 1
}

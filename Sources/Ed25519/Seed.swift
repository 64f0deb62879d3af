internal import CSodium

/// The 32 secret bytes of an Ed25519 key (RFC 8032 §5.1.5), kept out of swap where allowed and wiped at the end.
///
/// A seed can be neither copied nor printed; its bytes are lent to a closure only.
public struct Seed: ~Copyable {
  /// The length of a seed in bytes.
  public static let count = 32

  private let memory: UnsafeMutableRawPointer

  /// Makes a seed of the 32 bytes that a closure writes.
  ///
  /// - Parameter fill: is given 32 zero bytes to write; when it throws, they are wiped.
  public init<Failure: Error>(
    filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.count, alignment: 16)
    // Locking may be forbidden (RLIMIT_MEMLOCK); the seed is wiped all the same.
    _ = sodium_mlock(memory, Self.count)
    sodium_memzero(memory, Self.count)
    do {
      try fill(UnsafeMutableRawBufferPointer(start: memory, count: Self.count))
    } catch {
      Self.wipe(memory)
      throw error
    }
    self.memory = memory
  }

  /// Makes a seed of given bytes, or nothing when they are not 32.
  ///
  /// The bytes given stay the caller's to wipe.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.count else { return nil }
    self.init { $0.copyBytes(from: bytes) }
  }

  deinit { Self.wipe(memory) }

  /// Lends the 32 bytes to a closure, which must not keep them.
  public borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: memory, count: Self.count))
  }

  private static func wipe(_ memory: UnsafeMutableRawPointer) {
    sodium_munlock(memory, count)  // wipes, too
    memory.deallocate()
  }
}

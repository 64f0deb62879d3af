internal import CSodium

/// Bytes that grow, and are wiped wherever they have been.
package struct SecretBuffer: ~Copyable {
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  package private(set) var count = 0

  /// Makes an empty buffer.
  ///
  /// - Parameter capacity: the bytes that fit before the first move.
  package init(capacity: Int = 1024) {
    self.capacity = max(capacity, 64)
    memory = Self.allocate(self.capacity)
  }

  deinit { Self.free(memory, capacity) }

  /// Makes room for more bytes.
  package mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    let larger = max(count + more, capacity * 2)
    let moved = Self.allocate(larger)
    moved.copyMemory(from: memory, byteCount: count)
    Self.free(memory, capacity)
    memory = moved
    capacity = larger
  }

  package mutating func append(_ byte: UInt8) {
    reserve(1)
    memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    memory.advanced(by: count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  package mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  package mutating func append(_ other: borrowing SecretBuffer) { other.withUnsafeBytes { append($0) } }

  /// Lends room at the end to a closure, which says how much of it it has filled.
  package mutating func append<Failure: Error>(
    upTo room: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    reserve(room)
    let filled = try fill(UnsafeMutableRawBufferPointer(start: memory.advanced(by: count), count: room))
    count += filled
    return filled
  }

  /// Removes everything, and wipes it.
  package mutating func removeAll() {
    sodium_memzero(memory, count)
    count = 0
  }

  /// Lends the bytes to a closure, which must not keep them.
  package borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: memory, count: count))
  }

  // MARK: Memory

  // Not locked: a login has many such buffers, each lock costs as much as what is done with it, and the limit of locked
  // memory would refuse whole files anyway. The seed is locked, and core dumps are off.
  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: capacity, alignment: 16)
  }

  private static func free(_ memory: UnsafeMutableRawPointer, _ capacity: Int) {
    sodium_memzero(memory, capacity)
    memory.deallocate()
  }
}

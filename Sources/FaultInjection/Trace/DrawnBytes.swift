internal import SystemSupport

/// In what a draw of randomness differs from what the seed says.
package struct DrawAlteration: Sendable {
  /// The byte that is 0.
  package var zeroByte: Int?
  /// The bytes that are others, each of them.
  package var changedBytes: [Range<Int>] = []

  package init(zeroByte: Int? = nil, changedBytes: [Range<Int>] = []) {
    self.zeroByte = zeroByte
    self.changedBytes = changedBytes
  }
}

extension DrawIdentity {
  /// What the kernel's randomness is replaced with.
  ///
  /// Every draw has a stream of its own, so that one can be changed without moving the others.
  ///
  /// - Parameter count: in bytes.
  package func bytes(_ count: Int, seed: UInt64, _ alteration: DrawAlteration = DrawAlteration()) -> [UInt8] {
    var bytes = self.bytes(count, ofStream: 0, seed: seed)
    if let index = alteration.zeroByte, bytes.indices.contains(index) { bytes[index] = 0 }
    guard !alteration.changedBytes.isEmpty else { return bytes }
    // Each byte is changed in its own way, or bytes that are combined with each other could undo it.
    let changes = self.bytes(count, ofStream: 1, seed: seed)
    for range in alteration.changedBytes {
      for index in range.clamped(to: bytes.indices) {
        bytes[index] ^= changes[index] == 0 ? 0x5a : changes[index]
      }
    }
    return bytes
  }

  private func bytes(_ count: Int, ofStream number: UInt64, seed: UInt64) -> [UInt8] {
    var stream = SplitMix64(
      seed: SplitMix64.mix(SplitMix64.mix(seed, lineage), UInt64(index) << 1 | number))
    return stream.bytes(count)
  }
}

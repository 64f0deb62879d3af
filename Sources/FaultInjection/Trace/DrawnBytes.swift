internal import SystemSupport

/// In what a draw of randomness differs from what the seed says.
package struct DrawAlteration: Sendable {
  /// Whether all bytes are others.
  package var isWhole = false
  /// The byte that is 0.
  package var zeroByte: Int?
  /// The byte that is another one.
  package var changedByte: Int?

  package init() {}
}

extension DrawIdentity {
  /// What the kernel's randomness is replaced with.
  ///
  /// Every draw has a stream of its own, so that one can be changed without moving the others.
  ///
  /// - Parameter count: in bytes.
  package func bytes(_ count: Int, seed: UInt64, _ alteration: DrawAlteration = DrawAlteration()) -> [UInt8] {
    var stream = SplitMix64(
      seed: SplitMix64.mix(SplitMix64.mix(seed, lineage), UInt64(index) << 1 | (alteration.isWhole ? 1 : 0)))
    var bytes = stream.bytes(count)
    if let index = alteration.zeroByte, bytes.indices.contains(index) { bytes[index] = 0 }
    if let index = alteration.changedByte, bytes.indices.contains(index) { bytes[index] ^= 0x5a }
    return bytes
  }
}

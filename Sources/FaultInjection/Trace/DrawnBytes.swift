internal import SystemSupport

extension DrawIdentity {
  /// What the kernel's randomness is replaced with.
  ///
  /// Every draw has a stream of its own, so that one can be changed without moving the others.
  ///
  /// - Parameters:
  ///   - count: in bytes.
  ///   - isAltered: whether the draw gets other bytes than the seed says.
  package func bytes(_ count: Int, seed: UInt64, isAltered: Bool = false) -> [UInt8] {
    var stream = SplitMix64(
      seed: SplitMix64.mix(SplitMix64.mix(seed, lineage), UInt64(index) << 1 | (isAltered ? 1 : 0)))
    return stream.bytes(count)
  }
}

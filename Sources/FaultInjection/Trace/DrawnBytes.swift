internal import SystemSupport

/// In what a draw of randomness differs from what the seed says.
package struct DrawAlteration: Sendable {
  /// How a byte becomes another one.
  package enum Change: Sendable, Hashable {
    /// All its bits are turned: no program takes so few of them that it would not notice.
    case complement
    /// Some of its bits are turned, in each byte others: bytes that are combined with each other cannot undo that.
    ///
    /// There are many such changes; `number` tells which it is.
    case scatter(number: Int)
  }

  /// The byte that has a certain value, unless it is changed.
  package var setByte: (index: Int, value: UInt8)?
  /// Every byte in these ranges is changed.
  package var changedBytes: [Range<Int>] = []
  package var change = Change.complement

  package init() {}
}

extension DrawIdentity {
  /// What the kernel's randomness is replaced with.
  ///
  /// Every draw has a stream of its own, so that one can be changed without moving the others.
  ///
  /// - Parameter count: in bytes.
  package func bytes(_ count: Int, seed: UInt64, _ alteration: DrawAlteration = DrawAlteration()) -> [UInt8] {
    var bytes = self.bytes(count, ofStream: 0, seed: seed)
    if let (index, value) = alteration.setByte, bytes.indices.contains(index) { bytes[index] = value }
    guard !alteration.changedBytes.isEmpty else { return bytes }
    let changes =
      switch alteration.change {
      case .complement: [UInt8](repeating: 0xff, count: count)
      case .scatter(let number): self.bytes(count, ofStream: 1 + number, seed: seed)
      }
    for range in alteration.changedBytes {
      for index in range.clamped(to: bytes.indices) {
        bytes[index] ^= changes[index] == 0 ? 0x5a : changes[index]
      }
    }
    return bytes
  }

  private func bytes(_ count: Int, ofStream number: Int, seed: UInt64) -> [UInt8] {
    var stream = SplitMix64(
      seed: SplitMix64.mix(SplitMix64.mix(seed, lineage), UInt64(index) << 8 | UInt64(number)))
    return stream.bytes(count)
  }
}

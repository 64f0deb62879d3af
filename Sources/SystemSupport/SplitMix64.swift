/// A small random generator whose whole state is its seed: the same seed gives the same cases.
///
/// For cases only, never for keys.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The next numbers as bytes, the low byte of each first.
  package mutating func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      var word: UInt64 = 0
      for index in 0..<count {
        if index % 8 == 0 { word = next() }
        buffer.initializeElement(at: index, to: UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
      initialized = count
    }
  }

  /// A seed made of two.
  package static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
    var random = SplitMix64(seed: one ^ (other &* 0xD6E8_FEB8_6659_FD93))
    return random.next()
  }
}

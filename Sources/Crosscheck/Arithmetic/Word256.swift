/// An integer from 0 to 2^256 − 1.
///
/// This arithmetic makes and classifies test vectors. It takes a time that depends on its values, so nothing secret
/// may pass through it.
struct Word256: Sendable, Equatable {
  /// 64 bits each, the lowest first.
  var w0: UInt64
  var w1: UInt64
  var w2: UInt64
  var w3: UInt64

  init(_ w0: UInt64, _ w1: UInt64 = 0, _ w2: UInt64 = 0, _ w3: UInt64 = 0) {
    self.w0 = w0
    self.w1 = w1
    self.w2 = w2
    self.w3 = w3
  }

  /// Reads up to 32 bytes, the lowest first.
  init(littleEndian bytes: some Collection<UInt8>) {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for (index, byte) in bytes.enumerated() {
      let part = UInt64(byte) << UInt64(index % 8 * 8)
      switch index / 8 {
      case 0: words.0 |= part
      case 1: words.1 |= part
      case 2: words.2 |= part
      case 3: words.3 |= part
      default: break
      }
    }
    self.init(words.0, words.1, words.2, words.3)
  }

  /// The 32 bytes, the lowest first.
  var littleEndian: [UInt8] {
    [w0, w1, w2, w3].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
  }

  /// Whether the bit of weight 2^index is set.
  func bit(_ index: Int) -> Bool {
    let word = index < 128 ? (index < 64 ? w0 : w1) : (index < 192 ? w2 : w3)
    return word & (1 &<< UInt64(index & 63)) != 0
  }

  /// The number of bits without leading zeros.
  var bitWidth: Int {
    if w3 != 0 { return 256 - w3.leadingZeroBitCount }
    if w2 != 0 { return 192 - w2.leadingZeroBitCount }
    if w1 != 0 { return 128 - w1.leadingZeroBitCount }
    return 64 - w0.leadingZeroBitCount
  }

  /// The sum modulo 2^256, and whether that lost a carry.
  func adding(_ other: Word256) -> (sum: Word256, carry: Bool) {
    let (s0, c0) = add(w0, other.w0, false)
    let (s1, c1) = add(w1, other.w1, c0)
    let (s2, c2) = add(w2, other.w2, c1)
    let (s3, c3) = add(w3, other.w3, c2)
    return (Word256(s0, s1, s2, s3), c3)
  }

  /// 2 · self + bit modulo 2^256.
  func doubled(adding bit: UInt64) -> Word256 {
    Word256(w0 &<< 1 | bit, w1 &<< 1 | w0 &>> 63, w2 &<< 1 | w1 &>> 63, w3 &<< 1 | w2 &>> 63)
  }

  /// The difference modulo 2^256, and whether that lost a borrow.
  func subtracting(_ other: Word256) -> (difference: Word256, borrow: Bool) {
    let (d0, b0) = subtract(w0, other.w0, false)
    let (d1, b1) = subtract(w1, other.w1, b0)
    let (d2, b2) = subtract(w2, other.w2, b1)
    let (d3, b3) = subtract(w3, other.w3, b2)
    return (Word256(d0, d1, d2, d3), b3)
  }

  /// self + other · factor: the lower 256 bits and what is above.
  func adding(_ other: Word256, times factor: UInt64) -> (low: Word256, high: UInt64) {
    let (r0, r1, r2, r3, above) = row(factor, other, w0, w1, w2, w3)
    return (Word256(r0, r1, r2, r3), above)
  }

  /// The whole product: low + high · 2^256.
  func multiplied(by other: Word256) -> (low: Word256, high: Word256) {
    // Schoolbook: one row for each word of `self`, added to what the rows before have left.
    let (r0, a0, a1, a2, a3) = row(w0, other, 0, 0, 0, 0)
    let (r1, b0, b1, b2, b3) = row(w1, other, a0, a1, a2, a3)
    let (r2, c0, c1, c2, c3) = row(w2, other, b0, b1, b2, b3)
    let (r3, d0, d1, d2, d3) = row(w3, other, c0, c1, c2, c3)
    return (Word256(r0, r1, r2, r3), Word256(d0, d1, d2, d3))
  }

  static func < (one: Word256, other: Word256) -> Bool { one.subtracting(other).borrow }
}

@inline(__always)
private func add(_ one: UInt64, _ other: UInt64, _ carry: Bool) -> (UInt64, Bool) {
  let (first, lost) = one.addingReportingOverflow(other)
  let (second, lostAgain) = first.addingReportingOverflow(carry ? 1 : 0)
  return (second, lost || lostAgain)
}

@inline(__always)
private func subtract(_ one: UInt64, _ other: UInt64, _ borrow: Bool) -> (UInt64, Bool) {
  let (first, lost) = one.subtractingReportingOverflow(other)
  let (second, lostAgain) = first.subtractingReportingOverflow(borrow ? 1 : 0)
  return (second, lost || lostAgain)
}

/// factor · word + (s3 s2 s1 s0), as the lowest word and the four above.
@inline(__always)
private func row(
  _ factor: UInt64, _ word: Word256, _ s0: UInt64, _ s1: UInt64, _ s2: UInt64, _ s3: UInt64
) -> (UInt64, UInt64, UInt64, UInt64, UInt64) {
  let (t0, c0) = multiplyAdd(factor, word.w0, s0, 0)
  let (t1, c1) = multiplyAdd(factor, word.w1, s1, c0)
  let (t2, c2) = multiplyAdd(factor, word.w2, s2, c1)
  let (t3, c3) = multiplyAdd(factor, word.w3, s3, c2)
  return (t0, t1, t2, t3, c3)
}

/// one · other + two addends; (2^64 − 1)² + 2 (2^64 − 1) is below 2^128, so no carry is lost.
@inline(__always)
private func multiplyAdd(
  _ one: UInt64, _ other: UInt64, _ addend: UInt64, _ carry: UInt64
) -> (low: UInt64, high: UInt64) {
  let product = one.multipliedFullWidth(by: other)
  let (first, lost) = product.low.addingReportingOverflow(addend)
  let (second, lostAgain) = first.addingReportingOverflow(carry)
  return (second, product.high &+ (lost ? 1 : 0) &+ (lostAgain ? 1 : 0))
}
